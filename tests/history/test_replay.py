"""Sessions and scenarios replayed: nothing said of an unchanged site, each planted change told for what it is."""

from __future__ import annotations

import contextlib
import random
from dataclasses import replace
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pannesi.history.replay.comparison import Difference, compare_runs
from pannesi.history.replay.player import play, route_of
from pannesi.history.replay.recorded_session import recorded_session_of
from pannesi.history.replay.scenario import (
    LONGEST,
    Scenario,
    ScenarioAct,
    ScenarioStep,
    UnreadableScenario,
    read_scenario,
    scenario_of,
    scenario_yaml,
)
from pannesi.procedure.loading.validation import validated
from pannesi.procedure.model.lines import Ask, Do, Line, Verify
from pannesi.procedure.model.numbering import options_of
from pannesi.procedure.model.procedure import Site
from pannesi.session import actions as want
from pannesi.session.facts.reading import KINDS
from pannesi.session.state import fold
from tests.support.building import NIGHT, Played, start
from tests.support.editing import edited
from tests.support.session_playing import intents_of_row, to_the_end, try_to
from tests.support.session_sites import HOSPITAL
from tests.support.shipped_site import shipped


def lived(site: Site = HOSPITAL) -> Played:
    """A whole outage: PACS, then the RIS too, an annex that succeeds, a patient, closed."""
    played = start(site, "cas-3", "images")
    played.do(want.Answer(*played.line("un-seul").key, "oui"))
    played.do(want.Called(*played.line("appel").key, "informatique", "no_answer"))
    played.do(want.Called(*played.line("appel").key, "informatique", "reached"))
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, "Essai Inventé"))
    played.do(want.Answer(*played.line("teleradio").key, "non"))
    played.do(want.RunAnnex(*played.line("secours").key))
    played.do(want.Settle(*played.line("renvoyer").key))
    played.do(want.Answer(*played.line("recu").key, "oui"))
    played.do(want.Conclude(*played.line("fin-oui").key))
    played.do(want.Note("Madame Essai attend", None, None))
    played.do(want.Answer(*played.line("ris-aussi").key, "non"))
    played.do(want.Follow(*played.line("tourne").key))
    to_the_end(played)
    return played


def kept(played: Played) -> Scenario:
    scenario = scenario_of(played.state, "Essai")
    assert scenario is not None
    return scenario


def after(scenario: Scenario, new: Site, old: Site = HOSPITAL) -> tuple[Difference, ...]:
    return compare_runs(scenario, play(scenario, old), play(scenario, new), old, new)


def test_a_session_replayed_on_its_own_procedure_comes_out_the_same() -> None:
    scenario = kept(lived())
    run = play(scenario, HOSPITAL)
    assert run.failed == {}
    assert run.route == ("cas-3/images", "annexe", "annexe → reussi", "cas-4/tout")
    assert after(scenario, HOSPITAL) == ()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("entry", [0, 4, 6, 10])
def test_every_step_of_a_lived_session_can_be_done_again_and_leads_to_the_same_place(entry: int, seed: int) -> None:
    dice = random.Random(seed)
    where = shipped().entries[entry]
    played = start(shipped(), where.unit.id, where.symptom.id)
    for _step in range(20):
        row = played.look().next
        if row is None:
            break
        if dice.random() < 0.15:
            try_to(played, want.UndoLast())
        elif isinstance(row.line, Ask | Verify):
            try_to(played, want.Answer(*row.key, dice.choice(options_of(row.line)).id))
        else:
            try_to(played, dice.choice(intents_of_row(row)))
    to_the_end(played)
    run = play(kept(played), shipped())
    assert run.failed == {}
    assert run.route == tuple(route_of(played.state))


def test_what_was_undone_and_put_back_is_played_again() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    played.do(want.Answer(*played.line("combien-de-postes").key, "plusieurs"))
    played.do(want.UndoLast())
    undoing = played.events[-1].id
    assert [step.act for step in kept(played).steps] == []
    played.do(want.Undo(undoing, put_back=True))
    assert [step.act for step in kept(played).steps] == ["answer"]


