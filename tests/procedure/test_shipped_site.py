"""The shipped procedure: what each case must hold and what it must never say."""

from __future__ import annotations

import pytest

from pannesi.procedure.gaps import gaps_of
from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.procedure.model.lines import Ask, Call, Do, Line, Outcome, Standing, Verify
from pannesi.procedure.model.numbering import Place
from pannesi.procedure.model.units import Annexe
from tests.support.shipped_site import lines_of, shipped, text_of

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
    "1.10": ("cas-1/noter-patients", "register", "degraded_mode", None, False),
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
    "5.1": ("cas-5/secours-fait", "ask", "alert", MANIP, False),
    "5.2": ("cas-5/prevenir-cadre", "call", "alert", MANIP, False),
    "5.3": ("cas-5/assistance-imadis", "run", "alert", MANIP, True),
    "5.4": ("cas-5/imadis-recontacte", "await", "degraded_mode", "imadis", False),
    "5.5": ("cas-5/demandeur-appelle", "await", "degraded_mode", "médecin demandeur", False),
    "5.6": ("cas-5/tous-prevenus", "verify", "degraded_mode", MANIP, False),
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
    "A2.6": ("annexe-2/resultat", "know", "degraded_mode", "imadis", False),
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

OURS = ("1.10", "5.6", "A4.6")
"""Lines that the procedure does not have and that safety asks for."""


SAFETY: dict[str, tuple[str, ...]] = {
    "sent is not received": ("annexe-4/demander-reception", "annexe-4/redemander-arrivee"),
    "the next patient goes to the dead network": ("annexe-4/vers-secours", "annexe-4/serveur-habituel"),
    "case 5 rests on a call by IMADIS": ("cas-5/demandeur-prevenu", "cas-5/tous-prevenus", "cas-5/dire-au-cadre"),
    "an empty register": ("cas-1/perimetre", "cas-2/perimetre", "cas-3/perimetre", "cas-4/perimetre"),
    "episode 0 never corrected": ("cas-1/noter-patients", "cas-1/bon-patient"),
    "case 3 and case 7, one workstation": (
        "cas-3/quels-examens", "cas-7/recents-visibles", "cas-3/combien-de-postes", "cas-4/combien-de-postes",
    ),
    "images to IMADIS at night": ("cas-3/imadis-recoit", "cas-4/imadis-recoit"),
    "identity typed by hand": ("cas-2/identite", "cas-4/identite"),
    "doubtful hours": ("cas-3/imadis-lit", "cas-4/imadis-lit", "cas-7/demander-imadis"),
    "partial return": ("cas-4/qui-revient", "cas-4/corriger-message-ris", "cas-4/corriger-message-pacs"),
    "announced to others only": ("annexe-2/demander-resolution", "annexe-4/demander-resolution"),
    "results given by voice": ("cas-2/resultats-oraux", "cas-2/cr-ecrits", "cas-4/resultats-oraux", "cas-4/cr-ecrits"),
    "the TEMPORAIRE code": (
        "annexe-3/ancien-code", "annexe-3/jamais", "annexe-3/noter-medecins", "annexe-3/code-a-desactiver",
    ),
    "plain films in case 6": ("cas-6/radio-standard",),
    "the ticket at night": ("annexe-5/referent-present", "cas-7/ticket-a-reprendre", "cas-7/anterieurs"),
    "Internet down": ("annexe-3/par-telephone",),
}  # fmt: skip
"""Where following the procedure to the letter could harm: the lines of ours that say so."""


def place(name: str) -> Place:
    unit, _slash, line = name.partition("/")
    return shipped().places[unit, line]


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


@pytest.mark.parametrize("harm", SAFETY)
def test_what_could_harm_is_said_by_lines_marked_as_ours(harm: str) -> None:
    for name in SAFETY[harm]:
        assert place(name).line.added is not None, name


@pytest.mark.parametrize("name", ["annexe-4/appeler-imadis", "annexe-4/arrivent"])
def test_asking_imadis_whether_the_images_arrive_can_never_be_skipped(name: str) -> None:
    line = place(name).line
    assert (line.skip, line.critical) == ("forbidden", "yes")


def test_who_had_the_old_code_is_noted_before_it_is_changed() -> None:
    order = [line.id for line in lines_of("annexe-3")]
    assert order.index("ancien-code") < order.index("modifier")


