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
from pannesi.documents.binder.contacts_page import schedule_words
from pannesi.procedure.model.lines import Broadcast, text_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.wording.conditions import condition_on_paper
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
    titles = {part["heading"]["id"] for sheet in binder.sheets for part in sheet["parts"] if part["heading"]}
    sheets = {sheet["id"] for sheet in binder.sheets} | titles
    entries = [entry["way"] for group in binder.front for entry in group["entries"]]
    assert all(way["sheet"] in sheets for way in entries)
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
    messages = {row["number"]: row["message"] for row in rows_of(binder) if row["message"]}
    assert messages["4.27"]["to"] == "Postes Imagerie (MRADIXXX, MNUCLXXX, M[RADI|NUCL]DWSXXX)"
    assert messages["4.27"]["body"] == "Dysfonctionnement terminé."


@pytest.mark.parametrize("name", SITES)
def test_each_message_stands_once_at_the_first_line_that_has_it_broadcast_or_at_the_end(name: str) -> None:
    site = printed_site(name)
    binder = binder_of(site)
    for unit in site.units:
        sheet = next(sheet for sheet in binder.sheets if sheet["id"] == unit.id)
        rows = [row for part in sheet["parts"] for row in part["standing"] + part["rows"]]
        printed = [row["message"] for row in rows if row["message"]] + sheet["messages"]
        told = sorted((one["to"], one["title"], one["body"], one["missing"]) for one in printed)
        assert told == sorted(
            (one.to or "", one.title or "", one.body or "", one.missing or "") for one in unit.messages.values()
        )
        lines = {place.number: place.line for place in site.places.values()}
        for row in rows:
            if isinstance(lines[row["number"]], Broadcast):
                assert (row["message"] is None) is any(note["kind"] == "message" for note in row["notes"])


def words_without(text: str) -> str:
    """The condition alone, without how far it reaches."""
    return re.sub(r" \(jusqu'à \S+\)$", "", text)


@pytest.mark.parametrize("name", [*SITES, "other"])
def test_the_condition_of_every_line_stands_on_it_or_is_told_to_reach_as_far_as_it(name: str) -> None:
    """What a run of rows shares is written once; each row can still be led back to its own condition, to the letter."""
    site = printed_site(name)
    lines = {place.number: (place.line, owner) for (owner, _id), place in site.places.items()}
    for sheet in binder_of(site).sheets:
        full: dict[str, str] = {}
        for part in sheet["parts"]:
            for rows in (part["standing"], part["rows"]):
                reach: tuple[str, str] | None = None
                for row in rows:
                    line, owner = lines[row["number"]]
                    own = [note["text"] for note in row["notes"] if note["kind"] == "when"]
                    if own:
                        again = re.fullmatch(r"Même condition qu'en (\S+)", words_without(own[0]))
                        full[row["number"]] = full[again[1]] if again else words_without(own[0])
                        far = re.search(r"\(jusqu'à (\S+)\)$", own[0])
                        reach = (far[1], full[row["number"]]) if far else None
                    said = full[row["number"]] if own else reach[1] if reach else ""
                    assert (row["under"] != "") is (not own and reach is not None)
                    if line.when is None:
                        assert said == ""
                    else:
                        assert said == condition_on_paper(site, site.unit_by_id[owner], line.when, schedule_words)
                    if reach and row["number"] == reach[0]:
                        reach = None
                assert reach is None


@pytest.mark.parametrize("name", SITES)
def test_no_condition_is_told_in_the_syntax_of_the_program(name: str) -> None:
    for row in rows_of(binder_of(printed_site(name))):
        said = [*row["branch"], *(note["text"] for note in row["notes"] if note["kind"] == "when")]
        assert not [text for text in said if re.search(r" = |\bpas \(?\S+\.\d|» est (ouvert|fermé)\b", text)]
        assert sum(len(text.split()) > 20 for text in said) <= 1


def test_one_warning_is_told_once_on_a_sheet() -> None:
    """A condition of more than a dozen words; what is not written at two lines is told at the first."""
    for sheet in binder_of(printed_site("shipped")).sheets:
        rows = [row for part in sheet["parts"] for row in part["standing"] + part["rows"]]
        long = [note["text"] for row in rows for note in row["notes"] if note["kind"] == "when"]
        long = [words_without(text) for text in long if len(text.split()) > 12]
        assert len(long) == len(set(long)), sheet["id"]
        gaps = [row["gap"] for row in rows if row["gap"]]
        assert len(gaps) == len(set(gaps)), sheet["id"]


def test_each_symptom_of_a_case_that_has_no_other_lines_has_a_title_to_which_the_front_page_leads() -> None:
    binder = binder_of(printed_site("shipped"))
    (sheet,) = [sheet for sheet in binder.sheets if sheet["id"] == "cas-2"]
    titles = [part["heading"] for part in sheet["parts"] if part["heading"]]
    assert [(one["mark"], one["title"]) for one in titles] == [
        ("2a", "Impossible d'accéder au planning informatisé"),
        ("2b", "Impossible de dicter"),
        ("2c", "Le RIS ne fonctionne pas"),
    ]
    ways = {entry["label"]: entry["way"] for group in binder.front for entry in group["entries"]}
    assert ways["Impossible de dicter"] == {"words": "Cas N°2b", "sheet": "cas-2/dictee"}


def test_the_last_pages_say_where_each_line_comes_from() -> None:
    site = printed_site("shipped")
    for sheet in binder_of(site).sheets:
        told = {(number, one["text"]) for one in sheet["origins"] for number in one["numbers"].split(", ")}
        for part in sheet["parts"]:
            for row in part["standing"] + part["rows"]:
                origin = row["origin"] or part["origin"] if not row["added"] else f"Ajout à valider : {row['reason']}"
                assert (row["number"], origin) in told


def test_the_binder_says_which_edition_it_is_and_leaves_room_for_who_answers_for_it() -> None:
    site = printed_site("shipped")
    control = {one["name"]: one["value"] for one in binder_of(site).control}
    assert control == {
        "Version du site": binder_of(site).code,
        "État": f"{len(site.units)} fiches à relire",
        "Rédigé par": "",
        "Approuvé par, le": "",
        "Imprimé le": "",
    }
    dated = binder_of(site, printed_on="24/11/2026").control
    assert {one["name"]: one["value"] for one in dated}["Imprimé le"] == "24/11/2026"


def test_a_sheet_for_the_outage_itself_asks_what_the_report_says_afterwards() -> None:
    groups = {group["title"]: group for group in binder_of(printed_site("shipped")).outage}
    assert list(groups) == [
        "La panne", "Appels", "Tickets", "Messages vus diffusés", "Passages de main", "Retour à la normale",
    ]  # fmt: skip
    assert "PACS" in groups["La panne"]["boxes"]
    assert groups["Appels"]["columns"] == ["Heure", "Qui", "Joint ?", "Ce qui a été dit", "Par"]
    assert binder_of(printed_site("shipped"), pocket=True).outage == []


def test_the_pocket_form_has_every_line_and_nothing_to_fill_in() -> None:
    site = printed_site("shipped")
    whole, pocket = binder_of(site), binder_of(site, pocket=True)
    assert [row["number"] for row in rows_of(pocket)] == [row["number"] for row in rows_of(whole)]
    assert pocket.register is None


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
        ["Provenance", "Type d'examen", "Unité", "Identifiant tapé sur la console", "Examen", "CD ou film remis à qui"],
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
