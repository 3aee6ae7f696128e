"""The kinds of line that a procedure may hold, one model a verb; what a verb means is in `procedure/model/verbs.py`.

An author writes `call: hotline`; the loader turns that into `{verb: call, value: hotline}`, which the
union `Line` tells apart by its verb. Verbs are never names of fields: pydantic puts both into error places.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, get_args

from pannesi.procedure.model import verbs
from pannesi.procedure.model.constraints import Bounds, DiscriminatedBy
from pannesi.procedure.model.entity import Frozen
from pannesi.procedure.model.scalars import Duration, Id, Ref, Role, Text, YesNo

IN_SHORT = 40
"""Signs of an order's own text that stand for it where nobody wrote its short words."""

PutsRight = Literal["identity", "episode", "order", "images", "report"]
"""What a step of the return puts right in a patient's file."""


class Facts(Frozen):
    """Closed facts about a patient, the only ones that standing orders are matched on."""

    origin: Literal["externe", "urgences", "service"] | None = None
    exam: Literal["coupe", "autre"] | None = None
    """`coupe` is cross-sectional imaging."""
    unit: Text | None = None
    """One of the site's `units`."""
    identity: Literal["connue", "inconnue"] | None = None
    """Whether the information system knows the patient."""


class Duty(Frozen):
    """What a line asks for one patient; the same key is asked once whatever the case."""

    key: Id
    label: Text | None = None
    """Short words for one patient's line; the line's own text when absent."""
    when: Facts = field(default_factory=Facts)
    step: PutsRight | None = None
    """Of a duty of the return: what it puts right in the patient's file."""
    checks: Literal["identity"] | None = None
    """It says that the identity was looked at: with traits unknown, on what is asked."""
    trace: YesNo = "yes"
    """Done, it leaves something of the patient in a system or in somebody's hands: a line is not let go unasked."""


class AnswerIs(Frozen):
    """True while a question of the same unit has this answer."""

    line: Ref
    option: Id


class OutcomeIs(Frozen):
    """True once an annex ended with this outcome in the session."""

    annex: Ref
    outcome: Id


class When(Frozen):
    """A condition. Several keys together must all hold."""

    open: Ref | None = None
    """A schedule that is open now."""
    closed: Ref | None = None
    """A schedule that is closed now."""
    answer: AnswerIs | None = None
    outcome: OutcomeIs | None = None
    symptom: tuple[Ref, ...] = ()
    """The unit was entered by one of these symptoms."""
    elapsed: Duration | None = None
    """The outage has lasted at least so long."""
    expected: Duration | None = None
    """The outage is expected to last at least so long."""
    any_of: tuple[When, ...] = ()
    none_of: tuple[When, ...] = ()


class _Line(Frozen):
    """What every line may carry. A class of lines is named as its verb is written, with a capital."""

    if TYPE_CHECKING:  # no field: what reads the annotations of the models must not meet it
        traits: ClassVar[verbs.VerbTraits]
    id: Id
    source: Text | None = None
    """Where the procedure says it. Exactly one of `source` and `added`."""
    added: Text | None = None
    """Why we added it, to be validated by the site."""
    by: Role | None = None
    """Whose act it is; nobody is named when the procedure names nobody."""
    deduced: Literal["yes"] | None = None
    """`by` is deduced, not written in the procedure."""
    when: When | None = None
    why: Text | None = None
    detail: Text | None = None
    expect: Text | None = None
    """What should be seen afterwards: the response to look for."""
    critical: YesNo = "no"
    remind_after: Duration | None = None
    skip: Literal["allowed", "forbidden"] = "allowed"
    """`forbidden`: neither "not needed" nor "could not" is accepted."""
    carries: tuple[Ref, ...] = ()
    """Lines of other cases (`unit/line`): when one of them is settled as the walk turns here, this one is too."""
    gap: Text | None = None
    """What the procedure does not say at this point."""

    def __init_subclass__(cls, *, traits: verbs.VerbTraits) -> None:
        super().__init_subclass__()
        cls.traits = traits


class Do(_Line, traits=verbs.DO):
    """An act to do once. With `duty`, an act owed for each matching patient."""

    verb: Literal["do"]
    value: Text
    duty: Duty | None = None


class Know(_Line, traits=verbs.KNOW):
    """Something to know."""

    verb: Literal["know"]
    value: Text


class Standing(_Line, traits=verbs.STANDING):
    """In force as long as the outage lasts; with `duty`, asked again for each matching patient."""

    verb: Literal["standing"]
    value: Text
    short: Annotated[str, Bounds(min_length=1, max_length=24)] | None = None
    """What stays on the screen meanwhile: the order in so few words that all of them can be read at once."""
    duty: Duty | None = None

    @property
    def in_short(self) -> str:
        """Its short words; without any, as many whole words of its text as forty signs hold."""
        return self.short or _first_words(self.value, IN_SHORT)


def _first_words(words: str, most: int) -> str:
    """The whole words that `most` signs hold, with a mark where there were more."""
    if len(words) <= most:
        return words
    kept = words[: most - 1]
    if words[most - 1] != " ":
        kept = kept.rpartition(" ")[0] or kept
    return kept.rstrip(" ,;:.(«–") + "…"


class Await(_Line, traits=verbs.AWAIT):
    """Someone else's act, confirmed when it is seen."""

    verb: Literal["await"]
    value: Text


