"""Past sessions with patients played on a changed site: what they are owed appears and disappears, fields go, nobody is named."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from pannesi.history.replay.comparison import Difference, compare_runs
from pannesi.history.replay.player import play
from pannesi.history.replay.recorded_session import PatientStep, RecordedSession, recorded_session_of
from pannesi.history.replay.scenario import scenario_yaml
from pannesi.procedure.model.lines import Do, Duty, Line, PatientFacts, Standing, When
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.register_fields import Field, FieldWhen
from pannesi.procedure.model.units import Annexe
from pannesi.session import actions as want
from tests.support.building import Played, start
from tests.support.editing import edited, with_unit
from tests.support.session_playing import intents_of_session, to_the_end, try_to
from tests.support.session_sites import HOSPITAL

SHEET = (
    Field(id="nom", label="Nom", kind="name", group="personne", means="birth-name", source="x"),
    Field(id="naissance", label="Naissance", kind="date", group="personne", means="birth-date", source="x"),
    Field(id="cote", label="Côté", kind="choice", choices=("droit", "gauche"), group="examen", source="x"),
    Field(id="remis", label="Remis à", kind="person", group="remise", source="x",
          required_when=FieldWhen(field="cote", equals="gauche")),
)  # fmt: skip
WRITTEN = {"nom": "INVENTÉE", "naissance": "12/03/1950", "cote": "gauche", "remis": "Dr Essai"}


def with_sheet(sheet: tuple[Field, ...], site: Site = HOSPITAL) -> Site:
    annex = site.unit_by_id["annexe"]
    assert isinstance(annex, Annexe)
    return with_unit(site, annex.replace(fields=sheet))


OLD = with_sheet(SHEET)


def night(site: Site = OLD, *, written: dict[str, str] | None = None) -> Played:
    """The PACS is down; two outpatients scanned, one in intensive care; all closed."""
    played = start(site, "cas-3", "images")
    scanned = {"origin": "externe", "exam": "coupe"}
    played.do(want.AddPatient(scanned, fields=WRITTEN if written is None else written))
    played.do(want.AddPatient(scanned, "Deux Inventé"))
    played.do(want.AddPatient({"origin": "service", "unit": "réanimation", "exam": "autre"}, "Trois Inventé"))
    for patient in played.look().patients[:2]:
        played.do(want.SettleDuty(patient.id, "cd"))
    to_the_end(played)
    return played


def kept(played: Played) -> RecordedSession:
    lived = recorded_session_of(played.state, "Essai", played.site.register_fields)
    assert lived is not None
    return lived


def after(new: Site, played: Played | None = None) -> tuple[Difference, ...]:
    lived = kept(played or night())
    return compare_runs(lived, play(lived, OLD), play(lived, new), OLD, new)


def test_a_session_with_patients_comes_out_the_same_on_its_own_procedure() -> None:
    run = play(kept(night()), OLD)
    assert run.failed == {}
    assert {key: owed.patients for key, owed in run.owed.items()} == {"cd": {0, 1}, "images": {0, 1, 2}}
    assert after(OLD) == ()


def test_what_is_no_longer_owed_is_told_once_with_the_number_of_patients() -> None:
    new = edited(OLD, "cas-3", lambda one: () if one.id == "cd" else (one,))
    line, one = after(new)
    assert (one.how, one.unit, one.line, one.grave) == ("unasked", "cas-3", "cd", False)
    assert one.text == "CD gravé, pour 2 patients"
    assert line.text == "1.6 CD pour les externes : la ligne n'existe plus"


def test_an_order_that_comes_to_match_other_patients_is_told_for_those_only() -> None:
    def wider(line: Line) -> tuple[Line, ...]:
        return (line.replace(duty=Duty(key="cd", label="CD gravé")) if line.id == "cd" else line,)

    found = after(edited(OLD, "cas-3", wider))
    assert ("asked", "CD gravé, pour 1 patient") in [(one.how, one.text) for one in found]
    assert not [one for one in found if one.how == "unasked"]


def test_a_new_order_is_owed_besides_also_where_nobody_knows_whether_it_matches() -> None:
    film = Standing(verb="standing", id="film", value="Films", added="x",
                    duty=Duty(key="film", when=PatientFacts(unit="réanimation")))  # fmt: skip
    found = after(edited(OLD, "cas-3", lambda one: (one, film) if one.id == "cd" else (one,)))
    assert ("asked", "Films, pour 3 patients", "film") in [(one.how, one.text, one.line) for one in found]


def test_a_new_step_of_the_return_prevents_verifying_and_closing() -> None:
    def put(one: Line) -> tuple[Line, ...]:
        new = Do(verb="do", id="demande", value="Recréer", added="x", duty=Duty(key="demande", label="Demande"))
        return (one, new) if one.id == "reconcilier" else (one,)

    found = after(edited(OLD, "cas-3", put))
    assert ("refused", "vérifier une ligne : il manque encore Demande, pour 3 patients") in [
        (one.how, one.text) for one in found
    ]
    assert "unclosed" in {one.how for one in found}


def test_fields_choices_and_units_that_are_gone_are_told() -> None:
    sheet = (SHEET[0], SHEET[2].replace(choices=("droit", "les deux")), SHEET[3])
    units = OLD.contacts.replace(units=("pédiatrie",))
    found = after(replace(with_sheet(sheet), contacts=units))
    assert [(one.how, one.text) for one in found] == [
        ("field", "le champ « Naissance » n'existe plus, pour 1 patient"),
        ("field", "« Côté » : un choix fait n'est plus proposé, pour 1 patient"),
        ("field", "l'unité « réanimation » n'est plus dans la liste, pour 1 patient"),
    ]


def test_a_field_that_became_required_by_a_choice_made_is_asked_before_verifying() -> None:
    lived = night(written={"cote": "droit"})
    required = SHEET[3].required_when
    assert required is not None
    needed = SHEET[3].replace(required_when=required.replace(equals="droit"))
    found = after(with_sheet((*SHEET[:3], needed)), lived)
    assert any(one.how == "refused" and "Remis à" in one.text for one in found)


def test_neither_a_step_nor_a_finding_nor_a_scenario_holds_what_was_written() -> None:
    lived = kept(night())
    steps = [step for step in lived.steps if isinstance(step, PatientStep)]
    assert steps[0].chosen == {"cote": "gauche"}
    everything = repr(steps) + repr(after(with_sheet(())))
    for word in ("INVENTÉE", "Inventé", "1950", "Dr Essai"):
        assert word not in everything
    assert not [step for step in lived.scenario.steps if isinstance(step, PatientStep)]
    assert "réanimation" not in scenario_yaml(lived.scenario)


def test_erased_words_do_not_change_what_comes_out() -> None:
    played = night()
    events = [replace(event, text=None) for event in played.events]
    bare = Played(OLD)
    for event in events:
        bare.take(event)
    assert after(OLD, bare) == ()


def test_the_hour_since_when_it_lasts_is_played_too() -> None:
    long = Do(verb="do", id="longue", value="Dossiers papier", added="x", when=When(elapsed=timedelta(hours=2)))
    site = edited(OLD, "cas-3", lambda one: (one, long) if one.id == "images-continuent" else (one,))
    played = Played(site)
    played.do(want.Open("cas-3", "images", began=played.now.replace(hour=0)))
    to_the_end(played)
    run = play(kept(played), site)
    assert run.failed == {}
    assert ("cas-3", "longue") in run.asked


@pytest.mark.parametrize("seed", range(4))
def test_whatever_was_done_to_patients_is_played_again_or_left_out_on_both_sides(seed: int) -> None:
    import random

    dice = random.Random(seed)
    played = start(OLD, "cas-3", "images")
    for _step in range(60):
        about = [
            one for one in intents_of_session(played, played.look())
            if type(one).__name__ in ("AddPatient", "CorrectPatient", "VoidPatient", "VerifyPatient", "Waive", "Reconcile",
                                      "SettleDuty", "DutyCouldNot", "DutyNotNeeded", "UndoLast", "Undo", "AnnounceReturn")
        ]  # fmt: skip
        try_to(played, dice.choice(about))
    lived = kept(played)
    assert compare_runs(lived, play(lived, OLD), play(lived, OLD), OLD, OLD) == ()
    for new in (HOSPITAL, with_sheet(()), edited(OLD, "cas-3", lambda one: () if one.id == "cd" else (one,))):
        assert compare_runs(lived, play(lived, OLD), play(lived, new), OLD, new) is not None


def test_the_hour_of_a_paper_sheet_that_nobody_knows_is_not_invented() -> None:
    played = start(OLD, "cas-3", "images")
    played.do(want.AddPatient({"origin": "externe"}, fields=WRITTEN, paper="17", hour_unknown=True))
    line = played.look().patients[0]
    played.do(want.CorrectPatient(line.id, {"origin": "urgences"}, fields=WRITTEN, hour_unknown=True))
    lived = kept(played)
    steps = [step for step in lived.steps if isinstance(step, PatientStep)]
    assert [(step.act, step.paper, step.examined) for step in steps] == [
        ("noted", "P-017", None), ("corrected", "", None),
    ]  # fmt: skip
    assert play(lived, OLD).failed == {}
