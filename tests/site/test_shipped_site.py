"""The shipped procedure: what each case must hold, what it must never say, and that every entry can be walked to its end."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pannesi.shipped import shipped_folder
from pannesi.site.gaps import gaps_of
from pannesi.site.lines import Ask, Call, Do, Line, Run, Standing, Verify
from pannesi.site.load import load_site
from pannesi.site.tree import Place
from tests.session.building import NIGHT, Played, start
from tests.session.playing import to_the_end
from tests.site.test_coverage import shipped

MANIP, REF, IT, RADIO = "manipulateur", "référent", "informatique", "radiologue"

EXPECTED: dict[str, tuple[str, str, str, str | None, bool]] = {
    "1.1": ("cas-1/etiquette", "ask", "alert", None, False),
    "1.2": ("cas-1/deja-prevenue", "know", "alert", None, False),
    "1.3": ("cas-1/prevenir-informatique", "call", "alert", None, False),
    "1.4": ("cas-1/message-identite", "broadcast", "alert", IT, False),
    "1.5": ("cas-1/connu", "standing", "degraded_mode", None, False),
    "1.6": ("cas-1/patient-connu", "standing", "degraded_mode", None, False),
    "1.7": ("cas-1/patient-inconnu", "standing", "degraded_mode", None, False),
    "1.8": ("cas-1/modalites", "know", "degraded_mode", MANIP, False),
    "1.9": ("cas-1/postes-radiologues", "standing", "degraded_mode", RADIO, False),
    "1.11": ("cas-1/fusion", "do", "return_to_normal", None, False),
    "1.12": ("cas-1/episode", "do", "return_to_normal", None, False),
    "2a.1": ("cas-2/plannings-papier", "standing", "degraded_mode", None, False),
    "2a.2": ("cas-2/imprimer-pdf", "know", "degraded_mode", None, False),
    "2b.1": ("cas-2/prevenir-informatique-dictee", "call", "alert", None, False),
    "2b.2": ("cas-2/cr-tape", "standing", "degraded_mode", RADIO, True),
    "2c.1": ("cas-2/prevenir-informatique-ris", "call", "alert", None, False),
    "2c.2": ("cas-2/fiche-presente", "do", "degraded_mode", None, False),
    "2c.3": ("cas-2/registre", "register", "degraded_mode", None, False),
    "2c.4": ("cas-2/cd-coupe", "standing", "degraded_mode", MANIP, True),
    "2c.5": ("cas-2/reprendre-fiches", "do", "return_to_normal", REF, False),
    "2c.6": ("cas-2/reconciliations", "do", "return_to_normal", REF, False),
    "3.1": ("cas-3/prevenir-informatique", "call", "alert", None, False),
    "3.2": ("cas-3/message-panne", "broadcast", "alert", IT, False),
    "3.3a": ("cas-3/production", "know", "degraded_mode", None, False),
    "3.3b": ("cas-3/consultation", "know", "degraded_mode", None, False),
    "3.3c": ("cas-3/dictee", "know", "degraded_mode", None, False),
    "3.4": ("cas-3/cd-coupe", "standing", "degraded_mode", MANIP, True),
    "3.5": ("cas-3/films-rea", "standing", "degraded_mode", MANIP, True),
    "3.6": ("cas-3/message-retour", "broadcast", "return_to_normal", IT, False),
    "3.7": ("cas-3/reconcilier", "do", "return_to_normal", REF, False),
    "4.1": ("cas-4/prevenir-informatique", "call", "alert", None, False),
    "4.2": ("cas-4/message-imagerie", "broadcast", "alert", IT, False),
    "4.3": ("cas-4/message-tous", "broadcast", "alert", IT, False),
    "4.4": ("cas-4/production", "know", "degraded_mode", None, False),
    "4.5": ("cas-4/saisie-main", "standing", "degraded_mode", MANIP, True),
    "4.6": ("cas-4/registre", "register", "degraded_mode", MANIP, True),
    "4.7": ("cas-4/consoles", "know", "degraded_mode", RADIO, False),
    "4.8": ("cas-4/observations", "standing", "degraded_mode", RADIO, True),
    "4.9": ("cas-4/cd-coupe", "standing", "degraded_mode", MANIP, True),
    "4.10": ("cas-4/films-rea", "standing", "degraded_mode", MANIP, True),
    "4.11": ("cas-4/retour-imagerie", "broadcast", "return_to_normal", IT, False),
    "4.12": ("cas-4/retour-tous", "broadcast", "return_to_normal", IT, False),
    "4.13": ("cas-4/recreer", "do", "return_to_normal", REF, False),
    "4.14": ("cas-4/reconcilier", "do", "return_to_normal", REF, False),
    "5.1": ("cas-5/secours-fait", "ask", "alert", None, False),
    "5.2": ("cas-5/prevenir-cadre", "call", "alert", MANIP, False),
    "5.3": ("cas-5/assistance-imadis", "run", "alert", MANIP, True),
    "5.4": ("cas-5/imadis-recontacte", "await", "degraded_mode", "imadis", False),
    "5.5": ("cas-5/demandeur-appelle", "await", "degraded_mode", "médecin demandeur", False),
    "5.6": ("cas-5/tous-prevenus", "verify", "degraded_mode", None, False),
    "6.1": ("cas-6/prevenir-informatique", "call", "alert", None, False),
    "6.2": ("cas-6/cd-coupe", "standing", "degraded_mode", MANIP, True),
    "6.3": ("cas-6/vue-motion", "run", "degraded_mode", None, False),
    "6.4": ("cas-6/url-medecins", "standing", "degraded_mode", None, False),
    "7.1": ("cas-7/ticket-philips", "run", "alert", REF, False),
    "7.2": ("cas-7/imadis-actif", "verify", "degraded_mode", MANIP, True),
    "7.3": ("cas-7/secours", "run", "degraded_mode", MANIP, True),
    "7.4": ("cas-7/retour-imadis", "do", "return_to_normal", MANIP, True),
    "7.5": ("cas-7/verifier-archivage", "do", "return_to_normal", REF, False),
    "A2.2": ("annexe-2/pilotage", "await", "degraded_mode", "imadis", False),
    "A2.3": ("annexe-2/quoi", "ask", "degraded_mode", None, False),
    "A2.4": ("annexe-2/joindre", "call", "degraded_mode", None, False),
    "A2.5": ("annexe-2/faxer", "standing", "degraded_mode", "médecin requérant", False),
    "A2.6": ("annexe-2/resultat", "await", "degraded_mode", "imadis", False),
    "A2.7": ("annexe-2/locale", "do", "degraded_mode", None, False),
    "A2.8": ("annexe-2/resolution", "await", "return_to_normal", "imadis", False),
    "A2.9": ("annexe-2/tests", "do", "return_to_normal", MANIP, False),
    "A3.1": ("annexe-3/smartphone", "do", "degraded_mode", None, False),
    "A3.2": ("annexe-3/mot-de-passe", "verify", "degraded_mode", None, False),
    "A3.3": ("annexe-3/tableau", "do", "degraded_mode", None, False),
    "A3.4": ("annexe-3/code-au-medecin", "standing", "degraded_mode", None, False),
    "A4.1": ("annexe-4/signal", "ask", "degraded_mode", MANIP, True),
    "A4.2": ("annexe-4/renvoyer-une", "do", "degraded_mode", MANIP, True),
    "A4.3": ("annexe-4/renvoyer-toutes", "do", "degraded_mode", MANIP, True),
    "A4.4": ("annexe-4/appeler-imadis", "call", "degraded_mode", MANIP, True),
    "A4.4b": ("annexe-4/arrivent", "verify", "degraded_mode", MANIP, True),
    "A4.5": ("annexe-4/anterieurs", "do", "degraded_mode", MANIP, True),
    "A4.6": ("annexe-4/vers-secours", "standing", "degraded_mode", MANIP, True),
    "A5.1": ("annexe-5/severite", "verify", "degraded_mode", REF, False),
    "A5.2": ("annexe-5/e-service", "do", "degraded_mode", REF, False),
    "A5.2b": ("annexe-5/telephone", "call", "degraded_mode", REF, False),
    "A5.3": ("annexe-5/fiche", "ticket", "degraded_mode", REF, False),
}  # fmt: skip

OURS = ("5.6", "A4.6")
"""Lines that the procedure does not have and that safety asks for."""


def place(name: str) -> Place:
    unit, _slash, line = name.partition("/")
    return shipped().places[unit, line]


def lines_of(unit: str) -> list[Line]:
    return [one.line for (owner, _line), one in shipped().places.items() if owner == unit]


def prescribed(unit: str) -> list[Line]:
    """The lines of a unit that come from the procedure."""
    return [line for line in lines_of(unit) if line.source is not None]


def test_the_shipped_site_has_no_problem_and_its_gaps_are_told_at_their_places() -> None:
    loaded = load_site(shipped_folder())
    assert loaded.problems == ()
    assert loaded.site is not None
    gaps = gaps_of(loaded.site, loaded.trees)
    assert {"P401", "P402", "P403", "P404", "P405", "P406"} <= {gap.code for gap in gaps}
    assert all(gap.line is not None and gap.severity == "warning" for gap in gaps)


@pytest.mark.parametrize("code", EXPECTED)
def test_a_line_of_the_procedure_has_its_verb_its_phase_and_whoever_is_named(code: str) -> None:
    name, verb, phase, by, deduced = EXPECTED[code]
    found = place(name)
    assert (found.line.verb, found.phase, found.line.by, found.line.deduced == "yes") == (verb, phase, by, deduced)
    assert (found.line.source is None) == (code in OURS)


def test_there_are_fourteen_entries_in_the_order_of_the_procedure() -> None:
    assert [f"{one.unit.id}/{one.symptom.id}" for one in shipped().entries] == [
        "cas-1/pre-numerotee", "cas-1/non-reconnue", "cas-2/planning", "cas-2/dictee", "cas-2/ris",
        "cas-3/images-invisibles", "cas-4/ris-et-pacs", "cas-5/images-non-recues", "cas-6/vueshare", "cas-6/myvue",
        "cas-7/cache-seul", "annexe-2/itis-inaccessible", "annexe-2/envoi-impossible", "annexe-3/internet",
    ]  # fmt: skip


def test_each_symptom_says_what_is_down_just_as_the_procedure_does() -> None:
    down = {one.symptom.id: set(one.symptom.systems.down) for one in shipped().entries if one.symptom.systems.down}
    assert down == {
        "pre-numerotee": {"Clinicom Admissions"}, "non-reconnue": {"Clinicom Admissions"}, "ris": {"RIS"},
        "images-invisibles": {"PACS"}, "ris-et-pacs": {"RIS", "PACS"},
    }  # fmt: skip


def keys_of(lines: list[Line]) -> set[str]:
    return {line.duty.key for line in lines if isinstance(line, Do | Standing) and line.duty is not None}


def verbs_of(lines: list[Line]) -> set[str]:
    return {line.verb for line in lines}


def calls_of(lines: list[Line]) -> set[str]:
    return {line.value for line in lines if isinstance(line, Call)}


@pytest.mark.parametrize("unit", ["cas-1", "cas-2", "cas-5", "cas-6", "cas-7"])
def test_films_are_for_cases_3_and_4_only(unit: str) -> None:
    assert "film" not in keys_of(lines_of(unit))
    assert not any("film" in line.value.lower() for line in lines_of(unit))


@pytest.mark.parametrize("unit", ["cas-1", "cas-5", "cas-7"])
def test_these_cases_ask_for_no_cd(unit: str) -> None:
    assert "cd" not in keys_of(lines_of(unit))


@pytest.mark.parametrize("unit", ["cas-2", "cas-5", "cas-6", "cas-7"])
def test_these_cases_have_no_message_to_broadcast(unit: str) -> None:
    assert "broadcast" not in verbs_of(lines_of(unit))
    assert shipped().unit_by_id[unit].messages == {}


@pytest.mark.parametrize("unit", ["cas-1", "cas-3", "cas-5", "cas-6", "cas-7"])
def test_the_register_is_prescribed_in_2c_and_4_only(unit: str) -> None:
    assert "register" not in verbs_of(prescribed(unit))


def test_planning_and_dictation_have_neither_cd_nor_register_nor_case_4() -> None:
    for symptom in ("planning", "dictee"):
        own = [one.line for one in shipped().places.values() if one.symptom == symptom]
        assert own
        assert not {"register", "becomes"} & verbs_of(own)
        assert "cd" not in keys_of(own)
    assert not [one for one in shipped().places.values() if one.symptom == "planning" and one.line.verb == "call"]


@pytest.mark.parametrize("unit", ["cas-1", "cas-2", "cas-3", "cas-5", "cas-6", "cas-7"])
def test_hand_entry_and_recreated_requests_are_for_case_4_only(unit: str) -> None:
    assert not {"saisie-main", "demande"} & keys_of(lines_of(unit))


def test_the_ways_to_read_images_are_not_mixed_between_cases() -> None:
    assert not any("Syngo" in line.value or "dictée" in line.value.lower() for line in lines_of("cas-4"))
    assert not any("consoles dédiées" in line.value for line in lines_of("cas-3"))


@pytest.mark.parametrize("unit", ["cas-5", "cas-7"])
def test_nobody_calls_it_or_the_radiologist_on_duty_in_cases_5_and_7(unit: str) -> None:
    assert not {"service-informatique", "radiologue-de-garde"} & calls_of(lines_of(unit))


def test_no_line_has_a_code_or_password_as_its_text() -> None:
    assert all(not isinstance(line, Ask | Verify) or "code ?" not in line.value for line in lines_of("annexe-3"))


def test_lines_are_short_and_say_where_they_come_from() -> None:
    for (unit, line), one in shipped().places.items():
        text = getattr(one.line, "label", one.line.value)
        assert len(text) <= 110, (unit, line, len(text))
        assert (one.line.source is None) != (one.line.added is None)


def test_what_the_procedure_prescribes_is_never_conditional_on_our_additions() -> None:
    """Each prescribed line of cases 2 to 4 stands at the top of its phase, not below a question of ours."""
    for unit in ("cas-2", "cas-3", "cas-4"):
        for (owner, line), one in shipped().places.items():
            if owner == unit and one.line.source is not None:
                assert one.depth == 0, line


MORNING = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("moment", [NIGHT, MORNING], ids=["night", "morning"])
@pytest.mark.parametrize("entry", shipped().entries, ids=lambda one: one.symptom.id)
def test_every_entry_is_walked_to_a_closed_session(entry, moment: datetime) -> None:  # type: ignore[no-untyped-def]
    played = Played(shipped(), now=moment)
    from pannesi.session import intents as want

    played.do(want.Open(entry.unit.id, entry.symptom.id))
    for facts in ({"origin": "externe", "exam": "coupe", "identity": "inconnue"}, {"unit": "réanimation adulte"}):
        played.do(want.AddPatient(facts, "Inventé"))
    assert to_the_end(played).stage == "closed"
    assert not played.state.closing.payload["forced"]  # type: ignore[union-attr]


def branches(line: Line) -> list[str]:
    from pannesi.site.tree import branches_of

    return [name for name, _lines in branches_of(line)] if not isinstance(line, Run) else []


@pytest.mark.parametrize("answers", range(40))
def test_the_triage_leads_somewhere_whatever_is_answered(answers: int) -> None:
    import random

    from pannesi.session import intents as want

    dice = random.Random(answers)
    played = start(shipped(), "triage")
    for _step in range(12):
        row = played.look().next
        if row is None or row.unit != "triage":
            break
        if row.line.verb in ("ask", "verify"):
            played.do(want.Answer(*row.key, dice.choice(branches(row.line))))
        elif row.line.verb == "becomes":
            played.do(want.Follow(*row.key))
        elif row.line.verb == "call":
            played.do(want.Called(*row.key, row.line.value, "reached"))
        else:
            played.do(want.Settle(*row.key))
    else:
        pytest.fail("the triage goes on for ever")
    assert len(played.state.visits) == 2 or played.look().stage == "to_close"
