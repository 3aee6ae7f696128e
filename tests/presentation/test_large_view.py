"""The large view: letters that are right in French, and a layout that gives up air and size before what is needed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pannesi.presentation.large.large_font import tall_lines, tall_number, tall_word
from pannesi.presentation.large.large_letters import capital_lines, is_to_the_letter, spread_lines, units_of
from pannesi.presentation.large.large_view import LargeAct, act_of, large_head, large_lines
from pannesi.presentation.line.frame_line import FrameLine
from pannesi.presentation.session.session_view import View
from pannesi.procedure.model.lines import Call, QuestionLine
from pannesi.support.text_safety import cell_width
from tests.support.building import start
from tests.support.shipped_site import shipped

SIZES = ((38, 6), (38, 9), (58, 14), (75, 17), (115, 33))
QUESTION = LargeAct(
    "Un seul poste, ou plusieurs ?", answers=(("1", "Plusieurs"), ("2", "Un seul"), ("0", "je ne sais pas"))
)
CALL = LargeAct(
    "Joindre IMADIS",
    whom="IMADIS, assistance technique",
    number="04 37 23 00 00",
    said=(FrameLine("À dire : Bonjour.", strong="Bonjour."),),
)


def plain(act: LargeAct, width: int, height: int) -> list[str]:
    return [line.plain for line in large_lines(act, width, height)]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("Prévenir l'IT", ["P R É V E N I R   L ' I T"]),
        ("où ça ? À l'œuvre", ["O Ù   Ç A   ?   À   L ' Œ U V R E"]),
        ("re\u0301seau", ["R É S E A U"]),
        ("vers telerad_secours", ["V E R S   telerad_secours"]),
        ("M[RADI|NUCL]DWSXXX", ["M[RADI|NUCL]DWSXXX"]),
        ("VueShare 2/3", ["VueShare   2/3"]),
        ("", [""]),
    ],
)  # fmt: skip
def test_words_are_spread_in_french_capitals_and_names_stay_to_the_letter(words: str, lines: list[str]) -> None:
    assert spread_lines(words, 60) == lines


def test_french_signs_stay_with_their_word_and_a_long_word_is_not_spread() -> None:
    assert spread_lines("un mot ? « oui »", 15) == ["U N   M O T   ?", "«   O U I   »"]
    assert spread_lines("a réconciliation", 16) == ["A", "RÉCONCILIATION"]
    assert spread_lines("réconciliation", 8) == ["RÉCONCIL", "IATION"]
    assert capital_lines("où est telerad_secours ?", 40) == ["OÙ EST telerad_secours ?"]


@pytest.mark.parametrize(
    ("word", "kept"),
    [
        ("telerad_secours", True),
        ("4)", True),
        ("VueShare", True),
        ("PACS,", False),
        ("aujourd'hui", False),
        ("(Annexe", False),
        ("www.x.fr", True),
    ],
)
def test_a_name_or_a_number_is_read_to_the_letter(word: str, kept: bool) -> None:
    assert is_to_the_letter(word) is kept


def test_a_tall_capital_keeps_its_accent_above_and_apart() -> None:
    accented = {letter: tall_word(letter) for letter in "éèêëeàaçcôoùu"}
    assert len({tuple(rows or ()) for rows in accented.values()}) == len(accented)
    for bare, marked in ("e", "é"), ("a", "à"), ("o", "ô"), ("u", "ù"):
        assert (accented[bare] or [])[1:] == (accented[marked] or [])[1:], "the letter itself is the same"
        assert (accented[bare] or [])[0].strip() == ""
    assert tall_word("ш") is None
    assert tall_word("n\u0303") is None


def test_every_sign_of_the_font_has_its_own_drawing() -> None:
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZÇŒÆ0123456789+*#.,:;-/'?!()«»°"
    drawn = {tuple(tall_word(sign) or ()) for sign in signs}
    assert () not in drawn
    assert len(drawn) == len(signs), "two signs look the same: a number could be misread"


def test_tall_words_stand_on_as_few_lines_as_have_room_or_not_at_all() -> None:
    assert len(tall_lines(list(units_of("un seul")), 60)) == 4
    assert len(tall_lines(list(units_of("un seul")), 22)) == 8
    assert tall_lines(list(units_of("un seul")), 10) == []
    assert tall_lines(list(units_of("vers telerad_secours")), 200) == []


def test_a_number_is_drawn_as_it_is_dialled_in_the_size_that_fits() -> None:
    assert len(tall_number("04 37 23 00 00", 100, 5)) == 5
    assert len(tall_number("04 37 23 00 00", 60, 5)) == 3
    assert tall_number("04 37 23 00 00", 30, 5) == []
    assert tall_number("poste 12", 100, 5) == []
    assert tall_number(" ", 100, 3) == []


def test_air_goes_first_then_size_and_neither_answers_nor_their_digits() -> None:
    assert plain(QUESTION, 75, 17)[:2] == ["", ""], "air above, where there is height"
    assert any("▀" in line for line in plain(QUESTION, 75, 11)), "the title stays tall without air"
    spread = [
        "U N   S E U L   P O S T E ,   O U   P L U S I E U R S   ?",
        "1    P L U S I E U R S",
        "2    U N   S E U L",
    ]
    last = "0    J E   N E   S A I S   P A S"
    assert plain(QUESTION, 75, 5) == [spread[0], "", *spread[1:], last]
    assert plain(QUESTION, 75, 4) == [*spread, last]
    assert plain(QUESTION, 75, 2) == [spread[0], "1 Plusieurs   2 Un seul   0 je ne sais pas"]
    assert plain(QUESTION, 38, 3) == ["UN SEUL POSTE, OU PLUSIEURS ?", "1 Plusieurs   2 Un seul", "0 je ne sais pas"]
    assert plain(QUESTION, 20, 4)[0].endswith("…"), "the title is cut before an answer is"
    assert "0 je ne sais pas" in plain(QUESTION, 20, 4)


def test_the_number_to_dial_stands_in_ordinary_digits_too_and_is_the_tallest() -> None:
    lines = plain(CALL, 75, 17)
    assert "04 37 23 00 00" in lines
    assert sum("▀" in line for line in lines) >= 2
    assert "J O I N D R E   I M A D I S" in lines, "the title is not drawn tall beside the number"
    assert "04 37 23 00 00" in plain(CALL, 38, 3)


def test_a_number_that_is_not_written_is_said_large() -> None:
    unknown = replace(CALL, number="", number_missing=True)
    assert any("N O N   É C R I T" in line for line in plain(unknown, 75, 17))
    assert "n° NON ÉCRIT" in plain(unknown, 38, 3)


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_line_of_the_procedure_fits_with_what_it_needs(size: tuple[int, int]) -> None:
    """Each entry as it begins; a question shows all its digits, a call its number or that none is written."""
    seen = set()
    site = shipped()
    for entry in site.entries:
        played = start(site, entry.unit.id, entry.symptom.id)
        walk = played.look()
        view = View(site, played.state, walk, None, "AB")
        for row in walk.rows:
            lines = large_lines(act_of(view, row), *size)
            shown = " ".join(line.plain for line in lines)
            assert len(lines) <= size[1], (row.number, shown)
            assert all(cell_width(line.plain) <= size[0] for line in lines), (row.number, shown)
            assert cell_width(large_head(view, row, size[0]).plain) <= size[0]
            seen.add(row.line.verb)
            if isinstance(row.line, QuestionLine):
                for digit, words in act_of(view, row).answers:
                    assert f"{digit} " in shown, (row.number, words, shown)
            if isinstance(row.line, Call):
                act = act_of(view, row)
                assert act.number in shown if act.number else "É" in shown
    assert {"ask", "verify", "call", "broadcast", "know", "do", "run"} <= seen


def test_an_accent_is_not_seen_as_a_part_of_the_letters_above_it() -> None:
    """`POSTES` above `DIFFUSÉ` read as `POŞTES`."""
    for words, apart in (("postes diffusé", 1), ("postes même", 1), ("postes visibles", 0)):
        rows = tall_lines(list(units_of(words)), 50)
        assert len(rows) == 8 + apart, words
        assert rows[3].strip(), "the feet of the letters of the first line"
        assert rows[4] == ""
        assert bool(rows[5].strip()), "the accents, or the heads of the letters"
    (first, *_others) = tall_lines(list(units_of("écran")), 50)
    assert first.strip(), "no blank row above the first line"


def test_words_to_say_stand_out_however_they_are_wrapped_and_what_is_cut_says_so() -> None:
    said = FrameLine("Dire : Les images du PACS ne sont plus visibles. (constaté à 03:12)",
                     strong="Les images du PACS ne sont plus visibles.")  # fmt: skip
    act = replace(CALL, said=(said, FrameLine("Faire diffuser : « PACS en panne »")))
    for width in (24, 40, 90):
        lines = large_lines(act, width, 40)
        strong = "".join(words for line in lines for words, meaning in line.parts if meaning == "strong")
        assert strong.replace(" ", "") == said.strong.replace(" ", "")
    low = large_lines(act, 38, 5)
    assert low[-1].plain.endswith("…")
    assert low[2].plain == "04 37 23 00 00"
    assert all(line.width <= 38 for line in low)
    assert not any("…" in line.plain for line in large_lines(act, 38, 12))
