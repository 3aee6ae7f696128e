"""The band says what is so now: nothing of a case whose return is announced."""

from __future__ import annotations

import pytest

from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.side_panels import side_panels
from pannesi.presentation.session.status_band import (
    nothing_to_do_lines,
    recognise_lines,
    recognise_wrapped,
    reminder_lines,
    return_question,
)
from pannesi.presentation.text.key_names import FULL_SCREEN, PLAIN, Keys
from pannesi.procedure.model.numbering import UNKNOWN
from pannesi.procedure.model.procedure import EntryPoint
from pannesi.session import actions as want
from pannesi.session.labels import glyph
from pannesi.tui.drawing.status_area import band_lines
from pannesi.tui.theme.styles import ink_for
from tests.support.building import Played, start
from tests.support.session_playing import intents_of_row
from tests.support.shipped_site import shipped

SITE = shipped()


def words(played: Played) -> str:
    return " ".join(recognise_lines(View(played.site, played.state, played.look(), None, "AB")))


def ending(played: Played) -> str:
    return " ".join(nothing_to_do_lines(View(played.site, played.state, played.look(), None, "AB")))


def announce_return(played: Played, number: int = 0) -> None:
    played.do(want.AnnounceReturn(played.look().current_cases[number], "AB, poste 2"))


@pytest.mark.parametrize(
    ("unit", "symptom", "said"),
    [("cas-5", "images-non-recues", "n'arrivent pas"), ("annexe-3", "internet", "en panne"), ("cas-3", None, "images")],
)
def test_what_was_seen_is_not_said_once_the_return_is_announced(unit: str, symptom: str | None, said: str) -> None:
    entry = next(entry for entry in SITE.entries if entry.unit.id == unit)
    played = start(SITE, unit, symptom or entry.symptom.id)
    assert said in words(played)
    announce_return(played)
    assert words(played) == ""


def test_of_two_cases_the_one_that_lasts_is_still_said() -> None:
    played = start(SITE, "cas-3", next(entry.symptom.id for entry in SITE.entries if entry.unit.id == "cas-3"))
    played.do(want.Join("annexe-3", "internet"))
    assert len(played.look().current_cases) == 2
    announce_return(played)
    assert words(played).startswith("Internet : ")
    assert "images" not in words(played)


def test_said_again_when_it_fell_again() -> None:
    played = start(SITE, "annexe-3", "internet")
    announce_return(played)
    played.do(want.FellAgain(played.look().current_cases[0]))
    assert "en panne" in words(played)


def test_not_everything_is_done_while_a_patient_is_owed_something() -> None:
    played = start(SITE, "cas-4", next(entry.symptom.id for entry in SITE.entries if entry.unit.id == "cas-4"))
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}))
    while (row := played.look().next) is not None:
        played.do(intents_of_row(row)[0])
    assert played.look().stage == "waiting"
    assert "il reste dû à 1 patient" in ending(played)
    assert "Tout ce qui pouvait" not in ending(played)
    for duty in played.look().duties:
        if duty.phase != "return_to_normal":
            played.do(want.SettleDuty(duty.patient.id, duty.key))
    assert "Tout ce qui pouvait" in ending(played)


@pytest.mark.parametrize(("unit", "symptom"), [("cas-1", "non-reconnue"), ("cas-2", "ris"), ("cas-4", "ris-et-pacs")])
def test_what_only_the_return_can_settle_is_owed_from_the_return_on(unit: str, symptom: str) -> None:
    def owed() -> list[str]:
        view = View(played.site, played.state, played.look(), None, "AB")
        noted = next(line.words for line in reminder_lines(view) if "1 patient noté" in line.words)
        panel = [line.plain for panel in side_panels(view) if panel.title == "Dû aux patients" for line in panel.lines]
        assert ("reste dû" in noted) == bool(panel)
        return panel

    played = start(SITE, unit, symptom)
    played.do(want.AddPatient({"origin": "urgences", "identity": "connue"}, fields={"nom": "Essai"}))
    assert owed()
    for duty in played.look().duties:
        if duty.phase != "return_to_normal" and duty.status == "open":
            played.do(want.SettleDuty(duty.patient.id, duty.key))
    assert owed() == []
    announce_return(played)
    assert owed()


