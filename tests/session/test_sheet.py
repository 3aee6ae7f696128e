"""What may be written on a line of the register."""

from __future__ import annotations

import json
import re
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.procedure.model.register_fields import Field, FieldKind
from pannesi.session.event_writer import Refused
from pannesi.session.projection.read_model import BARE_WORDS, fields_of
from pannesi.session.register.field_values import (
    UNKNOWN_VALUE,
    all_checked,
    checked_value,
    fields_as_text,
    initials,
    missing_fields,
    paper_label,
    shown_fields,
)
from tests.support.shipped_site import shipped

TODAY = date(2026, 11, 24)
KINDS: tuple[FieldKind, ...] = ("text", "note", "name", "date", "time", "choice", "yes-no", "digits", "person")


def field(kind: FieldKind, **more: Any) -> Field:
    choices = ("droit", "gauche") if kind == "choice" else ()
    return Field(id="x", label="Essai", kind=kind, group="examen", choices=more.pop("choices", choices), **more)


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("12/03/1950", "1950-03-12"),
        ("12 3 1950", "1950-03-12"),
        ("12-03-1950", "1950-03-12"),
        ("12031950", "1950-03-12"),
        ("1950-03-12", "1950-03-12"),
        ("19500312", "1950-03-12"),
        ("19121205", "1912-12-05"),
        ("20122012", "2012-12-20"),
        ("12 mars 1950", "1950-03-12"),
        ("1er août 1950", "1950-08-01"),
        ("29/02/1952", "1952-02-29"),
        ("24/11/2026", "2026-11-24"),
    ],
)
def test_a_date_of_birth_is_read_as_people_write_it(written: str, kept: str) -> None:
    assert checked_value(field("date"), written, TODAY) == kept


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("1950", "1950"),
        ("00/00/1950", "1950"),
        ("03/1950", "1950-03"),
        ("3 1950", "1950-03"),
        ("00/03/1950", "1950-03"),
        ("1950-03", "1950-03"),
        ("mars 1950", "1950-03"),
        ("12/03/1950", "1950-03-12"),
        ("&ç(à", "1950"),
        ('àé:à":&ç(à', "1950-03-02"),
        ('àéà"&ç(à', "1950-03-02"),
        ("0é-03-1950", "1950-03-02"),
    ],
)
def test_a_birth_known_in_part_is_kept_as_far_as_it_is_known(written: str, kept: str) -> None:
    assert checked_value(field("date", means="birth-date"), written, TODAY) == kept


@pytest.mark.parametrize(
    ("written", "why"),
    [("2027", "futur"), ("12/2026", "futur"), ("1850", "130 ans"), ("13/1950", "ce mois"), ("50", "jour, mois"),
     ("0350", "130 ans"), ("00/1850", "130 ans")],
)  # fmt: skip
def test_a_birth_that_cannot_be_is_refused_in_part_too(written: str, why: str) -> None:
    with pytest.raises(Refused, match=why):
        checked_value(field("date", means="birth-date"), written, TODAY)


