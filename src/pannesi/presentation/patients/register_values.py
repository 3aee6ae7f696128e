"""Values of a patient line as people say them."""

from __future__ import annotations

import re

from pannesi.procedure.model.register_fields import Field, ReadAs
from pannesi.session.projection.read_model import Patient
from pannesi.session.register.field_values import MONTHS, UNKNOWN_VALUE, value_of_meaning
from pannesi.support.i18n import N_, _, translated

UNFINISHED = N_("saisie à finir")
"""Said of a patient line whose entry was begun and not saved."""
HOUR_UNKNOWN = N_("heure inconnue")
"""Said of the hour of an examination that nobody knows."""
_DAY = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-\d{2})?)?")


def shown_value(field: Field, value: str) -> str:
    """The value of a field in words: a date as `3 avril 1961`, since two numbers are easily exchanged.

    Where something was handed over to somebody unknown, that the name is still to be filled in.
    """
    if value == UNKNOWN_VALUE and (field.trace == "yes" or field.means == "interim"):
        return _("inconnu, à compléter")
    if field.traits.read_as is not ReadAs.DAY or _DAY.fullmatch(value) is None:
        return value
    year, month, day = [*value.split("-"), "", ""][:3]
    if not month:
        return _("{year}, jour et mois pas connus").format(year=year)
    name = MONTHS[int(month) - 1]
    if not day:
        return _("{month} {year}, jour pas connu").format(month=name, year=year)
    return f"{_('1er') if day == '01' else int(day)} {name} {year}"


def typed_value(field: Field, value: str) -> str:
    """The value of a field as people type it: a date as `03/04/1961`."""
    if field.traits.read_as is not ReadAs.DAY or _DAY.fullmatch(value) is None:
        return value
    return "/".join(reversed(value.split("-")))


def age_words(fields: tuple[Field, ...], patient: Patient, one_year: str, years: str) -> str:
    """About how old a patient was at the examination, in the words given for one year and for several; empty where the
    year of birth is not known."""
    born = value_of_meaning(fields, patient.fields, "birth-date")[:4]
    if not born.isdigit():
        return ""
    age = max(patient.examined.year - int(born), 0)
    return (one_year if age < 2 else years).format(count=age)


def hour_placeholder(patient: Patient) -> str:
    """What stands in the place of the hour of an examination that was not given."""
    return translated(HOUR_UNKNOWN) if patient.hour_unknown else "–"