@pytest.mark.parametrize(
    ("unit", "symptom", "asked"),
    [("cas-2", "planning", False), ("cas-2", "dictee", False), ("cas-2", "ris", True), ("cas-4", "ris-et-pacs", True)],
)
def test_each_patient_is_to_be_noted_only_where_a_line_asks_for_patients(unit: str, symptom: str, asked: bool) -> None:
    played = start(SITE, unit, symptom)
    while (row := played.look().next) is not None:
        played.do(intents_of_row(row)[0])
    assert played.look().stage == "waiting"
    assert ("pour chaque patient" in ending(played)) is asked
    assert "si autre chose tombe" in ending(played)


def test_a_question_whose_answer_nobody_knows_is_not_ticked() -> None:
    played = start(SITE, "cas-3", "images-invisibles")
    row = played.look().next
    assert row is not None
    played.do(want.Answer(*row.key, UNKNOWN))
    assert glyph(played.line("combien-de-postes")) == "?"
    played.do(want.Answer(*row.key, "plusieurs"))
    assert glyph(played.line("combien-de-postes")) == "✓"


@pytest.mark.parametrize("keys", [FULL_SCREEN, PLAIN], ids=["full screen", "line by line"])
def test_the_key_that_leaves_a_wrong_case_stands_with_its_question_on_one_row(keys: Keys) -> None:
    """At the width of the band on screens of 80 and 60 columns, and at any other."""
    opened = [start(SITE, unit.id, symptom.id) for unit in SITE.units for symptom in unit.symptoms if not symptom.opens]
    opened += [start(SITE, "triage", None)]
    for played in opened:
        view = View(played.site, played.state, played.look(), None, "AB", keys)
        for width in (78, 58, *range(40, 120)):
            rows = recognise_wrapped(view, width)[-1]
            assert rows[-1].endswith(f"Pas ça ? {keys.other}"), rows
            assert " ".join(rows) == list(recognise_lines(view))[-1]
    assert len(opened) > 14


def test_the_return_of_one_of_several_cases_is_asked_by_its_name() -> None:
    played = start(SITE, "triage", "attaque")
    attack = played.look().current_cases[0]

    def here() -> View:
        return View(played.site, played.state, played.look(), None, "AB")

    alone = "Retour à la normale : qui l'a constaté, et sur quel poste ?"
    assert return_question(here(), attack) == alone
    played.do(want.Join("cas-3", "images-invisibles"))
    pacs = played.look().current_cases[1]
    asked = [return_question(here(), visit) for visit in (attack, pacs)]
    assert [words.partition(" : ")[0] for words in asked] == [
        "Retour de « Rançon, fichiers illisibles, tout tombe »", "Retour de « Dysfonctionnement du PACS »",
    ]  # fmt: skip


@pytest.mark.parametrize("width", [58, 78, 98])
@pytest.mark.parametrize("entry", SITE.entries, ids=lambda entry: f"{entry.number}")
def test_the_length_of_an_outage_never_stands_without_its_word(entry: EntryPoint, width: int) -> None:
    played = start(SITE, entry.unit.id, entry.symptom.id)
    ink = ink_for("mono", "")
    for stage in ("begun", "returned"):
        if stage == "returned":
            announce_return(played)
        view = View(played.site, played.state, played.look(), None, "AB")
        band = band_lines(view, ink, width, recording=True, problem=None, in_error=False, low=False)
        said = view.since_words
        assert band[0].plain.endswith(f"{said} · {view.hour(view.walk.now)}"), band[0].plain
        assert said.startswith("depuis" if stage == "begun" else "panne de")
        shown = "\n".join(line.plain for line in band)
        assert all(line.cell_len <= width for line in band)
        chosen = [symptom.label for visit in view.current_cases if (symptom := view.symptom_of(visit)) is not None]
        assert view.title in shown or any(label in band[0].plain for label in chosen)
        assert "…" not in shown
