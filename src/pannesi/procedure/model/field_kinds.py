"""What each kind of field of the register means: what may be written in it, how it is asked, its room on paper."""

from __future__ import annotations

from enum import Enum, auto
from typing import Literal, assert_never, get_args

from pannesi.procedure.model.entity import Frozen
from pannesi.support.i18n import N_, Marked

FieldKind = Literal["text", "note", "name", "date", "time", "choice", "yes-no", "digits", "person"]
"""As authors write it. `date` is a past day, of a birth perhaps known in part, `time` an hour of the day, `person`
somebody who is no patient."""


class ReadAs(Enum):
    """How what was written is checked and put in one form."""

    WORDS = auto()
    DAY = auto()
    HOUR = auto()
    CHOICE = auto()
    DIGITS = auto()


class FieldTraits(Frozen):
    """One kind of field. Words are French, translated where they are shown."""

    words: Marked
    read_as: ReadAs = ReadAs.WORDS
    longest: int = 400
    """Signs at most."""
    names_somebody: bool = False
    """A number alone is no name: it is doubted once."""
    listed: bool = False
    """The site lists its choices."""
    offers: tuple[Marked, ...] = ()
    """Its choices, where they are the same for every site."""
    holds_number_of_step: bool = False
    """It may receive the number that a step of the return gives."""
    stand_in: str | None = None
    """What every field of this kind may say; None where any words do."""
    columns: int | None = None
    """Of the twelve of a blank sheet, those that a hand needs; None: by the length of its label."""
    whole_row: bool = False
    """It takes a row of the sheet."""
    columns_in_list: int = 4
    """Of the twenty-four of the list of patients."""

    @property
    def typed_in_digits(self) -> bool:
        """Where the upper row of the keyboard means digits."""
        return self.read_as is not ReadAs.WORDS


TEXT = FieldTraits(words=N_("texte"), holds_number_of_step=True)
NOTE = FieldTraits(words=N_("note"), longest=2000, whole_row=True)
NAME = FieldTraits(words=N_("nom"), longest=200, names_somebody=True, columns=4, columns_in_list=6)
PERSON = FieldTraits(words=N_("personne"), longest=200, names_somebody=True, columns_in_list=3)
DATE = FieldTraits(words=N_("date"), read_as=ReadAs.DAY, stand_in="2000-01-01", columns=3)
TIME = FieldTraits(words=N_("heure"), read_as=ReadAs.HOUR, stand_in="00:00", columns=2, columns_in_list=2)
CHOICE = FieldTraits(words=N_("choix"), read_as=ReadAs.CHOICE, listed=True)
YES_NO = FieldTraits(words=N_("oui ou non"), read_as=ReadAs.CHOICE, offers=(N_("oui"), N_("non")), columns=2)
DIGITS = FieldTraits(
    words=N_("chiffres"), read_as=ReadAs.DIGITS, longest=40, holds_number_of_step=True, stand_in="0", columns=3
)

FIELD_KINDS: tuple[FieldKind, ...] = get_args(FieldKind)


def field_traits(kind: FieldKind) -> FieldTraits:
    """What a kind of field means."""
    match kind:
        case "text":
            return TEXT
        case "note":
            return NOTE
        case "name":
            return NAME
        case "person":
            return PERSON
        case "date":
            return DATE
        case "time":
            return TIME
        case "choice":
            return CHOICE
        case "yes-no":
            return YES_NO
        case "digits":
            return DIGITS
        case unknown:
            assert_never(unknown)
