"""The register in words: what a list shows of a person, and that nothing is left once they were erased."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from pannesi.paper.registers import register_table
from pannesi.session import intents as want
from pannesi.session.rows import Patient
from pannesi.session.state import fold
from pannesi.session.walk import walk
from pannesi.site.fields import Field
from pannesi.telling.register import Sheet, steps_words
from tests.plain.playing import NIGHT, shipped
from tests.session.building import Played


def listed(*, erased: bool) -> str:
    site = shipped().site
    played = Played(site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open("cas-4", "ris-et-pacs"))
    played.do(want.AddPatient({"origin": "externe"}, json.dumps({"nom-naissance": "Inventé"})))
    kept = [replace(one, payload={**one.payload, "text": "0" * 64}) if one.text else one for one in played.events]
    state = fold([replace(one, text=None) if erased else one for one in kept])
    seen = walk(site, state, NIGHT)
    return Sheet(site.register_fields, state, seen.owed, lambda moment: f"{moment:%H:%M}").line(seen.patients[0])


def test_a_list_shows_initials_and_never_the_name() -> None:
    assert "Inventé" not in listed(erased=False)
    assert "(effacé)" not in listed(erased=False)


def test_a_line_whose_person_was_erased_says_so() -> None:
    assert "(effacé)" in listed(erased=True)
    assert "A-01" in listed(erased=True)


WHO = {"nom": "Inventé", "prenom": "Essai"}


def in_two_versions(other: Callable[[str], want.Intent]) -> tuple[Sheet, Patient]:
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
    return Sheet(site.register_fields, played.state, seen.owed, lambda moment: f"{moment:%H:%M}"), seen.patients[0]


def test_two_versions_say_what_differs_between_them_closed_facts_too() -> None:
    sheet, line = in_two_versions(lambda line: want.CorrectPatient(line, {"origin": "service"}, fields=WHO))
    told = [words for _event, words in sheet.versions(line)]
    assert told[0].endswith("D'où vient le patient : urgences")
    assert told[1].endswith("D'où vient le patient : hospitalisé")


def test_a_version_that_strikes_the_line_out_says_so_with_its_reason_and_is_no_identity() -> None:
    sheet, line = in_two_versions(lambda line: want.VoidPatient(line, "doublon"))
    assert any(words.endswith("rayée : doublon") for _event, words in sheet.versions(line))


def test_how_far_the_return_is_is_told_step_by_step_without_what_is_waived_or_struck_out() -> None:
    played = Played(shipped().site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open("cas-4", "ris-et-pacs"))
    for _each in range(4):
        played.do(want.AddPatient({}, fields=WHO))
    first, second, third, fourth = (one.id for one in played.look().patients)
    assert steps_words(played.look().patients) == "identité 0/4 · demande 0/4 · images 0/4"
    played.do(want.Reconcile(first, "demande", "4471"))
    played.do(want.DutyNotNeeded(second, "demande", "déjà faite"))
    played.do(want.Waive(third, "parti"))
    played.do(want.VoidPatient(fourth, "doublon"))
    assert steps_words(played.look().patients) == "identité 0/2 · demande 2/2 · images 0/2"


def test_what_is_missing_of_a_line_follows_the_sheet_when_another_case_asks_more_of_it() -> None:
    site = shipped().site
    played = Played(site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open("cas-4", "ris-et-pacs"))
    played.do(want.AddPatient({"origin": "externe"}))
    seen = played.look()

    def missing(fields: tuple[Field, ...]) -> str:
        sheet = Sheet(fields, played.state, seen.owed, lambda moment: f"{moment:%H:%M}")
        return " · ".join(sheet.still(seen.patients[0]))

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
    sheet = Sheet(site.register_fields, played.state, seen.owed, lambda moment: f"{moment:%H:%M}")
    outpatient, other = (dict(sheet.opened(one)) for one in seen.patients)
    assert "Quelle unité" not in outpatient
    assert other["Quelle unité"] == "une autre"
    headings, rows = register_table(seen, {}, lambda moment: "")
    at = headings.index("Unité")
    assert (rows[0][at], rows[1][at]) == ("", "autre")


def test_where_the_episode_is_put_right_no_request_is_said_to_have_been_recreated() -> None:
    site = shipped().site
    played = Played(site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open("cas-1", "pre-numerotee"))
    played.do(want.AddPatient({"identity": "connue"}, fields=WHO))
    line = played.look().patients[0].id
    played.do(want.AnnounceReturn(played.state.visits[0].id, "accueil"))
    played.do(want.Reconcile(line, "fusion", ""))
    played.do(want.Reconcile(line, "episode", "4471"))
    seen = played.look()
    told = Sheet(site.register_fields, played.state, seen.owed, lambda moment: f"{moment:%H:%M}").line(seen.patients[0])
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
    sheet = Sheet(site.register_fields, state, seen.owed, lambda moment: f"{moment:%H:%M}")
    assert ("couloir", "bleu") in list(sheet.opened(seen.patients[0]))
    assert [one.split(" · ")[1] for one in sheet.history(seen.patients[0])] == ["notée"]