def test_no_delay_is_put_into_the_procedures_mouth() -> None:
    timed = [one.line for one in shipped().places.values() if one.line.remind_after is not None]
    assert all(line.added is not None for line in timed)


def test_checking_that_archiving_goes_on_depends_on_no_hour_and_going_back_to_imadis_does() -> None:
    assert place("cas-7/verifier-archivage").line.when is None
    back = place("cas-7/retour-imadis").line.when
    assert back is not None
    assert {(one.open, one.outcome.outcome if one.outcome else None) for one in back.any_of} >= {
        ("imadis-activite", None), (None, "reussi"),
    }  # fmt: skip


def test_there_are_fourteen_entries_in_the_order_of_the_procedure_those_of_a_system_together_then_the_attack() -> None:
    assert [f"{one.unit.id}/{one.symptom.id}" for one in shipped().entries] == [
        "cas-1/pre-numerotee", "cas-1/non-reconnue", "cas-2/planning", "cas-2/dictee", "cas-2/ris",
        "cas-3/images-invisibles", "cas-4/ris-et-pacs", "cas-5/images-non-recues", "annexe-2/itis-inaccessible",
        "annexe-2/envoi-impossible", "cas-6/vueshare", "cas-6/myvue", "cas-7/cache-seul", "annexe-3/internet",
        "triage/attaque",
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


def test_case_1_waits_for_no_message_of_end_and_case_4_types_no_report() -> None:
    assert not [
        one for one in lines_of("cas-1") if one.verb == "broadcast" and place(f"cas-1/{one.id}").phase != "alert"
    ]
    assert not any("dans le CR" in text_of(line) for line in prescribed("cas-4"))


def test_case_3_sends_nobody_to_the_emergency_department_and_case_6_gives_the_patient_no_access() -> None:
    assert not any("urgences" in text_of(line).lower() for line in lines_of("cas-3"))
    handed = [text_of(line) for unit in ("cas-6", "annexe-3") for line in lines_of(unit) if line.verb == "standing"]
    handed = [text for text in handed if "login" in text or "code" in text]
    assert len(handed) == 3
    assert all("édecin" in text for text in handed)


def test_nobody_is_told_in_2a_and_imadis_and_the_cadre_alone_are_called_in_case_5() -> None:
    assert calls_of(lines_of("cas-5")) == {"cadre-de-garde", "imadis-assistance"}
    assert calls_of(prescribed("cas-5")) == {"cadre-de-garde"}


def test_no_line_has_a_code_or_password_as_its_text() -> None:
    assert all(not isinstance(line, Ask | Verify) or "code ?" not in line.value for line in lines_of("annexe-3"))


def test_lines_are_short_and_say_where_they_come_from() -> None:
    for (unit, line), one in shipped().places.items():
        text = text_of(one.line)
        assert len(text) <= 110, (unit, line, len(text))
        assert (one.line.source is None) != (one.line.added is None)


def test_what_the_procedure_prescribes_is_never_conditional_on_our_additions() -> None:
    """Each prescribed line of cases 2 to 4 stands at the top of its phase, not below a question of ours."""
    for unit in ("cas-2", "cas-3", "cas-4"):
        for (owner, line), one in shipped().places.items():
            if owner == unit and one.line.source is not None:
                assert one.depth == 0, line


def test_every_outcome_of_an_annex_is_reached_and_every_annex_ends() -> None:
    for unit in shipped().units:
        if isinstance(unit, Annexe):
            reached = {line.value for line in lines_of(unit.id) if isinstance(line, Outcome)}
            assert reached == set(unit.outcomes), unit.id


def test_cds_are_for_outpatients_cross_sections_and_films_for_any_exam_of_adult_intensive_care() -> None:
    duties = {
        (unit, line.duty.key): {name: value for name, value in vars(line.duty.when).items() if value is not None}
        for (unit, _line), line in ((key, one.line) for key, one in shipped().places.items())
        if isinstance(line, Do | Standing) and line.duty is not None and line.duty.key in ("cd", "film")
    }
    disc, film = {"origin": "externe", "exam": "coupe"}, {"unit": "réanimation adulte"}
    assert duties == {
        ("cas-2", "cd"): disc, ("cas-3", "cd"): disc, ("cas-4", "cd"): disc, ("cas-6", "cd"): disc,
        ("cas-3", "film"): film, ("cas-4", "film"): film,
    }  # fmt: skip