def test_cases_that_gave_way_together_do_so_again() -> None:
    played = start(HOSPITAL, "cas-3", "images")
    played.do(want.Join("cas-2", "ris"))
    played.do(want.TurnAll(played.look().current_cases, "cas-4", "tout"))
    played.do(want.Answer(*played.line("qui-revient").key, "ris"))
    played.do(want.Follow(*played.line("reste-pacs").key))
    to_the_end(played)
    run = play(kept(played), HOSPITAL)
    assert run.failed == {}
    assert run.route == ("cas-3/images", "cas-2/ris", "cas-4/tout", "cas-3/images")


def test_a_scenario_keeps_no_patient_and_no_free_text() -> None:
    text = scenario_yaml(kept(lived()))
    for word in ("Inventé", "Madame", "attend", "salle", "AB", "externe", "coupe"):
        assert word not in text


def test_a_scenario_written_and_read_again_is_the_same() -> None:
    scenario = kept(lived()).model_copy(update={"title": 'Titre « à » : "guillemets" # [RADI]', "expects": ("a → b",)})
    read = read_scenario("scenarios/x.yaml", scenario_yaml(scenario).encode())
    assert read.steps == scenario.steps
    assert (read.title, read.entry, read.expects) == (scenario.title, scenario.entry, scenario.expects)
    assert play(read, HOSPITAL).route == play(scenario, HOSPITAL).route


@pytest.mark.parametrize(
    "content", ["", "steps: 3", "a: &x 1", "format: 1\ntitle: x\nopened: hier\nentry: a\nsteps: []"]
)
def test_what_is_no_scenario_is_refused_in_a_sentence(content: str) -> None:
    with pytest.raises(UnreadableScenario, match="scenarios"):
        read_scenario("scenarios/x.yaml", content.encode())


words = st.sampled_from(
    ["cas-3", "cas-4", "annexe", "annexe+2", "un-seul", "recu", "oui", "non", "cas-4/tout", "x", "7"]
)
steps = st.builds(
    ScenarioStep,
    at=st.integers(0, LONGEST),
    act=st.sampled_from(get_args(ScenarioAct)),
    visit=st.none() | words.filter(lambda one: "/" not in one),
    line=st.none() | words.filter(lambda one: one.replace("-", "").isalnum()),
    value=st.none() | words.filter(lambda one: "+" not in one),
)


