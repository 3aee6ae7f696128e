"""A case as a tree and as a picture: every line is there, nothing overlaps, and no text of a site is ever code."""

from __future__ import annotations

import itertools
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.model.numbering import places_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import AnyUnit
from pannesi.procedure.wording.graph import Node, as_dot, as_mermaid, as_text, tree_of
from pannesi.procedure.wording.graph_svg import as_svg, layout
from tests.support.shipped_site import shipped

NASTY = """"]; end --> `x` <script> & #34; \\" | {0} [RADI] %s"""


def hostile() -> Site:
    site = load_site(Path(__file__).parents[1] / "data/hostile/loads").site
    assert site is not None
    return site


UNITS = [(site, unit) for site in (shipped(), hostile()) for unit in site.units]


@pytest.mark.parametrize(("site", "unit"), UNITS, ids=[unit.id for _site, unit in UNITS])
def test_every_line_is_in_every_form(site: Site, unit: AnyUnit) -> None:
    root = tree_of(site, unit)
    text = " ".join(words for _first, _others, words in as_text(root))
    picture = "\n".join(ElementTree.fromstring(as_svg(root)).itertext())
    for place in places_of(unit):
        assert f"{place.number} " in text
        assert f"{place.number} " in picture.replace("\u00a0", " ")
        assert f'"{place.number} ' in as_dot(root)
        assert f'"{place.number} ' in as_mermaid(root)


@pytest.mark.parametrize(("site", "unit"), UNITS, ids=[unit.id for _site, unit in UNITS])
def test_no_two_boxes_of_a_picture_overlap_and_texts_stay_in_theirs(site: Site, unit: AnyUnit) -> None:
    boxes = layout(tree_of(site, unit))
    for column in {box.x for box in boxes}:
        stack = sorted((box for box in boxes if box.x == column), key=lambda box: box.y)
        assert all(above.y + above.height < below.y for above, below in itertools.pairwise(stack))
    assert max(len(line) for box in boxes for line in (*box.lines, *box.edge_lines)) <= 35


def test_no_text_of_a_site_ends_its_quotes() -> None:
    root = Node(NASTY, "unit", (Node(NASTY, "question", edge=NASTY),))
    for row in as_mermaid(root).splitlines():
        inside = re.findall(r'"([^"]*)"', row)
        assert row.count('"') == 2 * len(inside)
        assert not [text for text in inside if set("<>[]{}|`\\&") & set(text)]
    for row in as_dot(root).splitlines():
        assert re.sub(r'"(\\.|[^"\\])*"', "", row).count('"') == 0
    drawn = ElementTree.fromstring(as_svg(root))
    assert {part.tag.partition("}")[2] for part in drawn.iter()} == {"svg", "title", "rect", "path", "text"}


def test_an_answer_that_leads_to_nothing_more_is_still_in_the_tree() -> None:
    words = [text for _first, _others, text in as_text(tree_of(shipped(), shipped().unit_by_id["cas-3"]))]
    assert "[Plusieurs] continuer" in words


@pytest.mark.parametrize("text", ["1. Oui", "12) Non", "- rien", "+ un", "  3. x"])
def test_an_answer_that_begins_like_a_list_is_no_list_for_mermaid(text: str) -> None:
    row = as_mermaid(Node("x", "unit", (Node("y", "line", edge=text),))).splitlines()[-1]
    inside = re.findall(r'"([^"]*)"', row)[0]
    assert re.match(r"\s*([0-9]+[.)]|[-+])\s", inside) is None
    assert re.sub(r"#([0-9]+);", lambda found: chr(int(found[1])), inside) == text
    assert as_mermaid(Node("3.2 faire : x", "unit")).splitlines()[1] == '  n0(["3.2 faire : x"])'


def test_what_looks_like_html_is_shown_to_the_letter_by_graphviz() -> None:
    assert 'label="R&amp;amp;D &amp;quot;x&amp;quot;"' in as_dot(Node("R&amp;D &quot;x&quot;", "unit"))