class Call(_Line, traits=verbs.CALL):
    """A call to a contact of `contacts.yaml`."""

    verb: Literal["call"]
    value: Ref
    label: Text
    """The line as shown: whom to tell, of what."""
    say: Text


class Broadcast(_Line, traits=verbs.BROADCAST):
    """A message of this unit, sent by someone else; the operator confirms what was seen."""

    verb: Literal["broadcast"]
    value: Ref
    label: Text
    closes: Ref | None = None
    """The "down" message that this "up" message ends (`unit/message` when elsewhere)."""
    supersedes: tuple[Ref, ...] = ()


class Option(Frozen):
    """One answer to a question, and the lines that it leads to."""

    id: Id
    label: Text
    lines: tuple[Line, ...] = ()


class Ask(_Line, traits=verbs.ASK):
    """A question; "je ne sais pas" is always possible and leads to `unknown`."""

    verb: Literal["ask"]
    value: Text
    options: Annotated[tuple[Option, ...], Bounds(min_length=2)]
    unknown: tuple[Line, ...] = ()
    suggests: Suggestion | None = None


class Suggestion(Frozen):
    """What the clock suggests as the answer; asked again at each edge of the schedule."""

    schedule: Ref
    open: Id
    closed: Id


class Verify(_Line, traits=verbs.VERIFY):
    """A check answered by yes or no."""

    verb: Literal["verify"]
    value: Text
    yes: tuple[Line, ...] = ()
    no: tuple[Line, ...] = ()
    unknown: tuple[Line, ...] = ()
    suggests: Suggestion | None = None
    asserts: Id | None = None
    """The key of a duty of the unit that a yes says to be done for every patient: the register may say otherwise."""


class OutcomeLines(Frozen):
    """What follows when an annex ended with one outcome."""

    id: Id
    lines: tuple[Line, ...] = ()


class Run(_Line, traits=verbs.RUN):
    """Walk through an annex, then come back here with its outcome."""

    verb: Literal["run"]
    value: Ref
    label: Text
    answers: dict[Id, Id] = field(default_factory=dict)
    """Questions of the annex that are answered by coming from here."""
    outcomes: tuple[OutcomeLines, ...] = ()


class Becomes(_Line, traits=verbs.BECOMES):
    """The walk continues in another case; this one gives way to it."""

    verb: Literal["becomes"]
    value: Ref
    label: Text
    symptom: Id | None = None
    answers: dict[Id, Id] = field(default_factory=dict)
    """Questions there that coming from here answers."""


class Joins(_Line, traits=verbs.JOINS):
    """Another case opens beside this one, in the same session; both go on."""

    verb: Literal["joins"]
    value: Ref
    label: Text
    symptom: Id | None = None
    answers: dict[Id, Id] = field(default_factory=dict)
    """Questions there that coming from here answers."""


class Outcome(_Line, traits=verbs.OUTCOME):
    """The end of an annex, with one of its outcomes."""

    verb: Literal["outcome"]
    value: Id
    label: Text


class Item(Frozen):
    """One thing to have at hand for a ticket."""

    label: Text
    value: Text | None = None
    """Known beforehand, to the letter."""
    fill: Literal["who", "site", "began", "now", "title", "callback"] | None = None
    """Filled from the session as far as it is known."""


class Ticket(_Line, traits=verbs.TICKET):
    """A call sheet: what to have at hand, filled from the session."""

    verb: Literal["ticket"]
    value: Text
    contact: Ref | None = None
    items: tuple[Item, ...] = ()


class Register(_Line, traits=verbs.REGISTER):
    """Open the downtime register; `light` asks only what standing orders need."""

    verb: Literal["register"]
    value: Text
    form: Literal["full", "light"] = "full"
    also: tuple[Id, ...] = ()
    """Fields of the sheet that the light form asks here besides: what this case will need at its return."""


Line = Annotated[
    Do
    | Know
    | Standing
    | Await
    | Call
    | Broadcast
    | Ask
    | Verify
    | Run
    | Becomes
    | Joins
    | Outcome
    | Ticket
    | Register,
    DiscriminatedBy("verb"),
]

PlainLine = Know | Await
"""Lines that say nothing beyond what every line may carry."""
DutyLine = Do | Standing
"""Lines that may be owed to each patient."""
QuestionLine = Ask | Verify
OtherCaseLine = Becomes | Joins
"""Lines that lead to another case."""
OtherUnitLine = OtherCaseLine | Run
BranchingLine = QuestionLine | Run
"""Lines with lines of their own below: a way on for each answer, or each outcome of an annex."""
LeafLine = PlainLine | DutyLine | OtherCaseLine | Call | Broadcast | Outcome | Ticket | Register
"""Lines with nothing below them."""

if TYPE_CHECKING:

    def _leaf_or_branching(line: Line) -> LeafLine | BranchingLine:
        """Every line is one or the other: a class that is in neither does not pass the type checker here."""
        return line


LINES: tuple[type[_Line], ...] = get_args(get_args(Line)[0])
"""The class of each verb."""
VERBS: tuple[str, ...] = tuple(line_class.__name__.lower() for line_class in LINES)
"""Every verb, as authors write it."""


def text_of(line: Line) -> str:
    """A line as a person reads it, whatever its verb."""
    label = getattr(line, "label", None)
    return label if isinstance(label, str) else line.value
