"""The lines of a procedure, one model for each verb; what a verb means is in `procedure/model/verbs.py`.

An author writes `call: hotline`; the loader converts that to `{verb: call, value: hotline}`, and the verb selects the
model in the union `Line`. No field may be named as a verb: pydantic puts both into the paths of errors.
"""

from __future__ import annotations

from dataclasses import field
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal, get_args

from pannesi.procedure.model import verbs
from pannesi.procedure.model.entity import Bounds, DiscriminatedBy, Frozen
from pannesi.procedure.model.scalars import Duration, Id, Ref, Role, Text, YesNo

IN_SHORT = 40
"""Characters of the text of a standing order that are shown when it has no `short`."""

PutsRight = Literal["identity", "episode", "order", "images", "report"]
"""What a step of the reconciliation corrects in a patient's file."""


class PatientFacts(Frozen):
    """Facts about a patient with a closed set of values: standing orders and duties are matched on them alone."""

    origin: Literal["externe", "urgences", "service"] | None = None
    exam: Literal["coupe", "autre"] | None = None
    """`coupe` is cross-sectional imaging."""
    unit: Text | None = None
    """One of the site's `units`."""
    identity: Literal["connue", "inconnue"] | None = None
    """Whether the information system knows the patient."""


class Duty(Frozen):
    """What a line requires for each matching patient; duties of different cases with the same key are one."""

    key: Id
    label: Text | None = None
    """Short words for a patient's line; None: the text of the line."""
    short: Text | None = None
    """One or two words for the table of the register; None: the label."""
    when: PatientFacts = field(default_factory=PatientFacts)
    """The facts of the patients that it is for."""
    step: PutsRight | None = None
    """What it corrects in the patient's file, for a duty of the return."""
    checks: Literal["identity"] | None = None
    """`identity`: it is a check of the identity; when traits are unknown, the person is asked what it rests on."""
    question: YesNo = "no"
    """Whether it is a question about something seen by others: oui, non, pas su. Only oui settles it by itself."""
    trace: YesNo = "yes"
    """Whether it leaves a trace of the patient (images, film, form): voiding the patient's line then asks about it."""


class AnswerIs(Frozen):
    """The condition that a question of the same unit has this answer."""

    line: Ref
    option: Id


class OutcomeIs(Frozen):
    """The condition that an annex has ended with this outcome in the session."""

    annex: Ref
    outcome: Id


class When(Frozen):
    """A condition; all of its keys must hold."""

    open: Ref | None = None
    """A schedule that must be open."""
    closed: Ref | None = None
    """A schedule that must be closed."""
    answer: AnswerIs | None = None
    outcome: OutcomeIs | None = None
    symptom: tuple[Ref, ...] = ()
    """The unit must have been entered by one of these symptoms."""
    elapsed: Duration | None = None
    """How long the outage must have lasted at least."""
    expected: Duration | None = None
    """How long the outage must be expected to last at least."""
    any_of: tuple[When, ...] = ()
    none_of: tuple[When, ...] = ()


class _Line(Frozen):
    """The fields of every line. The name of a subclass is its verb with a capital."""

    if TYPE_CHECKING:  # not a field of the model: annotations are read at run time
        traits: ClassVar[verbs.VerbTraits]
    id: Id
    source: Text | None = None
    """Where the procedure says it; exactly one of `source` and `added` is given."""
    added: Text | None = None
    """Why it was added to the procedure, for the site to approve."""
    by: Role | None = None
    """Who does it; None when the procedure names nobody."""
    deduced: Literal["yes"] | None = None
    """Set when `by` is deduced rather than written in the procedure."""
    when: When | None = None
    why: Text | None = None
    detail: Text | None = None
    expect: Text | None = None
    """What should be seen afterwards."""
    critical: YesNo = "no"
    remind_after: Duration | None = None
    skip: Literal["allowed", "forbidden"] = "allowed"
    """`forbidden`: neither "not needed" nor "could not" is accepted."""
    carries: tuple[Ref, ...] = ()
    """Lines of other cases (`unit/line`): if one of them is settled when such a case turns into this one, this line is
    settled too."""
    gap: Text | None = None
    """What the procedure does not say at this point."""
    gap_short: Text | None = None
    """The same in few words, for the frame of the line on the screen; lists, paper and reports have `gap`."""

    def __init_subclass__(cls, *, traits: verbs.VerbTraits) -> None:
        super().__init_subclass__()
        cls.traits = traits


class Do(_Line, traits=verbs.DO):
    """An act to do once; with `duty`, once for each matching patient."""

    verb: Literal["do"]
    value: Text
    duty: Duty | None = None


class Know(_Line, traits=verbs.KNOW):
    """Something to know."""

    verb: Literal["know"]
    value: Text


class Standing(_Line, traits=verbs.STANDING):
    """An order that is in force as long as the outage lasts; with `duty`, it is asked for each matching patient."""

    verb: Literal["standing"]
    value: Text
    short: Annotated[str, Bounds(min_length=1, max_length=24)] | None = None
    """The order in few words, which stay on the screen as long as it is in force."""
    duty: Duty | None = None

    @property
    def in_short(self) -> str:
        """Its `short`, else as many whole words of its text as fit into `IN_SHORT` characters."""
        return self.short or _first_words(self.value, IN_SHORT)


def _first_words(words: str, most: int) -> str:
    """The first whole words of a text that fit into `most` characters, with an ellipsis where words are missing."""
    if len(words) <= most:
        return words
    shortened = words[: most - 1]
    if words[most - 1] != " ":
        shortened = shortened.rpartition(" ")[0] or shortened
    return shortened.rstrip(" ,;:.(«–") + "…"