@pytest.mark.parametrize("written", ["25h70", "Zoé", "3"])
def test_a_birth_that_is_refused_is_told_every_form_that_is_taken(written: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked_value(field("date", means="birth-date"), written, TODAY)
    told = re.findall(r"[\d/]+", str(refusal.value))
    assert len(told) == 3
    kept = [checked_value(field("date", means="birth-date"), one, TODAY) for one in told]
    assert kept == ["1950-03-12", "1950-03", "1950"]


def test_only_a_birth_may_be_known_in_part() -> None:
    with pytest.raises(Refused, match="jour, mois, année"):
        checked_value(field("date"), "1950", TODAY)


@pytest.mark.parametrize(
    ("kind", "written", "kept"),
    [("digits", "&é\"'(-è_çà", "1234567890"), ("digits", "12-34", "1234"), ("time", "&(h'è", "15:47"),
     ("time", "&('è", "15:47"), ("choice", "é", "gauche"), ("yes-no", "&", "oui"), ("text", "é", "é"),
     ("name", "çà", "çà")],
)  # fmt: skip
def test_digits_without_the_shift_are_digits_where_only_numbers_make_sense(
    kind: FieldKind, written: str, kept: str
) -> None:
    assert checked_value(field(kind), written, TODAY) == kept


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("29/02/1951", "le 29 février n'existe pas en 1951"),
        ("29/02/1900", "le 29 février n'existe pas en 1900"),
        ("31/04/1950", "ce jour n'existe pas"),
        ("03/13/1950", "ce jour n'existe pas"),
        ("25/11/2026", "dans le futur"),
        ("01/01/1850", "plus de 130 ans"),
        ("12/03/50", "quatre chiffres"),
        ("hier", "jour, mois, année"),
    ],
)
def test_an_impossible_date_is_refused_aloud_and_not_repeated(written: str, why: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked_value(field("date"), written, TODAY)
    assert why in str(refusal.value)
    assert written not in str(refusal.value)


@pytest.mark.parametrize(
    ("written", "kept"), [("1547", "15:47"), ("15h47", "15:47"), ("9h", "09:00"), ("0:05", "00:05")]
)
def test_an_hour_is_read_forgivingly(written: str, kept: str) -> None:
    assert checked_value(field("time"), written, TODAY) == kept


@pytest.mark.parametrize("written", ["25:00", "2500", "12h60", "midi", "15"])
def test_an_impossible_hour_is_refused_aloud(written: str) -> None:
    with pytest.raises(Refused, match=r"^Essai : "):
        checked_value(field("time"), written, TODAY)


def test_a_provisional_ipp_begins_with_p_in_either_case() -> None:
    provisional = field("text", begins="P")
    assert checked_value(provisional, "p1234", TODAY) == "P1234"
    with pytest.raises(Refused, match="commencer par P"):
        checked_value(provisional, "1234", TODAY)


@pytest.mark.parametrize("written", ["?", "inconnu", "INCONNUE"])
@pytest.mark.parametrize("kind", KINDS)
def test_any_field_may_be_known_not_to_be_known(kind: FieldKind, written: str) -> None:
    assert checked_value(field(kind), written, TODAY) == UNKNOWN_VALUE


def test_a_choice_is_given_by_its_digit_or_by_the_beginning_of_its_words() -> None:
    side = field("choice")
    assert [checked_value(side, one, TODAY) for one in ("2", "gauche", "GAU", "d")] == [
        "gauche",
        "gauche",
        "gauche",
        "droit",
    ]
    for wrong in ("3", "0", "milieu"):
        with pytest.raises(Refused, match="droit, gauche"):
            checked_value(side, wrong, TODAY)


@pytest.mark.parametrize("name", ["O'Inventé-Essai", "Çelik", "Ne\u0301e", "[/x]", "E" * 200, "\x1b[31mRouge"])
def test_names_of_all_sorts_are_kept_without_what_a_terminal_would_obey(name: str) -> None:
    kept = checked_value(field("name"), name, TODAY)
    assert "\x1b" not in kept
    assert kept == name.replace("\x1b", "␛")


def test_a_name_of_201_characters_is_refused() -> None:
    with pytest.raises(Refused, match="200"):
        checked_value(field("name"), "E" * 201, TODAY)


@given(st.sampled_from(KINDS), st.text())
def test_what_is_kept_is_kept_again_as_it_is_and_nothing_else_is_raised(kind: FieldKind, written: str) -> None:
    try:
        kept = checked_value(field(kind), written, TODAY)
    except Refused:
        return
    assert checked_value(field(kind), kept, TODAY) == kept


@given(st.dictionaries(st.text(min_size=1), st.text(min_size=1)))
def test_what_a_line_says_is_read_back(values: dict[str, str]) -> None:
    assert fields_of(fields_as_text(values)) == values


@given(st.text(min_size=1))
def test_the_bare_words_of_an_older_journal_are_an_identity(words: str) -> None:
    read = fields_of(words)
    try:
        told = json.loads(words)
    except ValueError:
        told = None
    assert read == {BARE_WORDS: words} or isinstance(told, dict)


@pytest.mark.parametrize("text", ["{", '{"a": 1}', "{" * 5000, "[1]", '{"a": {"b": "c"}}'])
def test_what_is_no_object_of_texts_is_bare_words(text: str) -> None:
    assert fields_of(text) == {BARE_WORDS: text}


def test_an_unknown_field_is_refused() -> None:
    with pytest.raises(Refused):
        all_checked(shipped().register_fields, {"surnom": "Essai"}, TODAY)


def test_the_identity_minimum_is_lacking_until_it_is_given_or_known_not_to_be_known() -> None:
    sheet = shipped().register_fields
    facts = {"identity": "inconnue"}
    empty = missing_fields(sheet, facts, {}, paper=False, light=False)
    assert [one.id for one in empty] == ["nom", "prenom", "naissance", "sexe", "ipp-provisoire"]
    unknown = dict.fromkeys((one.id for one in empty), UNKNOWN_VALUE)
    assert missing_fields(sheet, facts, unknown, paper=False, light=False) == ()
    assert missing_fields(sheet, facts, {BARE_WORDS: "Essai"}, paper=False, light=False) == ()
    assert [one.id for one in missing_fields(sheet, {}, {}, paper=False, light=True)] == ["nom"]


def test_a_field_is_shown_where_it_applies_or_already_says_something() -> None:
    sheet = shipped().register_fields

    def ids(facts: dict[str, str], values: dict[str, str], light: bool = False) -> list[str]:
        return [one.id for one in shown_fields(sheet, facts, values, paper=False, light=light)]

    assert "ipp" in ids({"identity": "connue"}, {})
    assert "ipp-provisoire" not in ids({"identity": "connue"}, {})
    assert "ipp-provisoire" in ids({"identity": "connue"}, {"ipp-provisoire": "P1"})
    assert "arrivee" not in ids({}, {})
    assert "arrivee" in ids({}, {"envoye": "telerad_secours"})
    assert ids({}, {}, light=True) == ["nom"]


@pytest.mark.parametrize(
    ("written", "label"), [("17", "P-017"), ("P-017", "P-017"), ("p 0017", "P-017"), ("1234", "P-1234")]
)
def test_a_printed_number_is_read_in_any_spelling(written: str, label: str) -> None:
    assert paper_label(written) == label


@pytest.mark.parametrize("written", ["", "0", "A-17", "P", "17 bis"])
def test_what_is_no_printed_number_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        paper_label(written)


def test_lists_show_initials_and_the_year_of_birth_and_never_a_name() -> None:
    sheet = shipped().register_fields
    assert initials(sheet, {"nom": "Inventé", "prenom": "Essai", "naissance": "1950-03-12"}) == "I. E. 1950"
    assert initials(sheet, {"nom": UNKNOWN_VALUE, "naissance": UNKNOWN_VALUE}) == "?"
    assert initials(sheet, {BARE_WORDS: "Inventé Essai"}) == "I. E."
    assert initials(sheet, {"nom": "d'Inventé", "prenom": "[RADI] Essai"}) == "D. R."
