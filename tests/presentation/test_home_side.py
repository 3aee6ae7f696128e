"""The first screen where there is room: air between systems, and a second column to be read."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import pairwise

import pytest

from pannesi.history.overview import Overview
from pannesi.presentation.home.content import TRIAGE, WIDE, HomeChoice, HomeContent
from pannesi.procedure.search import SearchResult
from tests.support.plain_playing import NIGHT, shipped, station_of

STATION = station_of()
PACS = Overview(
    "s1", "Dysfonctionnement du PACS", "alert", False, NIGHT - timedelta(minutes=47), NIGHT, None, 0, (), 3, NIGHT,
    next_act="Prévenir le service informatique",
)  # fmt: skip
OVER = replace(PACS, id="s9", title="Impossible de dicter", stage="closed", closed_at=NIGHT, next_act="")
SIZES = [(columns, rows) for columns in (110, 120, 160, 300) for rows in (10, 24, 30, 40, 60)]


def home(columns: int, rows: int, count: int = 1) -> HomeContent:
    sessions = tuple(replace(PACS, id=f"s{number}") for number in range(min(count, 12)))
    return HomeContent(STATION, NIGHT, columns, rows, sessions, count, (OVER,))


def at(columns: int, rows: int, sessions: tuple[Overview, ...], count: int) -> HomeContent:
    return HomeContent(STATION, NIGHT, columns, rows, sessions, count)


def said(content: HomeContent) -> str:
    return "\n".join(line.plain for line in content.side(content.list_height()))


@pytest.mark.parametrize("columns", [40, 80, WIDE - 1])
def test_there_is_one_column_on_a_screen_that_is_not_wide(columns: int) -> None:
    assert home(columns, 40).side_width == 0
    assert home(columns, 40).side(40) == []
    assert home(columns, 40).list_width == columns - 2


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [0, 1, 5, 20])
def test_the_second_column_never_leaves_its_place(size: tuple[int, int], count: int) -> None:
    content = home(*size, count)
    lines = content.side(content.list_height())
    assert len(lines) <= max(content.list_height(), 0)
    assert all(line.width <= content.side_width - 1 for line in lines)
    assert all(item.line.width <= size[0] - content.side_width for item in content.items())


def test_it_says_what_goes_on_with_the_next_act_whom_to_call_and_the_last_outages() -> None:
    text = said(home(160, 40, 2))
    assert text.count("● Dysfonctionnement du PACS, 0 h 47") == 2
    assert text.count("→ Prévenir le service informatique") == 2
    assert "Astreinte informatique" in text
    assert "jusqu'à 08:00" in text
    assert "04 37 23 00 00" in text
    assert "ensuite, dès 08:00" in text
    assert "Impossible de dicter" in text


def test_a_real_outage_is_told_apart_during_an_exercise() -> None:
    played = replace(PACS, id="s2", exercise=True)
    exercise = HomeContent(station_of(exercise=True), NIGHT, 160, 40, (PACS, played), 2)
    assert said(exercise).count("● VRAIE PANNE Dysfonctionnement du PACS") == 1


@pytest.mark.parametrize("rows", [30, 40, 60])
def test_sessions_that_it_has_no_room_for_are_counted(rows: int) -> None:
    text = said(home(120, rows, 20))
    shown = text.count("●")
    assert shown >= 1
    assert f"et {20 - shown} autres : F3" in text


@pytest.mark.parametrize("columns", [110, 120, 160])
def test_a_number_and_until_when_are_never_cut(columns: int) -> None:
    text = said(home(columns, 40))
    for words in ("04 37 23 00 00", "24 h/24", "numéro non écrit", "jusqu'à 08:00", "ensuite, dès 08:00"):
        assert words in text


def test_nothing_to_tell_is_said() -> None:
    content = HomeContent(STATION, NIGHT, 120, 40)
    assert "Aucune panne en cours." in said(content)
    assert "Aucune dans ce journal." in said(content)


@pytest.mark.parametrize("count", [0, 1, 3, 20])
def test_air_stands_before_each_system_and_pushes_nothing_out_of_view(count: int) -> None:
    entries = [HomeChoice("entry", place=(entry.unit.id, entry.symptom.id)) for entry in shipped().site.entries]
    unsure = HomeChoice("entry", place=TRIAGE)
    aired = set()
    for rows in range(18, 60):
        content = home(80, rows, count)
        items = content.items()
        whole = [unsure, *entries] if rows <= len(entries) + 5 else [*entries, unsure]
        assert [item.key for item in items if item.key is not None and item.key.how == "entry"] == whole
        blank = sum(not item.line.plain for item in items)
        assert blank == 0 or len(items) <= content.list_height()
        aired.add(blank)
    systems = len({entry.symptom.system for entry in shipped().site.entries})
    assert aired == {0, systems + (count > 0)}


def test_there_is_no_air_at_80_by_24() -> None:
    assert all(item.line.plain for item in home(80, 24, 0).items())


def test_how_many_more_are_open_is_said_in_fewer_words_before_a_title_is_cut() -> None:
    long = replace(PACS, title="Le transfert d'images vers IMADIS ne fonctionne pas", patients=0)
    for columns, title, words in ((80, PACS.title, "et 22 autres : F3"), (80, long.title, "+22 : F3")):
        sessions = tuple(replace(long, id=f"s{number}", title=title) for number in range(3))
        last = at(columns, 24, sessions, 25).items()[2].line
        assert title in last.plain
        assert last.plain.endswith(words)
        assert last.width <= columns


def test_where_not_all_entries_are_seen_the_way_for_who_does_not_know_comes_first() -> None:
    low, tall = at(60, 20, (), 0).items(), at(80, 24, (), 0).items()
    assert low[0].key == HomeChoice("entry", place=TRIAGE)
    assert tall[-1].key == HomeChoice("entry", place=TRIAGE)
    assert [item.key for item in low[1:]] == [item.key for item in tall[:-1]]


def test_on_a_narrow_screen_whom_to_call_keeps_the_name_and_the_number() -> None:
    (line,) = at(40, 10, (), 0).answering()
    assert line.plain.startswith("Astreinte informatique ")
    assert "n° non écrit" in line.plain
    assert line.width <= 38


@pytest.mark.parametrize("columns", [40, 50, 60, 80, 120])
def test_no_label_of_an_entry_is_cut_whatever_the_width(columns: int) -> None:
    content = HomeContent(STATION, NIGHT, columns, 60)
    items = content.items()
    assert all(item.line.width <= content.list_width for item in items)
    read = " ".join(" ".join(item.line.plain for item in items).split())
    labels = [entry.label for entry in STATION.site.entries]
    assert all(f"{number} {label}" in read for number, label in enumerate(labels, start=1)), read
    assert "m'aider à trouver" in read
    assert "…" not in read
    assert [item.key for item in items if item.key is not None] == [
        *(HomeChoice("entry", place=(entry.unit.id, entry.symptom.id)) for entry in STATION.site.entries), HomeChoice("entry", place=TRIAGE),
    ]  # fmt: skip


@pytest.mark.parametrize("height", range(1, 12))
def test_nothing_stands_between_the_two_lines_of_a_label(height: int) -> None:
    content = HomeContent(STATION, NIGHT, 40, 10, typed="planning")
    items = content.items(SearchResult(STATION.site.entries), height)
    for before, item in pairwise(items):
        if item.goes_on:
            assert before.key is not None
            assert (before.key == HomeChoice("entry", place=TRIAGE)) is ("trouver" in item.line.plain)
