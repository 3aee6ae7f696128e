"""Checks of the values of register fields: each is brought into its stored form, or refused."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import date
from typing import assert_never

from pannesi.procedure.model.lines import PutsRight
from pannesi.procedure.model.register_fields import (
    IDENTIFYING_MEANINGS,
    Field,
    FieldMeaning,
    ReadAs,
    field_condition_holds,
)
from pannesi.session.event_writer import Refused, is_unknown
from pannesi.session.projection.read_model import BARE_WORDS, Step
from pannesi.support.i18n import _
from pannesi.support.keyboard_azerty import unshifted_date_or_hour
from pannesi.support.text_safety import clean_line, fold_accents

UNKNOWN_VALUE = "inconnu"
"""The value of a field that nobody can know, in contrast to one not yet filled in."""

_OLDEST_AGE = 130
_DATE = re.compile(r"(\d{1,2})[ ./:;,-]+(\d{1,2})[ ./:;,-]+(\d{2,4})|(\d{2})(\d{2})(\d{4})")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_ISO_RUN = re.compile(r"((?:19|20)\d{2})(0[1-9]|1[0-2])(\d{2})")
"""A date as labels and systems write it, `19600312`. It is never read as a day first: no year begins with a month."""
_IN_PART = re.compile(r"(?:(?:0{1,2}[ ./:;,-]+)?(\d{1,2})[ ./:;,-]+)?(\d{4})")
_ISO_IN_PART = re.compile(r"(\d{4})-(\d{1,2})")
_CLOCK = re.compile(r"(\d{2})(\d{2})|(\d{1,2})\s*(?:h|:|heures?)\s*(\d{2})?")
_DIGITS = re.compile(r"[0-9+*#]+")
_PAPER = re.compile(r"p?[ -]*0*(\d{1,6})")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip
_MONTHS = tuple(map(fold_accents, MONTHS))


def checked_value(field: Field, written: str, today: date) -> str:
    """A value in the form in which it is stored.

    Dates are `1950-03-12`, birth dates known in part `1950-03` or `1950`, hours `15:47`. Raises Refused, without
    repeating the value, which may be a name.
    """
    text = " ".join(clean_line(written).split())
    if not text:
        return ""
    if is_unknown(text):
        return UNKNOWN_VALUE
    if field.traits.typed_in_digits:
        text = unshifted_date_or_hour(text)
    try:
        return _parse_value(field, text, today)
    except Refused as refusal:
        raise Refused(_("{field} : {why}").format(field=field.label, why=refusal)) from None


def _parse_words(field: Field, text: str) -> str:
    most = field.traits.longest
    if len(text) > most:
        raise Refused(_("{most} caractères au plus.").format(most=most))
    if field.begins is not None:
        if not fold_accents(text).startswith(fold_accents(field.begins)):
            raise Refused(_("doit commencer par {text}.").format(text=field.begins))
        return field.begins + text[len(field.begins) :]
    return text


def _parse_day(field: Field, text: str, today: date) -> str:
    plain = fold_accents(text)
    for number, month in enumerate(_MONTHS, start=1):
        plain = re.sub(rf"\s*\b{month}\b\s*", f"/{number}/", plain)
    plain = plain.strip("/")
    if field.means == "birth-date" and (partial := _partial_date(plain, today)):
        return partial
    if match := _ISO.fullmatch(plain) or _ISO_RUN.fullmatch(plain):
        year, month_, day = match.groups()
    elif match := _DATE.fullmatch(plain.replace("1er", "1")):
        day, month_, year = (group for group in match.groups() if group is not None)
    else:
        if field.means == "birth-date":
            raise Refused(_("écrire jour, mois, année : 12/03/1950 ; ou 03/1950, ou 1950."))
        raise Refused(_("écrire jour, mois, année : 12/03/1950."))
    if len(year) != 4:
        raise Refused(_("écrire l'année en quatre chiffres."))
    return _date_in_range(int(day), int(month_), int(year), today)


def _partial_date(plain: str, today: date) -> str:
    """A birth date of which only the year, or month and year, are known, as `1950`, `1950-03`; empty for any other.
    Raises Refused for a month or year out of range."""
    if match := _ISO_IN_PART.fullmatch(plain):
        year, month = match[1], int(match[2])
    elif match := _IN_PART.fullmatch(plain):
        year, month = match[2], int(match[1] or 0)
    else:
        return ""
    if month > 12:
        raise Refused(_("ce mois n'existe pas."))
    _date_in_range(1, month or 1, int(year), today)
    return f"{year}-{month:02d}" if month else year


def _date_in_range(day: int, month: int, year: int, today: date) -> str:
    """A date as `1950-03-12`. Raises Refused if it does not exist, is in the future, or is more than 130 years ago."""
    try:
        written_day = date(year, month, day)
    except ValueError:
        if (day, month) == (29, 2):
            raise Refused(_("le 29 février n'existe pas en {year}.").format(year=year)) from None
        raise Refused(_("ce jour n'existe pas.")) from None
    if written_day > today:
        raise Refused(_("cette date est dans le futur."))
    if today.year - year > _OLDEST_AGE:
        raise Refused(_("cette date a plus de {years} ans.").format(years=_OLDEST_AGE))
    return written_day.isoformat()


def _parse_hour(text: str) -> str:
    match = _CLOCK.fullmatch(fold_accents(text))
    if match is None:
        raise Refused(_("écrire une heure : 1547 ou 15h47."))
    hour, minute = int(match[1] or match[3]), int(match[2] or match[4] or 0)
    if hour > 23 or minute > 59:
        raise Refused(_("cette heure n'existe pas : de 00:00 à 23:59."))
    return f"{hour:02d}:{minute:02d}"


def _parse_choice(field: Field, text: str) -> str:
    choices = field.offered
    if text.isascii() and text.isdigit() and 1 <= int(text[:3]) <= len(choices):
        return choices[int(text[:3]) - 1]
    same = [choice for choice in choices if fold_accents(choice) == fold_accents(text)]
    begun = same or [choice for choice in choices if fold_accents(choice).startswith(fold_accents(text))]
    if len(begun) != 1:
        raise Refused(_("un choix parmi : {choices}.").format(choices=", ".join(choices)))
    return begun[0]


def _parse_digits(field: Field, text: str) -> str:
    plain = re.sub(r"[ .\-]", "", text)
    if _DIGITS.fullmatch(plain) is None:
        raise Refused(_("des chiffres seulement."))
    if len(plain) > field.traits.longest:
        raise Refused(_("{most} caractères au plus.").format(most=field.traits.longest))
    return plain


def _parse_value(field: Field, text: str, today: date) -> str:
    read_as = field.traits.read_as
    match read_as:
        case ReadAs.WORDS:
            return _parse_words(field, text)
        case ReadAs.DAY:
            return _parse_day(field, text, today)
        case ReadAs.HOUR:
            return _parse_hour(text)
        case ReadAs.CHOICE:
            return _parse_choice(field, text)
        case ReadAs.DIGITS:
            return _parse_digits(field, text)
        case unknown:
            assert_never(unknown)


def all_checked(sheet: tuple[Field, ...], written: Mapping[str, str], today: date) -> dict[str, str]:
    """Every value checked, without empty ones, in the order of the sheet. Raises Refused at the first that is wrong, or
    for a field that is not on the sheet."""
    by_id = {field.id: field for field in sheet}
    if any(name not in by_id and name != BARE_WORDS for name in written):
        raise Refused(_("Un de ces champs n'est pas au registre de cette session."))
    kept = {name: checked_value(by_id[name], written[name], today) for name in by_id if name in written}
    if BARE_WORDS in written:
        kept[BARE_WORDS] = " ".join(clean_line(written[BARE_WORDS]).split())[:2000]
    return {name: value for name, value in kept.items() if value}


def fields_as_text(values: Mapping[str, str]) -> str | None:
    """The values as one JSON object, stored as the text of the event; None when there are none."""
    return json.dumps(dict(sorted(values.items())), ensure_ascii=False) if values else None


def shown_fields(
    sheet: tuple[Field, ...], facts: Mapping[str, str], values: Mapping[str, str], *, paper: bool, light: bool
) -> tuple[Field, ...]:
    """The fields to show for a line: those of its form and those already filled in, the ones asked first before the
    others."""
    fields = [field for field in sheet if field.id in values or _is_asked(field, facts, values, paper, light)]
    return tuple(sorted(fields, key=lambda field: not is_asked_first(field, light=light)))


def is_asked_first(field: Field, *, light: bool) -> bool:
    """Whether a field is asked before the line can be saved: on the light form, every field of it."""
    return field.ask == "first" or (light and field.light == "yes")


def _is_asked(field: Field, facts: Mapping[str, str], values: Mapping[str, str], paper: bool, light: bool) -> bool:
    if light and field.light == "no":
        return False
    return field.shown_when is None or field_condition_holds(field.shown_when, dict(facts), dict(values), paper=paper)


def missing_fields(
    sheet: tuple[Field, ...], facts: Mapping[str, str], values: Mapping[str, str], *, paper: bool, light: bool
) -> tuple[Field, ...]:
    """The required fields without a value.

    A line whose identity is in bare words lacks none until one of its identifying fields is filled in. "inconnu" is a
    value.
    """
    if BARE_WORDS in values and not any(field.id in values and field.means in IDENTIFYING_MEANINGS for field in sheet):
        return ()
    return tuple(
        field
        for field in sheet
        if field.required_when is not None
        and field.id not in values
        and _is_asked(field, facts, values, paper, light)
        and field_condition_holds(field.required_when, dict(facts), dict(values), paper=paper)
    )


def value_of_meaning(sheet: tuple[Field, ...], values: Mapping[str, str], what: FieldMeaning) -> str:
    """The value of the field with a meaning; empty if unknown, not filled in, or not on the sheet."""
    field = next((candidate for candidate in sheet if candidate.means == what), None)
    value = values.get(field.id, "") if field is not None else ""
    return "" if value == UNKNOWN_VALUE else value


def field_filled_by(sheet: tuple[Field, ...], step: PutsRight | None) -> Field | None:
    """The field that stores the number given at a step of the return, if the sheet has one."""
    return next((field for field in sheet if step is not None and field.filled_by == step), None)


def field_for_step(sheet: tuple[Field, ...], step: Step) -> Field | None:
    """The field that stores the words given at a step: its own, or the one filled by what the step puts right."""
    if step.fills:
        return next((field for field in sheet if field.id == step.fills), None)
    return field_filled_by(sheet, step.puts_right)


def paper_label(written: str) -> str:
    """The number printed on a paper sheet, as `P-017`. Raises Refused."""
    match = _PAPER.fullmatch(fold_accents(unshifted_date_or_hour(written.strip())))
    if match is None or int(match[1]) == 0:
        raise Refused(_("Le numéro imprimé sur la fiche s'écrit P-017, ou 17."))
    return f"P-{int(match[1]):03d}"


def initials(sheet: tuple[Field, ...], values: Mapping[str, str]) -> str:
    """Initials and year of birth, as `D. A. 1950`: all that lists show of a person; `?` when nothing is known, and for
    a family name that is not, or the first name would be read as one."""
    if BARE_WORDS in values:
        letters = [word[0].upper() + "." for word in values[BARE_WORDS].split()[:3] if word[0].isalpha()]
        return " ".join(letters) or "?"
    names = [value_of_meaning(sheet, values, what) for what in IDENTIFYING_MEANINGS[:2]]
    names[0] = names[0] or value_of_meaning(sheet, values, "used-name")
    family, first = (next((letter for letter in name if letter.isalnum()), "") for name in names)
    letters = [letter.upper() + "." for letter in (family, first) if letter]
    if first and not family:
        letters.insert(0, "?")
    year = value_of_meaning(sheet, values, "birth-date")[:4]
    return " ".join([*letters, year]).strip() or "?"
