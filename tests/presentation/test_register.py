"""The register in words: what a list shows of a person, and that nothing is left once they were erased."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest

from pannesi.documents.tables.patient_register import register_table
from pannesi.presentation.patients.line_comparison import compared_lines, comparison_table, lines_alike
from pannesi.presentation.patients.patient_line_history import line_changes, line_versions
from pannesi.presentation.patients.register import RegisterView
from pannesi.presentation.patients.register_progress import steps_words
from pannesi.presentation.patients.register_values import shown_value
from pannesi.procedure.model.register_fields import Field
from pannesi.session import actions as want
from pannesi.session.facts.patients import PatientAdded
from pannesi.session.projection.read_model import Patient
from pannesi.session.projection.walk import walk
from pannesi.session.register.reconciliation import IDENTITY_STEP
from pannesi.session.state import fold
from tests.support.building import Played, start
from tests.support.plain_playing import NIGHT, shipped


def listed(*, erased: bool) -> str:
    site = shipped().site
    played = Played(site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open("cas-4", "ris-et-pacs"))
    played.do(want.AddPatient({"origin": "externe"}, json.dumps({"nom-naissance": "Inventé"})))
    kept = [replace(one, payload={**one.payload, "text": "0" * 64}) if one.text else one for one in played.events]
    state = fold([replace(one, text=None) if erased else one for one in kept])
    seen = walk(site, state, NIGHT)
    return RegisterView(
        site.register_fields, state, seen.duties_by_patient, lambda moment: f"{moment:%H:%M}"
    ).list_line(seen.patients[0])


def test_a_list_shows_initials_and_never_the_name() -> None:
    assert "Inventé" not in listed(erased=False)
    assert "(effacé)" not in listed(erased=False)


def test_a_line_whose_person_was_erased_says_so() -> None:
    assert "(effacé)" in listed(erased=True)
    assert "A-01" in listed(erased=True)


WHO = {"nom": "Inventé", "prenom": "Essai"}


def in_two_versions(other: Callable[[str], want.Intent]) -> tuple[RegisterView, Patient]:
    """A line that one person corrected while another, who did not know of it, did something else to it."""
    site = shipped().site
    played = Played(site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open("cas-4", "ris-et-pacs"))
    played.do(want.AddPatient({"origin": "externe"}, fields=WHO))
    apart, line = played.apart("w2"), played.look().patients[0]
    played.do(want.CorrectPatient(line.id, {"origin": "urgences"}, fields=WHO))
    apart.do(other(line.id))
    played.take(apart.events[-1])
    seen = played.look()
    return RegisterView(
        site.register_fields, played.state, seen.duties_by_patient, lambda moment: f"{moment:%H:%M}"
    ), seen.patients[0]


def test_two_versions_say_what_differs_between_them_closed_facts_too() -> None:
    sheet, line = in_two_versions(lambda line: want.CorrectPatient(line, {"origin": "service"}, fields=WHO))
    told = [words for _event, words in line_versions(sheet, line)]
    assert told[0].endswith("D'où vient le patient : urgences")
    assert told[1].endswith("D'où vient le patient : hospitalisé")


def test_a_version_that_strikes_the_line_out_says_so_with_its_reason_and_is_no_identity() -> None:
    sheet, line = in_two_versions(lambda line: want.VoidPatient(line, "doublon"))
    assert any(words.endswith("rayée : doublon") for _event, words in line_versions(sheet, line))


def test_how_far_the_return_is_is_told_step_by_step_without_what_is_waived_or_struck_out() -> None:
    played = Played(shipped().site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open("cas-4", "ris-et-pacs"))
    for _each in range(4):
        played.do(want.AddPatient({}, fields=WHO))
    first, second, third, fourth = (one.id for one in played.look().patients)
    assert steps_words(played.look().patients) == "identité 0/4 · demande 0/4 · images 0/4"
    played.do(want.Reconcile(first, "demande", "4471"))
    played.do(want.MarkDutyNotNeeded(second, "demande", "déjà faite"))
    played.do(want.Waive(third, "parti"))
    played.do(want.VoidPatient(fourth, "doublon"))
    assert steps_words(played.look().patients) == "identité 0/2 · demande 2/2 · images 0/2"
    standing = next(patient for patient in played.look().patients if not patient.voided_or_waived)
    played.do(want.MarkDutyImpossible(standing.id, "reconciliation", "pas d'accès"))
    assert steps_words(played.look().patients) == "identité 0/2 · demande 2/2 · images 0/2, 1 impossible"


def test_an_unknown_patient_whose_traits_are_asked_for_counts_as_one_identity() -> None:
    played = Played(shipped().site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open("cas-4", "ris-et-pacs"))
    unknown = {"nom": "?", "prenom": "?", "naissance": "?", "ipp-provisoire": "P1"}
    played.do(want.AddPatient({"identity": "inconnue"}, fields=unknown))
    played.do(want.AddPatient({}, fields=WHO))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, scanner 2"))
    line = played.look().patients[0]
    identity = [step for step in line.steps if step.puts_right == "identity"]
    assert len(identity) > 1
    assert steps_words(played.look().patients).startswith("identité 0/2 · ")
    played.do(want.HandIdentityOn(line.id, "cellule inventée", played.now))
    played.do(want.Reconcile(line.id, IDENTITY_STEP))
    assert steps_words(played.look().patients).startswith("identité 1/2 · ")


def test_what_is_missing_of_a_line_follows_the_sheet_when_another_case_asks_more_of_it() -> None:
    site = shipped().site
    played = Played(site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open("cas-4", "ris-et-pacs"))
    played.do(want.AddPatient({"origin": "externe"}))
    seen = played.look()

    def missing(fields: tuple[Field, ...]) -> str:
        sheet = RegisterView(fields, played.state, seen.duties_by_patient, lambda moment: f"{moment:%H:%M}")
        return " · ".join(sheet.missing_words(seen.patients[0]))

    whole = missing(site.register_fields)
    assert "à compléter" in whole
    assert "à compléter" not in missing(())
    assert missing(site.register_fields) == whole


def test_the_unit_of_an_outpatient_which_nobody_was_asked_is_not_told_and_another_unit_is() -> None:
    site = shipped().site
    played = Played(site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open("cas-4", "ris-et-pacs"))
    played.do(want.AddPatient({"origin": "externe", "unit": "autre"}, fields=WHO))
    played.do(want.AddPatient({"origin": "service", "unit": "autre"}, fields=WHO))
    seen = played.look()
    sheet = RegisterView(site.register_fields, played.state, seen.duties_by_patient, lambda moment: f"{moment:%H:%M}")
    outpatient, other = (dict(sheet.all_values(one)) for one in seen.patients)
    assert "Quelle unité" not in outpatient
    assert other["Quelle unité"] == "une autre"
    headings, rows = register_table(seen, site)
    at = headings.index("Unité")
    assert (rows[0][at], rows[1][at]) == ("", "autre")


def test_where_the_episode_is_put_right_no_request_is_said_to_have_been_recreated() -> None:
    site = shipped().site
    played = Played(site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open("cas-1", "pre-numerotee"))
    played.do(want.AddPatient({"identity": "connue"}, fields=WHO))
    line = played.look().patients[0].id
    played.do(want.AnnounceReturn(played.state.visits[0].id, "AB, accueil"))
    played.do(want.Reconcile(line, "fusion", ""))
    played.do(want.Reconcile(line, "episode", "4471"))
    seen = played.look()
    told = RegisterView(
        site.register_fields, played.state, seen.duties_by_patient, lambda moment: f"{moment:%H:%M}"
    ).list_line(seen.patients[0])
    assert told.endswith("bon séjour mis")


def test_a_fact_that_this_program_does_not_know_is_shown_under_its_own_name_and_breaks_nothing() -> None:
    site = shipped().site
    played = Played(site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open("cas-4", "ris-et-pacs"))
    played.do(want.AddPatient({"origin": "externe"}, json.dumps(WHO)))
    added = [replace(one, payload={**one.payload, "facts": {"couloir": "bleu"}}) if "facts" in one.payload else one
             for one in played.events]  # fmt: skip
    state = fold(added)
    seen = walk(site, state, NIGHT)
    sheet = RegisterView(site.register_fields, state, seen.duties_by_patient, lambda moment: f"{moment:%H:%M}")
    assert ("couloir", "bleu") in list(sheet.all_values(seen.patients[0]))
    assert [one.split(" · ")[1] for one in line_changes(sheet, seen.patients[0])] == ["notée"]


@pytest.mark.parametrize(
    ("kept", "words"),
    [("1961-04-03", "3 avril 1961"), ("1950-01-01", "1er janvier 1950"), ("1950-03", "mars 1950, jour pas connu"),
     ("1950", "1950, jour et mois pas connus"), ("inconnu", "inconnu"), ("1950-99-99", "1950-99-99")],
)  # fmt: skip
def test_a_date_is_read_back_in_words_as_far_as_it_is_known(kept: str, words: str) -> None:
    born = next(one for one in shipped().site.register_fields if one.means == "birth-date")
    assert shown_value(born, kept) == words


def night_of(*lines: dict[str, str]) -> tuple[RegisterView, tuple[Patient, ...]]:
    played = start(shipped().site, "cas-4", "ris-et-pacs")
    for fields in lines:
        played.do(want.AddPatient({}, fields=fields))
    walk = played.look()
    return RegisterView(
        shipped().site.register_fields, played.state, walk.duties_by_patient, lambda moment: f"{moment:%H:%M}"
    ), walk.patients


NOBODY = {"nom": "?", "prenom": "?", "naissance": "?", "sexe": "M", "examen": "TDM cérébral", "salle": "2"}


def test_two_people_without_a_name_read_differently_in_a_list_and_are_marked() -> None:
    sheet, (one, other, known) = night_of(
        NOBODY, {**NOBODY, "sexe": "F", "naissance": "1980", "salle": "3"}, {"nom": "Inventé"}
    )
    assert sheet.person_words(one) == "?, M, TDM cérébral, 2, noté à 02:14"
    assert sheet.person_words(other) == "?, F, 46 ans environ, TDM cérébral, 3, noté à 02:15"
    alarms = sheet.alarms((one, other, known))
    assert alarms == {
        one.id: ["SANS NOM, comme A-02 : ne pas confondre"], other.id: ["SANS NOM, comme A-01 : ne pas confondre"]
    }  # fmt: skip


def test_two_alike_to_the_last_trait_still_differ_by_their_hour() -> None:
    sheet, (one, other) = night_of(NOBODY, NOBODY)
    assert sheet.person_words(one) != sheet.person_words(other)


def test_many_without_a_name_are_named_four_at_most() -> None:
    sheet, patients = night_of(*[NOBODY] * 7)
    assert sheet.alarms(patients)[patients[6].id] == ["SANS NOM, comme A-01, A-02, A-03, A-04… : ne pas confondre"]


def test_somebody_whose_name_was_not_asked_for_yet_is_no_unknown_person() -> None:
    sheet, patients = night_of({"examen": "TDM"}, {"examen": "TDM"}, {"examen": "TDM"})
    assert sheet.alarms(patients) == {}
    assert sheet.person_words(patients[2]).startswith("?, TDM, ")


def test_both_lines_of_a_double_bear_the_mark_and_are_shown_beside_each_other() -> None:
    base = {"nom": "DURAND-MARTIN", "prenom": "Essai", "naissance": "12/03/1950"}
    sheet, (one, other) = night_of(base, {**base, "nom": "DURAND"})
    assert {name: words[0][-4:] for name, words in sheet.alarms((one, other)).items()} == {
        one.id: "A-02", other.id: "A-01"
    }  # fmt: skip
    assert [line.label for line in lines_alike(sheet, one, (one, other))] == ["A-02"]
    rows = {row.label: row for row in compared_lines(sheet, one, other)}
    name, born = rows["Nom de naissance"], rows["Date de naissance"]
    assert (name.first, name.second, name.differs) == ("DURAND-MARTIN", "DURAND", True)
    assert (born.first, born.second, born.differs) == ("12 mars 1950", "12 mars 1950", False)
    for width in (40, 60, 76, 118):
        heading, *lines = [line.plain for line in comparison_table(rows.values(), ("A-01", "A-02"), width)]
        assert all(len(line) <= width for line in (heading, *lines))
        (said,) = [line for line in lines if line.startswith("≠ Nom")]
        assert said.index("DURAND-") == heading.index("A-01")
        assert heading.index("A-02") == said.rindex("DURAND")


@pytest.mark.parametrize("told", [False, True])
def test_the_hour_of_noting_is_never_given_as_that_of_the_examination(told: bool) -> None:
    played = start(shipped().site, "cas-4", "ris-et-pacs")
    played.do(want.AddPatient({"origin": "externe"}, fields=WHO, examined=NIGHT if told else None))
    noted = f"{played.now:%H:%M}"
    played.do(want.CorrectPatient(played.look().patients[0].id, {"origin": "urgences"}, fields=WHO))
    walk_now = played.look()
    line = walk_now.patients[0]
    sheet = RegisterView(
        played.site.register_fields, played.state, walk_now.duties_by_patient, lambda moment: f"{moment:%H:%M}"
    )
    hours = [pair for pair in sheet.all_values(line) if pair[0] in ("Examen fait à", "Noté à")]
    exam = f"{NIGHT:%H:%M}"
    assert hours == ([("Examen fait à", exam)] if told else [("Noté à", noted), ("Examen fait à", "–")])
    columns, (cells,) = register_table(walk_now, played.site)
    row = dict(zip(columns, cells, strict=True))
    assert (row["Heure de l'examen"] != "–") is told
    assert row["Saisi à"] not in ("–", row["Heure de l'examen"])


UNNAMED = {"nom": "?", "prenom": "?"}


def as_before(rules: int, *, examined: datetime | None = None, paper: str = "") -> Played:
    """A line as an earlier program noted it: where nobody said the hour of the examination, with that of noting."""
    played = start(shipped().site, "cas-4", "ris-et-pacs")
    told = examined or (NIGHT if paper else None)
    played.do(want.AddPatient({"origin": "externe"}, fields=UNNAMED, examined=told, paper=paper))
    earlier = Played(played.site, now=played.now)
    earlier.ids = map("later{:04d}".format, itertools.count()).__next__
    for event in played.events:
        if event.kind == PatientAdded.kind:
            payload = {**event.payload, "examined": event.at if examined is None else event.payload["examined"]}
            event = replace(event, payload={**payload, "rules": rules} if rules else without(payload, "rules"))
        earlier.take(event)
    return earlier


def without(payload: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: value for key, value in payload.items() if key != name}


def hours_of(played: Played) -> tuple[list[tuple[str, str]], str, str]:
    """What is said of the hours of the one line: in full, in a list, in the exported register."""
    walk_now = played.look()
    (line,) = walk_now.patients
    sheet = RegisterView(
        played.site.register_fields, played.state, walk_now.duties_by_patient, lambda moment: f"{moment:%H:%M}"
    )
    columns, (cells,) = register_table(walk_now, played.site)
    return (
        [pair for pair in sheet.all_values(line) if pair[0] in ("Examen fait à", "Noté à")],
        sheet.person_words(line),
        dict(zip(columns, cells, strict=True))["Heure de l'examen"],
    )


@pytest.mark.parametrize("rules", [0, 1])
@pytest.mark.parametrize("corrected", [False, True])
def test_of_a_line_that_an_earlier_program_noted_the_hour_of_noting_is_no_hour_of_the_examination(
    rules: int, corrected: bool
) -> None:
    played = as_before(rules)
    noted = f"{played.now:%H:%M}"
    if corrected:
        played.do(want.CorrectPatient(played.look().patients[0].id, {"origin": "urgences"}, fields=UNNAMED))
    told, listed, exported = hours_of(played)
    assert told == [("Noté à", noted), ("Examen fait à", "–")]
    assert f"noté à {noted}" in listed
    assert exported == "–"


@pytest.mark.parametrize("rules", [0, 1])
def test_of_a_line_that_an_earlier_program_noted_an_hour_that_was_told_is_kept(rules: int) -> None:
    exam = NIGHT - timedelta(minutes=20)
    told, _listed, exported = hours_of(as_before(rules, examined=exam))
    assert told == [("Examen fait à", f"{exam:%H:%M}")]
    assert exported != "–"


def test_an_hour_told_later_of_such_a_line_is_that_of_the_examination() -> None:
    played = as_before(1)
    exam = NIGHT - timedelta(minutes=20)
    played.do(want.CorrectPatient(played.look().patients[0].id, {"origin": "externe"}, fields=UNNAMED, examined=exam))
    assert hours_of(played)[0] == [("Examen fait à", f"{exam:%H:%M}")]


def test_a_paper_sheet_was_never_entered_without_its_hour() -> None:
    told, _listed, exported = hours_of(as_before(1, paper="P-017"))
    assert [name for name, _hour in told] == ["Examen fait à"]
    assert exported != "–"