@given(st.lists(steps, max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_steps_are_played_or_told_and_none_stops_the_replay(chosen: list[ScenarioStep]) -> None:
    scenario = Scenario(title="Essai", opened=NIGHT, entry="cas-3/images", steps=tuple(chosen))
    run = play(scenario, HOSPITAL)
    assert run.route[0] == "cas-3/images"
    assert set(run.failed) <= set(range(len(chosen)))
    assert read_scenario("x", scenario_yaml(scenario).encode()).steps == scenario.steps


@given(
    st.text(max_size=200)
    | st.sampled_from(["opened", "steps", "at"]).map(
        lambda key: f"format: 1\ntitle: x\nopened: 2026-01-01T00:00Z\nentry: a\nsteps: []\n{key}: 99999999999999999999"
    )
)
def test_no_text_is_more_than_refused(text: str) -> None:
    with contextlib.suppress(UnreadableScenario):
        assert isinstance(read_scenario("x", text.encode("utf-8", "surrogatepass")), Scenario)


def test_a_scenario_of_another_age_is_refused() -> None:
    text = "format: 1\ntitle: x\nopened: 9999-12-31T23:59:59Z\nentry: a\nsteps: []"
    with pytest.raises(UnreadableScenario, match="opened"):
        read_scenario("x", text.encode())


def without(name: str, one: Line) -> tuple[Line, ...]:
    return () if one.id == name else (one,)


def test_a_line_taken_out_is_one_that_nobody_would_be_asked() -> None:
    new = edited(HOSPITAL, "annexe", lambda one: without("renvoyer", one))
    (one,) = after(kept(lived()), new)
    assert (one.how, one.unit, one.line, one.grave) == ("unasked", "annexe", "renvoyer", False)


def test_an_answer_taken_out_is_said_to_be_gone() -> None:
    def renamed(one: Line) -> tuple[Line, ...]:
        if one.id != "un-seul":
            return (one,)
        options = [{"id": "plusieurs", "label": "Plusieurs"}, {"id": "seul", "label": "Un seul"}]
        return (validated(Ask, {"verb": "ask", "id": one.id, "value": "Combien ?", "options": options, "added": "x"}),)

    (one,) = after(kept(lived()), edited(HOSPITAL, "cas-3", renamed))
    assert (one.how, one.line, one.grave) == ("answer", "un-seul", True)


def test_a_way_that_leads_to_another_case_is_said_with_both_ends() -> None:
    def turned(one: Line) -> tuple[Line, ...]:
        changed = {"value": "cas-2", "symptom": "ris"}
        return (one.replace(**changed) if one.id == "tourne" else one,)

    found = after(kept(lived()), edited(HOSPITAL, "cas-3", turned))
    (way,) = [one for one in found if one.how == "elsewhere" and not one.line]
    assert "cas-4/tout" in way.text
    assert "cas-2/ris" in way.text


def test_a_new_line_is_one_that_would_be_asked_besides() -> None:
    def put(one: Line) -> tuple[Line, ...]:
        return (one, Do(verb="do", id="neuf", value="Neuf", added="x")) if one.id == "appel" else (one,)

    (one,) = after(kept(lived()), edited(HOSPITAL, "cas-3", put))
    assert (one.how, one.unit, one.line) == ("asked", "cas-3", "neuf")


def test_a_new_critical_line_prevents_closing() -> None:
    def put(one: Line) -> tuple[Line, ...]:
        new = Do(verb="do", id="neuf", value="Neuf", added="x", critical="yes")
        return (one, new) if one.id == "recreer" else (one,)

    found = after(kept(lived()), edited(HOSPITAL, "cas-4", put))
    assert {one.how for one in found} == {"asked", "unclosed"}
    assert any(one.grave for one in found)


def test_a_case_that_is_gone_leads_nowhere() -> None:
    new = replace(HOSPITAL, units=tuple(unit for unit in HOSPITAL.units if unit.id != "cas-3"))
    found = after(kept(lived()), new)
    assert {one.how for one in found} == {"elsewhere"}


def test_without_the_old_procedure_the_end_that_the_scenario_names_is_expected() -> None:
    scenario = kept(lived())
    named = scenario.model_copy(update={"expects": play(scenario, HOSPITAL).route})
    assert compare_runs(named, None, play(named, HOSPITAL), None, HOSPITAL) == ()
    other = scenario.model_copy(update={"expects": ("cas-3/images",)})
    assert [one.how for one in compare_runs(other, None, play(other, HOSPITAL), None, HOSPITAL)] == ["elsewhere"]


@pytest.mark.parametrize("kind", list(KINDS))
@pytest.mark.parametrize(
    "payload", [{}, {"unit": 3, "visit": [], "line": {}, "patient": None}, {"unit": "NON", "began": "hier"}]
)
def test_a_fact_that_no_face_of_ours_writes_stops_no_replay(kind: str, payload: dict[str, object]) -> None:
    played = start(HOSPITAL, "cas-3", "images")
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, "Essai Inventé"))
    last = played.state.timeline[-1]
    odd = replace(last, id="odd", seq=last.seq + 1, kind=kind, payload=payload, replaces=(), text=None)
    fold([odd], played.state)
    known = scenario_of(played.state, "Essai")
    assert known is None or read_scenario("x", scenario_yaml(known).encode()) == known
    if known is not None:
        play(known, played.site)
    assert recorded_session_of(played.state, "Essai", played.site.register_fields) is None or known is not None
