"""The keystroke-level model with reading: what is counted, in which order a page is read, what counts as missed."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
from bench.bench_reading import MOST_WORDS_TO_FIRST_ACT, row
from bench.reading_model import CriticalLine, Reader, framed, listed, missed_by_readers, pieces, shows, words_of
from bench.reading_paper import PaperReader, names_number, ruled_out_rows, texts
from bench.reading_screen import Played, play_entry

from pannesi.documents.binder.binder import binder_of
from pannesi.procedure.model.units import is_card
from tests.support.shipped_site import shipped


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("PACS en panne", 3),
        ("l'informatique, à 03:16", 5),
        ("04 37 23 00 00", 5),
        ("✓ · ── ▶ !", 0),
        ("M[RADI|NUCL]DWSXXX", 4),
        ("réanimation_adulte", 2),
        ("", 0),
    ],
)
def test_words_are_runs_of_letters_or_digits(text: str, count: int) -> None:
    assert len(words_of(text)) == count


def test_a_row_is_read_from_left_to_right_in_pieces_that_blanks_and_frames_keep_apart() -> None:
    assert list(pieces("│ Astreinte informatique     n° NON ÉCRIT │ M : noter │")) == [
        ("astreinte", "informatique"), ("n", "non", "écrit"), ("m", "noter"),
    ]  # fmt: skip


def test_what_was_read_and_stands_unchanged_is_not_read_again() -> None:
    reader = Reader()
    reader.read(["PACS en panne      depuis 0 h 04", "Prévenir l'astreinte"])
    assert reader.words == 3 + 4 + 3
    reader.read(["PACS en panne      depuis 0 h 05", "", "Prévenir l'astreinte   fait"])
    assert reader.words == 10 + 4 + 1


def test_time_is_words_keys_and_decisions_by_their_constants() -> None:
    reader = Reader()
    reader.read(["mot " + "  ".join(str(number) for number in range(118))])
    reader.act(2)
    reader.act(0)
    assert reader.words == 119
    assert reader.seconds == pytest.approx(30 + 2 * 0.28 + 2 * 1.35)


def test_the_frame_of_the_current_line_is_found_and_a_screen_without_one_is_read_whole() -> None:
    rows = ["titre", "╭─ 3.6  Prévenir ─╮", "│ Astreinte │", "╰─ ⏎ joint ─╯", "suite"]
    assert framed(rows) == rows[1:4]
    assert framed(rows[:3]) == rows[1:3]
    assert framed(["titre", "suite"]) == ["titre", "suite"]


def test_the_list_of_home_ends_at_the_first_blank_row() -> None:
    assert listed(["titre", "1  un", "2  deux", "  ", "Qui appeler"]) == ["1  un", "2  deux"]
    assert listed(["titre", "1  un"]) == ["1  un"]


def test_a_text_is_in_view_wherever_it_is_broken_and_not_where_a_part_is_missing() -> None:
    rows = ["│ Graver un CD pour chaque examen │", "│ d'imagerie en coupe               │"]
    assert shows(rows, "Graver un CD pour chaque examen d'imagerie en coupe")
    assert not shows(rows[:1], "Graver un CD pour chaque examen d'imagerie en coupe")


def test_a_line_from_memory_is_missed_by_every_reader_who_misses_it_in_view_and_by_more() -> None:
    seen, remembered = CriticalLine("x", in_view=True), CriticalLine("x", in_view=False)
    alone = missed_by_readers([seen], 1), missed_by_readers([remembered], 1)
    assert alone == (missed_by_readers([seen], 1), missed_by_readers([remembered], 1))
    assert 0.03 < alone[0] < 0.1 < 0.17 < alone[1] < 0.29
    assert missed_by_readers([], 1) == 0
    assert missed_by_readers([seen], 2) != alone[0], "another seed, other draws"


def paper_row(number: str, **more: Any) -> dict[str, Any]:
    return {"number": number, "branch": [], "depth": 0, "notes": [], "answers": [], "then": None, **more}


def test_a_row_of_paper_is_left_for_the_number_that_it_names_and_for_no_longer_one() -> None:
    question = paper_row("3.1", answers=[{"label": "Un", "way": {"words": "ligne 3.12", "sheet": None}}])
    assert names_number(question, "3.12")
    assert not names_number(question, "3.1")
    assert names_number(paper_row("3.2", then={"words": "ligne 3.4, quand tout remarche"}), "3.4")


def test_rows_are_passed_over_by_their_branch_or_condition_which_is_read_and_by_nothing_else() -> None:
    rows = [
        paper_row("3.1"),
        paper_row("3.2", branch=["Si 3.1 = « Un »"], depth=1),
        paper_row("3.3", notes=[{"kind": "when", "text": "Seulement si ouvert"}]),
        paper_row("3.4"),
        paper_row("3.5"),
    ]
    assert ruled_out_rows(rows, 0, 1) == []
    assert ruled_out_rows(rows, 0, 3) == ["Si 3.1 = « Un »", "Seulement si ouvert"]
    assert ruled_out_rows(rows, 0, 4) is None


def test_what_only_the_layout_reads_is_not_read() -> None:
    assert list(texts({"kind": "say", "text": "Bonjour", "depth": 1, "way": [{"words": "Cas", "sheet": "cas-1"}]})) == [
        "Bonjour", "Cas",
    ]  # fmt: skip


def test_an_entry_is_played_to_its_end_on_both_and_twice_gives_the_same() -> None:
    site = shipped()
    entry = next(entry for entry in site.entries if entry.unit.id == "cas-3")
    played = asyncio.run(play_entry(entry.number)), asyncio.run(play_entry(entry.number))
    assert played[0] == played[1]
    paper = PaperReader(site, binder_of(site)).play(entry, played[0])
    assert {line.name for line in paper.critical} == {line.name for line in played[0].critical}
    assert {line.in_view for line in played[0].critical} == {True}
    assert "prevenir-informatique" in {act.line.id for act in played[0].acts}
    assert "reconcilier" in {act.line.id for act in played[0].acts}
    assert played[0].orders
    assert 0 < (played[0].to_first_act or 0) < played[0].reader.words


def test_the_words_to_the_first_act_are_held_to_their_goal() -> None:
    few, many = Played(Reader(words=10, keys=1), to_first_act=260), Played(Reader(words=10, keys=1), to_first_act=261)
    assert "260/ 261 ok" in row("x", [few], [many])
    assert "261/ 260 OVER" in row("x", [few, many], [few])


@pytest.mark.parametrize("number", [0, *(entry.number for entry in shipped().entries)])
def test_from_launch_to_the_first_act_of_each_entry_no_more_is_read_than_the_goal(number: int) -> None:
    played = asyncio.run(play_entry(number, to_first_act=True))
    assert played.to_first_act is not None
    assert 100 < played.to_first_act <= MOST_WORDS_TO_FIRST_ACT


def test_a_card_of_the_triage_is_read_on_its_own_sheet() -> None:
    site = shipped()
    entry = next(entry for entry in site.entries if is_card(entry.unit, entry.symptom))
    played = asyncio.run(play_entry(entry.number))
    paper = PaperReader(site, binder_of(site)).play(entry, played)
    assert played.acts
    assert all(line.in_view for line in paper.critical), "the front page leads to the card, and its rows follow"
    assert paper.reader.words > 0
