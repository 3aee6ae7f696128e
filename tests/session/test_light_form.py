"""Which form a patient line takes: the few fields of its case, also when it was entered from another."""

from __future__ import annotations

import pytest

from pannesi.session import actions as want
from pannesi.session.register.duties import facts_to_ask, fields_to_ask, register_form
from pannesi.session.register.field_values import shown_fields
from tests.support.building import Played, start
from tests.support.shipped_site import shipped


def asked(played: Played) -> tuple[str, tuple[str, ...], set[str]]:
    """The form of a new line, its closed facts, and the fields shown on it."""
    rows = played.look().rows
    form = register_form(rows)
    fields = shown_fields(fields_to_ask(shipped().register_fields, rows), {}, {}, paper=False, light=form == "light")
    return form, facts_to_ask(rows), {field.id for field in fields}


def backup_in_place(played: Played) -> Played:
    """Annexe 4 walked until the backup network is in place."""
    played.do(want.Answer(*played.line("signal").key, "constat"))
    played.do(want.Answer(*played.line("serie-recue").key, "non"))
    played.do(want.Called(*played.line("appeler-imadis").key, "imadis-images", "reached"))
    played.do(want.Answer(*played.line("arrivent").key, "oui"))
    played.do(want.Conclude(*played.line("fin-reussi").key))
    return played


@pytest.mark.parametrize(
    ("unit", "symptom", "facts", "fields"),
    [
        ("cas-3", "images-invisibles", ("origin", "exam", "unit"), {"nom", "remis"}),
        ("cas-5", "images-non-recues", (), {"nom", "prenom", "naissance", "examen", "demandeur"}),
        ("cas-6", "myvue", ("origin", "exam"), {"nom", "remis"}),
    ],
)
def test_a_case_in_which_the_ris_works_asks_for_its_few_fields(
    unit: str, symptom: str, facts: tuple[str, ...], fields: set[str]
) -> None:
    assert asked(start(shipped(), unit, symptom)) == ("light", facts, fields)


def test_annexe_4_entered_from_case_5_asks_for_few_fields_also_once_the_backup_is_in_place() -> None:
    played = start(shipped(), "cas-5", "images-non-recues")
    played.do(want.Answer(*played.line("secours-fait").key, "a-faire"))
    played.do(want.RunAnnex(*played.line("secours").key))
    assert asked(played)[0] == "light"
    backup_in_place(played)
    form, facts, fields = asked(played)
    assert (form, facts) == ("light", ())
    assert fields == {"nom", "prenom", "naissance", "examen", "demandeur"}


def test_annexe_4_entered_from_case_7_asks_for_few_fields_before_the_backup_is_in_place_and_after_the_return() -> None:
    played = start(shipped(), "cas-7", "cache-seul")
    played.do(want.Answer(*played.line("imadis-actif").key, "oui"))
    played.do(want.RunAnnex(*played.line("secours").key))
    few = ("light", (), {"nom", "prenom", "naissance", "examen"})
    assert asked(played) == few
    played.do(want.Called(*played.line("appeler-imadis").key, "imadis-images", "reached"))
    played.do(want.Answer(*played.line("arrivent").key, "oui"))
    played.do(want.Conclude(*played.line("fin-reussi").key))
    assert asked(played) == few
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, poste 2"))
    assert asked(played) == few


NAMED = {"nom", "prenom", "naissance", "examen"}


@pytest.mark.parametrize(
    ("unit", "symptom"),
    [
        ("cas-2", "planning"), ("cas-2", "dictee"), ("cas-7", "cache-seul"), ("annexe-2", "itis-inaccessible"),
        ("annexe-3", "internet"),
    ],
)  # fmt: skip
def test_where_nothing_is_due_to_patients_a_line_asks_who_it_is_and_to_whom_a_result_was_given(
    unit: str, symptom: str
) -> None:
    played = start(shipped(), unit, symptom)
    assert asked(played) == ("light", (), {*NAMED, "resultat"})
    played.do(want.AddPatient({}, fields={"nom": "Inventé", "resultat": "Dr Fictif"}))
    (line,) = played.look().patients
    assert line.light
    assert [duty for duty in played.look().duties if duty.phase != "return_to_normal"] == []
    rows = played.look().rows
    told = shown_fields(fields_to_ask(shipped().register_fields, rows), {}, line.fields, paper=False, light=True)
    assert {field.id for field in told} == {*NAMED, "resultat", "resultat-heure"}


def test_a_case_found_by_the_search_asks_for_what_it_owes_and_not_what_the_search_may_lead_to() -> None:
    played = start(shipped(), "triage")
    played.do(want.Join("cas-2", "dictee"))
    assert asked(played)[0] == "light"
    played.do(want.Join("cas-3", "images-invisibles"))
    assert asked(played) == ("light", ("origin", "exam", "unit"), {"nom", "remis"})
    played.do(want.Join("cas-2", "ris"))
    assert asked(played)[0] == "full"


@pytest.mark.parametrize(("unit", "symptom"), [("cas-4", "ris-et-pacs"), ("triage", None)])
def test_where_the_sheet_is_asked_for_or_nothing_is_known_the_form_is_whole(unit: str, symptom: str | None) -> None:
    form, facts, fields = asked(start(shipped(), unit, symptom))
    assert form == "full"
    assert len(facts) == 4
    assert len(fields) > 20


def test_case_4_with_annexe_4_asks_for_the_whole_sheet() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    played.do(want.Join("annexe-4"))
    assert asked(played)[0] == "full"
