"""Charts are well-formed pictures in which every text is only text."""

from __future__ import annotations

from xml.etree import ElementTree

from pannesi.documents.svg_charts import svg_bars, svg_columns, svg_timeline

NASTY = "<script>&\"' [RADI]"


def texts(svg: str) -> list[str]:
    root = ElementTree.fromstring(svg)
    assert {node.tag.rpartition("}")[2] for node in root.iter()} <= {"svg", "rect", "text", "line", "circle"}
    return [node.text or "" for node in root.iter() if node.tag.endswith("text")]


def test_every_label_is_read_to_the_letter() -> None:
    assert texts(svg_bars([(NASTY, 2.0, "2 h"), ("b", 0.0, "")])) == [NASTY, "2 h", "b", ""]
    assert texts(svg_columns([(NASTY, 1.0)])) == [NASTY, "1"]
    assert texts(svg_timeline([(0.0, "début", "03:12"), (7.0, NASTY, "+1 h")])) == ["début", "03:12", NASTY, "+1 h"]


def test_a_long_label_stands_on_two_lines_and_only_a_longer_one_is_cut() -> None:
    long = "Le transfert d'images vers IMADIS ne fonctionne pas"
    assert " ".join(texts(svg_bars([(long, 1.0, "")]))[:2]) == long
    cut = texts(svg_bars([("a" * 500 + " b " * 90, 1.0, "")]))
    assert len(cut) == 3
    assert any(one.endswith("…") for one in cut[:2])


def test_nothing_to_show_is_a_picture_too() -> None:
    assert texts(svg_bars([])) == texts(svg_columns([])) == texts(svg_timeline([])) == []


def test_what_is_written_at_a_bar_lies_within_the_picture_and_a_small_value_is_seen() -> None:
    words = "43 629 556 h 22"
    root = ElementTree.fromstring(svg_bars([("a", 4e7, words), ("b", 1.0, "0 h 01"), ("c", 0.0, "0 h 00")]))
    first, *others = [node for node in root.iter() if node.tag.endswith("rect")]
    end = float(first.attrib["x"]) + float(first.attrib["width"])
    assert end + 6 + len(words) * 7.83 < float(root.attrib["width"])
    assert [float(node.attrib["width"]) > 1 for node in others] == [True, False]


def test_bars_are_as_long_as_what_they_show() -> None:
    root = ElementTree.fromstring(svg_bars([("a", 2.0, ""), ("b", 1.0, "")]))
    lengths = [float(node.attrib["width"]) for node in root.iter() if node.tag.endswith("rect")]
    assert lengths[0] == 2 * lengths[1]
