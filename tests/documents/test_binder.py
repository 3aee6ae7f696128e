"""The binder as a plain value: every line is there, every way leads somewhere that is printed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.documents.binder.binder import Binder, binder_of
from pannesi.documents.binder.blank_forms import COLUMNS, LIST_COLUMNS
from pannesi.documents.binder.blank_forms import full_rows as rows_of_cells
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.procedure import Site
from tests.support.document_sites import printed_site

SITES = ("shipped", "small", "hostile")


def rows_of(binder: Binder) -> Iterator[dict[str, Any]]:
    for sheet in binder.sheets:
        for part in sheet["parts"]:
            yield from part["standing"]
            yield from part["rows"]


def row_of(site: Site, number: str) -> dict[str, Any]:
    (found,) = [row for row in rows_of(binder_of(site)) if row["number"] == number]
    return found


@pytest.mark.parametrize("name", SITES)
def test_every_line_of_the_site_is_printed_once_with_the_number_of_the_screen(name: str) -> None:
    site = printed_site(name)
    wanted = sorted((place.number, text_of(place.line)) for place in site.places.values())
    assert sorted((row["number"], row["text"]) for row in rows_of(binder_of(site))) == wanted


@pytest.mark.parametrize("name", SITES)
def test_every_way_leads_to_a_line_or_a_sheet_that_is_printed(name: str) -> None:
    binder = binder_of(printed_site(name))
    numbers = {row["number"] for row in rows_of(binder)}
    sheets = {sheet["id"] for sheet in binder.sheets}
    for row in rows_of(binder):
        for way in [answer["way"] for answer in row["answers"]] + [one for one in (row["away"], row["then"]) if one]:
            named = re.match(r"ligne (\S+?),?(?: |$)", way["words"])
            assert named is None or named[1] in numbers, way
            assert way["sheet"] is None or way["sheet"] in sheets


def test_a_question_says_for_each_answer_the_line_that_follows() -> None:
    ways = {answer["label"]: answer["way"]["words"] for answer in row_of(printed_site("shipped"), "4.1")["answers"]}
    assert ways == {"Plusieurs": "ligne 4.4", "Un seul": "ligne 4.2", "je ne sais pas": "ligne 4.3"}


def test_the_end_of_a_branch_says_where_to_go_on_unless_it_is_the_next_line() -> None:
    site = printed_site("shipped")
    assert row_of(site, "1.2")["then"] == {"before": "ensuite :", "words": "ligne 1.6", "sheet": None}
    assert row_of(site, "4.23")["then"] is None
    assert row_of(site, "4.2")["then"] is None
    assert row_of(site, "4.2")["away"]["sheet"] == "triage"


def test_a_line_of_ours_never_looks_like_one_of_the_procedure() -> None:
    site = printed_site("shipped")
    reasons = {place.number: place.line.added for place in site.places.values()}
    for row in rows_of(binder_of(site)):
        assert row["added"] is (reasons[row["number"]] is not None)
        assert row["reason"] == (reasons[row["number"]] or "")


def test_the_source_of_a_line_stands_on_it_or_once_at_the_head_of_its_part() -> None:
    site = printed_site("shipped")
    sources = {place.number: place.line.source for place in site.places.values()}
    for sheet in binder_of(site).sheets:
        for part in sheet["parts"]:
            for row in part["standing"] + part["rows"]:
                source = sources[row["number"]]
                assert row["added"] or (row["origin"] or part["origin"]) == f"Source : {source}"


def test_somebody_called_twice_on_a_sheet_is_given_in_full_once_and_by_number_after() -> None:
    first, again = (row_of(printed_site("shipped"), number)["callees"] for number in ("4.4", "4.22"))
    assert [one["see"] for one in first] == ["", ""]
    assert [(one["name"], one["see"]) for one in again] == [(one["name"], "4.4") for one in first]


def test_days_on_which_everybody_answers_alike_share_a_column() -> None:
    week = binder_of(printed_site("shipped")).week
    assert week["days"] == ["lundi à vendredi", "samedi", "dimanche"]
    assert {len(row["days"]) for row in week["rows"]} == {3}
    hours = {row["name"]: [day["words"] for day in row["days"]] for row in week["rows"]}
    assert hours["Hotline informatique"] == ["8h–17h30", "", ""]


def test_messages_stand_to_the_letter() -> None:
    binder = binder_of(printed_site("shipped"))
    (sheet,) = [sheet for sheet in binder.sheets if sheet["id"] == "cas-4"]
    assert "Postes Imagerie (MRADIXXX, MNUCLXXX, M[RADI|NUCL]DWSXXX)" in [one["to"] for one in sheet["messages"]]


def test_a_sheet_that_is_not_printed_is_named_without_a_page() -> None:
    site = printed_site("shipped")
    binder = binder_of(site, [site.unit_by_id["cas-4"]])
    (row,) = [row for row in rows_of(binder) if row["number"] == "4.2"]
    assert row["away"]["sheet"] is None
    assert "pas dans ce tirage" in row["away"]["words"]
    assert [entry["label"] for group in binder.front for entry in group["entries"]] == [
        "RIS et PACS en panne tous les deux"
    ]


def test_each_entry_of_the_front_page_has_the_number_of_the_first_screen() -> None:
    site = printed_site("shipped")
    entries = [entry for group in binder_of(site).front for entry in group["entries"]]
    assert sorted((one["number"], one["label"]) for one in entries) == [
        (entry.number, entry.symptom.label) for entry in site.entries
    ]


def test_a_number_that_nobody_wrote_leaves_room_to_write_it() -> None:
    (hotline, duty) = row_of(printed_site("shipped"), "4.4")["callees"]
    assert hotline["name"] == "Hotline informatique"
    assert [channel["value"] for channel in hotline["channels"] + duty["channels"]] == ["", ""]


@pytest.mark.parametrize("name", SITES)
def test_the_same_site_gives_the_same_binder(name: str) -> None:
    assert binder_of(printed_site(name)) == binder_of(printed_site(name))


def register_of(site: Site, registers: int) -> dict[str, Any]:
    """The blank sheets of a binder that has some."""
    register = binder_of(site, blank_sheets=registers).register
    assert register is not None
    return register


def test_blank_lines_are_numbered_beforehand_and_ask_the_fields_of_the_site() -> None:
    site = printed_site("shipped")
    register = register_of(site, 3)
    assert register["numbers"] == ["P-001", "P-002", "P-003"]
    cells = [cell for group in register["groups"] for row in group["rows"] for cell in row]
    assert sorted(cell["label"] for cell in cells[5:]) == sorted(field.label for field in site.register_fields)
    assert [cell["label"] for cell in cells[:1]] == ["Heure de l'examen"]
    assert binder_of(site, blank_sheets=0).register is None


def test_the_list_of_patients_has_room_for_who_it_is_what_was_made_and_what_was_given() -> None:
    listed = register_of(printed_site("shipped"), 3)["list"]
    assert [[cell["label"] for cell in row] for row in listed] == [
        ["Heure de l'examen", "Nom de naissance", "Prénom", "Date de naissance", "IPP provisoire", "Connu du SI"],
        ["Provenance", "Type d'examen", "Unité", "Identifiant tapé sur la console", "Examen", "CD ou film remis à"],
    ]
    assert all(sum(cell["span"] for cell in row) == LIST_COLUMNS for row in listed)


@pytest.mark.parametrize("name", ["shipped", "other"])
@pytest.mark.parametrize("means", ["birth-name", "first-name", "birth-date", "exam", "console-id"])
def test_what_tells_a_patient_of_the_list_from_another_has_room_whatever_the_site(name: str, means: str) -> None:
    site = printed_site(name)
    listed = [cell["label"] for row in register_of(site, 1)["list"] for cell in row]
    assert {field.label for field in site.register_fields if field.means == means} <= set(listed)


def test_the_list_asks_every_fact_that_orders_depend_on_whatever_the_site() -> None:
    for name in ("shipped", "other", "small", "hostile"):
        listed = [cell["label"] for row in register_of(printed_site(name), 1)["list"] for cell in row]
        assert {"Heure de l'examen", "Provenance", "Type d'examen", "Unité", "Connu du SI"} <= set(listed)


@given(st.lists(st.integers(1, COLUMNS), max_size=30))
def test_rows_of_a_blank_sheet_are_full_and_hold_every_cell_once(spans: list[int]) -> None:
    rows = rows_of_cells([{"label": str(place), "span": span} for place, span in enumerate(spans)])
    assert all(sum(cell["span"] for cell in row) == COLUMNS for row in rows)
    assert sorted(int(cell["label"]) for row in rows for cell in row) == list(range(len(spans)))
    assert all(cell["span"] >= spans[int(cell["label"])] for row in rows for cell in row)