class Await(_Line, traits=verbs.AWAIT):
    """An act of somebody else, which the operator confirms on seeing it."""

    verb: Literal["await"]
    value: Text


class Call(_Line, traits=verbs.CALL):
    """A call to a contact of `contacts.yaml`."""

    verb: Literal["call"]
    value: Ref
    label: Text
    """The text of the line: whom to call, about what."""
    say: Text
    """What to say on the phone."""


class Broadcast(_Line, traits=verbs.BROADCAST):
    """A message that somebody else broadcasts; the operator confirms on seeing it."""

    verb: Literal["broadcast"]
    value: Ref
    label: Text
    closes: Ref | None = None
    """The message of a failure whose end this message announces (`unit/message` in another unit)."""
    supersedes: tuple[Ref, ...] = ()
    """The messages that this one replaces."""


class Option(Frozen):
    """An answer to a question, and the lines that it leads to."""

    id: Id
    label: Text
    lines: tuple[Line, ...] = ()


class Ask(_Line, traits=verbs.ASK):
    """A question with several answers; "je ne sais pas" is always offered and leads to `unknown`."""

    verb: Literal["ask"]
    value: Text
    options: Annotated[tuple[Option, ...], Bounds(min_length=2)]
    unknown: tuple[Line, ...] = ()
    suggests: Suggestion | None = None


class Suggestion(Frozen):
    """The answer that a schedule suggests: `open` or `closed`, as the schedule is. It changes with the schedule."""

    schedule: Ref
    open: Id
    closed: Id


class Verify(_Line, traits=verbs.VERIFY):
    """A check that is answered by yes or no."""

    verb: Literal["verify"]
    value: Text
    yes: tuple[Line, ...] = ()
    no: tuple[Line, ...] = ()
    unknown: tuple[Line, ...] = ()
    suggests: Suggestion | None = None
    asserts: Id | None = None
    """The key of a duty that is done for every patient if the answer is yes; the register may contradict it."""
    ends_orders: YesNo = "yes"
    """Whether, in the return of an annex, what the annex set up lasts until the answer is yes; `no`: it asks about what
    was done meanwhile."""


class OutcomeLines(Frozen):
    """The lines that follow when an annex has ended with an outcome."""

    id: Id
    lines: tuple[Line, ...] = ()


class Run(_Line, traits=verbs.RUN):
    """Runs an annex, then comes back with its outcome."""

    verb: Literal["run"]
    value: Ref
    label: Text
    answers: dict[Id, Id] = field(default_factory=dict)
    """Answers to questions of the annex that are known when it is run from here."""
    outcomes: tuple[OutcomeLines, ...] = ()


class Becomes(_Line, traits=verbs.BECOMES):
    """Turns the case into another one, which replaces it."""

    verb: Literal["becomes"]
    value: Ref
    label: Text
    symptom: Id | None = None
    answers: dict[Id, Id] = field(default_factory=dict)
    """Answers to questions of the other case that are known when it is entered from here."""


class Joins(_Line, traits=verbs.JOINS):
    """Opens another case beside this one, in the same session."""

    verb: Literal["joins"]
    value: Ref
    label: Text
    symptom: Id | None = None
    answers: dict[Id, Id] = field(default_factory=dict)
    """Answers to questions of the other case that are known when it is entered from here."""


class Outcome(_Line, traits=verbs.OUTCOME):
    """Ends the annex with one of its outcomes."""

    verb: Literal["outcome"]
    value: Id
    label: Text


class Item(Frozen):
    """One item of a ticket."""

    label: Text
    value: Text | None = None
    """Its value, when the procedure gives it."""
    fill: Literal["who", "site", "began", "now", "title", "callback"] | None = None
    """What of the session it is filled with."""


class Ticket(_Line, traits=verbs.TICKET):
    """A call sheet: what to have at hand for a call, filled from the session."""

    verb: Literal["ticket"]
    value: Text
    contact: Ref | None = None
    items: tuple[Item, ...] = ()


class Register(_Line, traits=verbs.REGISTER):
    """Opens the downtime register; the form `light` asks only the fields that standing orders need."""

    verb: Literal["register"]
    value: Text
    short: Annotated[str, Bounds(min_length=1, max_length=24)] | None = None
    """In few words, which stay on the screen among what lasts; None: it does not stand there."""
    form: Literal["full", "light"] = "full"
    also: tuple[Id, ...] = ()
    """Fields that the light form asks here in addition, because the return of this case needs them."""

    @property
    def in_short(self) -> str:
        """Its `short`; empty without one."""
        return self.short or ""


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
"""Lines without fields of their own."""
DutyLine = Do | Standing
"""Lines that may have a duty for each patient."""
QuestionLine = Ask | Verify
OtherCaseLine = Becomes | Joins
"""Lines that lead to another case."""
OtherUnitLine = OtherCaseLine | Run
BranchingLine = QuestionLine | Run
"""Lines that lead to lines below them: a branch for each answer of a question, or each outcome of an annex."""
LeafLine = PlainLine | DutyLine | OtherCaseLine | Call | Broadcast | Outcome | Ticket | Register
"""Lines without any branch."""

if TYPE_CHECKING:

    def _leaf_or_branching(line: Line) -> LeafLine | BranchingLine:
        """Makes the type checker refuse a class of lines that is in neither of the two."""
        return line


LINES: tuple[type[_Line], ...] = get_args(get_args(Line)[0])
"""The class of each verb."""
VERBS: tuple[str, ...] = tuple(line_class.__name__.lower() for line_class in LINES)
"""Every verb, as authors write it."""


def text_of(line: Line) -> str:
    """The text of a line as it is shown: its label if it has one, else its value."""
    label = getattr(line, "label", None)
    return label if isinstance(label, str) else line.value
