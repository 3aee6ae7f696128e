"""The register as a table, the identity at its foot, and its search: plain functions of a session."""

from __future__ import annotations

from datetime import date

import pytest

from pannesi.presentation.patients.register import RegisterView
from pannesi.presentation.patients.register_foot import duties_by_digit, duty_at_foot, identity_words
from pannesi.presentation.patients.register_search import lines_with
from pannesi.presentation.patients.register_table import table_heading, table_row, who_words
from pannesi.session import actions as want
from pannesi.session.projection.read_model import Patient
from tests.support.building import Played, start
from tests.support.shipped_site import shipped

TODAY = date(2026, 11, 24)
KNOWN = {"origin": "externe", "exam": "coupe", "unit": "autre", "identity": "connue"}
MARIE = {
    "nom": "Dumortier-Inventé", "prenom": "Marie", "naissance": "03/04/1957", "sexe": "F", "examen": "scanner TAP",
    "salle": "2", "ipp": "8001234567",
}  # fmt: skip
NOBODY = {"nom": "?", "prenom": "?", "naissance": "1986", "sexe": "M", "examen": "crâne", "ipp-provisoire": "P12"}


def night(*lines: tuple[dict[str, str], dict[str, str]]) -> tuple[Played, RegisterView, tuple[Patient, ...]]:
    """A night on case 4, with lines of (closed facts, fields)."""
    played = start(shipped(), "cas-4", "ris-et-pacs")
    for facts, fields in lines:
        played.do(want.AddPatient(facts, fields=fields))
    return (played, *seen(played))


def seen(played: Played) -> tuple[RegisterView, tuple[Patient, ...]]:
    walk = played.look()
    labels = {patient.id: patient.label for patient in walk.patients}
    view = RegisterView(
        shipped().register_fields, played.state, walk.duties_by_patient, lambda moment: f"{moment:%H:%M}", labels
    )
    return view, walk.patients


def row(view: RegisterView, patients: tuple[Patient, ...], number: int, width: int = 79) -> list[str]:
    marks = view.marks(patients).get(patients[number].id, [])
    return [line.plain.rstrip() for line in table_row(view, patients[number], marks, [], width)]


def test_a_row_says_who_by_initials_which_examination_when_and_what_is_owed() -> None:
    _played, view, patients = night((KNOWN, MARIE))
    (only,) = row(view, patients, 0)
    assert only.split() == [
        "○",
        "A-01",
        "D.M.",
        "1957",
        "F",
        "scanner",
        "TAP",
        "s.2",
        "(02:14)",
        "saisie",
        "·",
        "identité",
        "·",
        "CD",
    ]
    assert "Dumortier" not in only
    heads = table_heading(79)
    assert only.index("scanner") == heads.index("examen")
    assert only.index("saisie") == heads.index("doit encore")


def test_two_without_a_name_bear_the_mark_of_each_other() -> None:
    _played, view, patients = night(({}, NOBODY), ({}, {**NOBODY, "naissance": "1991", "ipp-provisoire": "P13"}))
    assert "? M ~40 ans" in row(view, patients, 0)[0]
    assert "≈ A-02" in row(view, patients, 0)[0]
    assert "≈ A-01" in row(view, patients, 1)[0]


def test_a_double_and_a_shared_number_bear_it_too() -> None:
    _played, view, patients = night((KNOWN, MARIE), (KNOWN, {**MARIE, "ipp": "1"}), (KNOWN, {"nom": "Autre"}))
    assert view.marks(patients) == {patients[0].id: ["A-02"], patients[1].id: ["A-01"]}


@pytest.mark.parametrize("width", [78, 118])
def test_all_that_is_owed_stands_beside_the_mark_of_a_double(width: int) -> None:
    film = {"origin": "service", "unit": "réanimation adulte", "exam": "autre", "identity": "connue"}
    body = {**NOBODY, "examen": "scanner TAP", "salle": "2"}
    _played, view, patients = night((film, body), (film, {**body, "naissance": "1991"}))
    first, *rest = row(view, patients, 1, width)
    assert "≈ A-01 · saisie · identité · film" in first
    assert "scanner TAP s.2" in first
    assert not any("film" in line for line in rest)
    assert all(len(line) <= width for line in (first, *rest))


def test_at_the_return_what_is_owed_of_a_line_takes_two_lines_at_80_columns() -> None:
    played, *_rest = night((KNOWN, MARIE))
    played.do(want.AnnounceReturn(played.look().current_cases[0], "AB, salle 2"))
    view, patients = seen(played)
    first, second = row(view, patients, 0, 78)
    assert first.endswith("saisie · identité · CD")
    assert second.split(" · ") == [f"{' ' * 45}id. confirmée", "demande", "images"]


@pytest.mark.parametrize("width", [60, 78, 120])
def test_an_hour_that_is_longer_than_its_column_takes_nothing_out_of_the_screen(width: int) -> None:
    played, _view, _patients = night((KNOWN, MARIE))
    played.do(want.AddPatient(KNOWN, fields={**MARIE, "ipp": "1"}, paper="12", hour_unknown=True))
    view, patients = seen(played)
    first, *rest = row(view, patients, 1, width)
    assert "heure inconnue ≈ A-01" in first
    assert all(len(line) <= width for line in (first, *rest))
    assert all(owed in " ".join((first, *rest)) for owed in ("saisie", "identité", "CD"))


