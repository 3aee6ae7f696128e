"""The fields of the downtime register, which each site declares after its own paper sheet, and what each kind of
field implies: what may be written in it, how it is asked, its space on paper."""

from __future__ import annotations

from enum import Enum, auto
from typing import Literal, assert_never, get_args

from pannesi.procedure.model.entity import Frozen
from pannesi.procedure.model.lines import PatientFacts, PutsRight
from pannesi.procedure.model.scalars import Id, Text, YesNo
from pannesi.support.i18n import N_, Marked, translated

FieldKind = Literal["text", "note", "name", "date", "time", "choice", "yes-no", "digits", "person"]
"""The kind of a field, as authors write it. `date` is a past day (only partly known for some births), `time` a time of
day, `person` somebody who is not a patient."""

FieldMeaning = Literal[
    "birth-name", "first-name", "used-name", "birth-date", "sex",
    "exam", "room",
    "ipp", "temporary-ipp", "console-id", "interim", "accession", "temporary-accession", "final-accession",
]  # fmt: skip
"""What a field means to the program, which finds duplicates and makes a line's initials by it."""

IDENTIFYING_MEANINGS: tuple[FieldMeaning, ...] = ("birth-name", "first-name", "birth-date", "sex")
"""The fields that identify a person at least; each may be "inconnu"."""


class FieldWhen(PatientFacts):
    """When a field is shown, or required. All of the keys given must hold; without any, it always holds."""

    field: Id | None = None
    """Another field of the register, which must be filled."""
    equals: Text | None = None
    """The value that the other field must have."""
    paper: YesNo | None = None
    """Whether the line was first written on paper."""


class Implied(PatientFacts):
    """Facts that a choice implies about the patient: a scanner is cross-sectional imaging."""

    says: Text
    """The choice."""


class Field(Frozen):
    """One field of a line of the register."""

    id: Id
    label: Text
    kind: FieldKind = "text"
    group: Literal["personne", "examen", "demande", "remise"]
    """What it belongs to: the person, the study, the order, or what was handed over."""
    means: FieldMeaning | None = None
    ask: Literal["first", "later"] = "later"
    """`first`: asked at once. `later`: may be filled afterwards."""
    light: YesNo = "no"
    """Whether it is asked on the light form too."""
    choices: tuple[Text, ...] = ()
    implies: tuple[Implied, ...] = ()
    """Facts that its choices imply; a line whose facts contradict them is doubtful where a duty depends on them."""
    begins: Text | None = None
    """What the value must begin with."""
    trace: YesNo = "no"
    """Whether it shows, once filled, that the examination was made: voiding the line then asks about its images."""
    filled_by: PutsRight | None = None
    """The step of the return whose number is copied here, so that it is typed once."""
    required_when: FieldWhen | None = None
    shown_when: FieldWhen | None = None
    help: Text | None = None
    source: Text | None = None
    added: Text | None = None
    """Why it was added, when it is not on the sheet of the procedure."""

    @property
    def traits(self) -> FieldTraits:
        """What its kind implies: how it is asked, checked and printed."""
        return field_traits(self.kind)

    @property
    def offered(self) -> tuple[str, ...]:
        """Its choices: those that the site lists, else those of its kind; empty where anything may be written."""
        return self.choices or tuple(translated(choice) for choice in self.traits.offers)


def field_condition_holds(when: FieldWhen, facts: dict[str, str], values: dict[str, str], *, paper: bool) -> bool:
    """Whether a condition on a field holds for a patient line.

    `facts`: the closed facts of the line by name. `values`: its other fields by id. `paper`: first written on paper.
    """
    for name in ("origin", "exam", "unit", "identity"):
        wanted = getattr(when, name)
        if wanted is not None and facts.get(name) != wanted:
            return False
    if when.paper is not None and (when.paper == "yes") is not paper:
        return False
    if when.field is None:
        return True
    value = values.get(when.field)
    return value == when.equals if when.equals is not None else bool(value)


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
