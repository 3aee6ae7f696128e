"""The kinds of field of the register: what may be written in each, how it is asked, its space on paper."""

from __future__ import annotations

from enum import Enum, auto
from typing import Literal, assert_never, get_args

from pannesi.procedure.model.entity import Frozen
from pannesi.support.i18n import N_, Marked

FieldKind = Literal["text", "note", "name", "date", "time", "choice", "yes-no", "digits", "person"]
"""The kind of a field, as authors write it. `date` is a past day (only partly known for some births), `time` a time of
day, `person` somebody who is not a patient."""


class ReadAs(Enum):
    """How a typed value is checked and normalised."""

    WORDS = auto()
    DAY = auto()
    HOUR = auto()
    CHOICE = auto()
    DIGITS = auto()


class FieldTraits(Frozen):
    """What a kind of field implies. Words are French, and translated when they are shown."""

    words: Marked
    read_as: ReadAs = ReadAs.WORDS
    longest: int = 400
    """The longest value, in characters."""
    names_somebody: bool = False
    """Whether it is the name of a person: a number typed alone must then be confirmed."""
    listed: bool = False
    """Whether the site lists its choices."""
    offers: tuple[Marked, ...] = ()
    """Its choices, where they are the same for every site."""
    holds_number_of_step: bool = False
    """Whether it may receive the number that a step of the return gives."""
    stand_in: str | None = None
    """A value that every field of this kind accepts, for examples; None where any text does."""
    columns: int | None = None
    """Its width on a blank sheet, of 12 columns; None: by the length of its label."""
    whole_row: bool = False
    """Whether it takes a whole row of the sheet."""
    columns_in_list: int = 4
    """Its width in the printed list of patients, of 24 columns."""

    @property
    def typed_in_digits(self) -> bool:
        """Whether the unshifted top row of an AZERTY keyboard means digits in it."""
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
    """What a kind of field implies."""
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