@pytest.mark.parametrize("width", [39, 59, 60, 79, 100, 119])
def test_nothing_owed_is_cut_whatever_the_width(width: int) -> None:
    played, view, patients = night((KNOWN, MARIE))
    played.do(want.RunAnnex(*played.line("secours-imadis").key)) if played.line("secours-imadis").is_open else None
    lines = row(view, patients, 0, width)
    assert all(len(line) <= width for line in lines)
    words = " ".join(" ".join(lines).split())
    for owed in ("saisie", "identité", "CD"):
        assert owed in words


def test_a_wide_table_has_a_column_for_where_the_patient_comes_from_and_counts_the_return() -> None:
    _played, view, patients = night(({**KNOWN, "origin": "service", "unit": "réanimation adulte"}, MARIE))
    (wide,) = row(view, patients, 0, 140)
    assert "hospitalisé, réanimation adulte" in wide
    assert wide.endswith("au retour : 3")
    assert "au retour" not in " ".join(row(view, patients, 0))


def test_a_no_a_line_struck_and_one_half_entered_are_said() -> None:
    played, *_rest = night((KNOWN, MARIE), ({}, {"nom": "Rayé"}))
    played.do(want.AddPatient({}, fields={"nom": "Commencé"}, draft=True))
    played.do(want.VoidPatient(played.look().patients[1].id, "doublon"))
    view, patients = seen(played)
    assert "RAYÉE" in row(view, patients, 1)[0]
    assert "saisie à finir" in row(view, patients, 2)[0]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (MARIE, "Dumortier-Inventé Marie, né(e) le 3 avril 1957, F, IPP 8001234567"),
        (NOBODY, "nom inconnu, prénom inconnu, naissance : 1986, jour et mois pas connus, M, IPP provisoire P12"),
        ({"nom": "Inventé"}, "Inventé, prénom pas noté, naissance pas notée, sexe pas noté"),
        ({"salle": "2"}, "identité pas notée"),
        ({"sexe": "M"}, "nom pas noté, prénom pas noté, naissance pas notée, M"),
        ({"nom": "Inventé", "prenom": "Eve", "nom-utilise": "Autre", "naissance": "?", "sexe": "?"},
         "Inventé Eve, dit Autre, naissance inconnue, sexe inconnu"),
        ({"nom": "A", "prenom": "B", "naissance": "01/01/1950", "sexe": "F", "console": "300256"},
         "A B, né(e) le 1er janvier 1950, F, Identifiant tapé sur la console 300256"),
    ],
)  # fmt: skip
def test_the_foot_says_who_it_is_in_full(fields: dict[str, str], words: str) -> None:
    _played, view, (patient,) = night(({}, fields))
    assert identity_words(view, patient) == words


def test_a_digit_stays_that_of_its_duty_once_done() -> None:
    played, view, patients = night((KNOWN, MARIE))
    before = [duty.key for duty in duties_by_digit(view, patients[0])]
    played.do(want.SettleDuty(patients[0].id, before[0]))
    view, patients = seen(played)
    owed = duties_by_digit(view, patients[0])
    assert [duty.key for duty in owed] == before
    assert [duty_at_foot(duty)[0] for duty in owed] == ["✓", "○", "○"]


@pytest.mark.parametrize(
    ("words", "labels"),
    [
        ("dumor", ["A-01"]), ("invente marie", ["A-01"]), ("MARIE", ["A-01"]), ("1957", ["A-01"]), ("avril 1957", ["A-01"]),
        ("3/4/1957", ["A-01"]), ("03041957", ["A-01"]), ("8001 234 567", ["A-01"]), ("4567", ["A-01"]), ("P13", ["A-02"]),
        ("a-02", ["A-02"]), ("A02", ["A-02"]), ("1986", ["A-02"]), ("inconnu", ["A-02"]), ("zzz", []), ("", []),
        ("04/04/1957", []), ("e", ["A-01", "A-03"]), ("durant", ["A-03"]), ("eve durant", ["A-03"]), ("eve dumor", []),
        ("dumor 1957", ["A-01"]), ("03/04/1957 marie", ["A-01"]), ("marie 1986", []), ("4567 1957", ["A-01"]),
    ],
)  # fmt: skip
def test_a_name_a_birth_date_or_a_number_finds_its_lines(words: str, labels: list[str]) -> None:
    _played, view, patients = night(
        (KNOWN, MARIE), ({}, {**NOBODY, "ipp-provisoire": "P13"}), ({}, {"nom": "Inventée", "nom-utilise": "Durant", "prenom": "Eve"})
    )  # fmt: skip
    assert [patient.label for patient in lines_with(view, patients, words, TODAY)] == labels


@pytest.mark.parametrize(
    ("fields", "who"),
    [
        ({"nom": "INVENTÉE"}, "I."),
        ({"nom-utilise": "VIDAL"}, "V."),
        ({"nom": "300256"}, "300256"),
        ({"nom": "?", "nom-utilise": "VIDAL"}, "V."),
        ({"prenom": "Lise"}, "? L."),
        ({"prenom": "Marc", "naissance": "1961"}, "? M. 1961"),
        ({"nom": "?"}, "?"),
    ],
)
def test_whatever_is_known_of_a_name_stands_in_the_list(fields: dict[str, str], who: str) -> None:
    _played, view, patients = night(({}, fields))
    assert who_words(view, patients[0]) == who
    assert (identity_words(view, patients[0]) == "identité pas notée") is False
