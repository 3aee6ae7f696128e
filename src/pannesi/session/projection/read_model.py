"""The read model of a session: rows of lines, patients, duties, messages, closing blocks, and the walk with all."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from pannesi.procedure.model.lines import Line, PutsRight, Verify
from pannesi.procedure.model.numbering import YES
from pannesi.procedure.model.units import Phase
from pannesi.session.events import Event
from pannesi.session.projection.allowed_acts import Act, allowed_acts
from pannesi.support.light_dataclass import dataclass

if TYPE_CHECKING:
    from pannesi.session.projection.standing_orders import StandingOrder
    from pannesi.session.register.collisions import SharedNumberDoubt

Status = Literal["open", "done", "not_needed", "could_not", "left", "not_applicable", "pending"]
"""`left`: put off until the return. `pending`: no answer yet. `not_applicable`: branch, condition or case is not so."""

SETTLED: frozenset[Status] = frozenset({"done", "not_needed", "could_not"})


@dataclass(frozen=True)
class ConditionResult:
    """The result of evaluating a condition; `holds` is None where that is unknown."""

    holds: bool | None
    because: str
    """What was looked at, in French; empty for an answer."""
    by_operator: bool = False
    """Whether the operator said it, whatever the clock says."""
    assumed: bool = False
    """Whether it follows from hours that the site assumes."""

    @property
    def worth_showing(self) -> bool:
        """Whether it is worth showing: not where it only follows from an answer."""
        return bool(self.because) or self.by_operator or self.holds is None


@dataclass(frozen=True)
class Attempt:
    """One call, answered or not."""

    contact: str
    outcome: str
    at: datetime
    event: str


@dataclass(frozen=True)
class Row:
    """A line of one visit with its present state."""

    visit: str
    unit: str
    line: Line
    number: str
    phase: Phase
    depth: int
    status: Status
    fact: Event | None = None
    """The event that settled it, None while it is open."""
    at: datetime | None = None
    answer: str | None = None
    """The option chosen at a question."""
    suggestion: str | None = None
    """The option that a schedule suggests."""
    suggestion_assumed: bool = False
    """Whether that is by hours that the site assumes."""
    again: bool = False
    """Whether it must be done or asked again, see `line_status.must_redo` and `must_ask_again`."""
    again_while_lasting: bool = False
    """Whether it must be, though the outage did not come back: the return was announced too early."""
    attempts: tuple[Attempt, ...] = ()
    condition: ConditionResult | None = None
    conflict: tuple[Event, ...] = ()
    off_branch: bool = False
    """Whether it was settled though its branch is not (or no longer) taken."""
    late: bool = False
    """Whether it was settled after the session was closed."""
    carried: bool = False
    """Whether it is settled by a line of an earlier case that it takes over."""
    reminder: bool = False
    """Whether its `remind_after` has passed."""
    patients_due: int = 0
    """How many patients its duty is still open for."""
    awaited_since: datetime | None = None
    """For a message that others send: since when it is awaited, once they were reached."""
    ended: bool = False
    """Whether it is a standing order that is not in force any more."""
    continued_by: str = ""
    """The number of the line of another case by which an order that ended here goes on."""
    call_again_at: datetime | None = None
    """For a call that nobody answered: when to make it again; `call_due`: that time has come."""
    call_due: bool = False
    running: str | None = None
    """The visit of the annex that is being run from it."""
    passed_by: bool = False
    """Whether its annex ended before it was settled: it is no longer due, and was not done."""
    of_search: bool = False
    """Whether it belongs to a triage, which has no return."""
    of_annex: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """The visit and the id of its line, by which rows are found."""
        return (self.visit, self.line.id)

    @cached_property
    def allowed(self) -> frozenset[Act]:
        """The acts allowed here while the session is open."""
        return allowed_acts(self)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done here."""
        return self.status == "open" or self.again

    @property
    def left_undone(self) -> bool:
        """Whether it was not done: open, put off, or passed by when its annex ended."""
        return (self.is_open or self.status == "left" or self.passed_by) and not self.ended


@dataclass(frozen=True)
class MessageState:
    """A "down" message that was seen broadcast, and its state."""

    visit: str
    unit: str
    ref: str
    state: Literal["in_force", "closed", "superseded"]
    up: tuple[str, str] | None
    """The key of the row of the "up" message that ends it; None when the procedure has none."""


ReconciliationState = Literal[
    "entered", "identity_confirmed", "episode_set", "order_recreated", "images_linked", "verified", "waived"
]
"""How far the reconciliation of a patient line has come."""

BARE_WORDS = "identite"
"""The field id for an identity written in bare words, where the register has no fields."""


@dataclass(frozen=True)
class Patient:
    """A patient line of the register with its present state."""

    id: str
    label: str
    """`A-03`, numbered by the session, or `P-017`, the number printed on a paper sheet."""
    facts: dict[str, str]
    visits: tuple[str, ...]
    examined: datetime
    """When the patient was examined; the time of the entry where nobody gave it, see `hour_given`."""
    voided: bool
    identity: str | None
    """The free text: a JSON object, or bare words in an older journal; None when erased or not given."""
    event: Event
    """The event that added the line."""
    filled: frozenset[str] = frozenset()
    """The ids of the fields that are filled."""
    paper: bool = False
    """Whether it was first written on a paper sheet."""
    light: bool = False
    """Whether it has the light form, with only what its case needs."""
    conflict: tuple[Event, ...] = ()
    """Versions written by people who did not know of each other's, until a person settles it."""
    latest: Event | None = None
    """The event with the version in force."""
    state: ReconciliationState = "entered"
    steps: tuple[Step, ...] = ()
    """What the return requires for this line."""
    verdict: Event | None = None
    """The event that verified or waived it."""
    voided_by: Event | None = None
    """The event that voided it, with its reason."""
    base_label: str = ""
    """The label that it was given, before lines with the same label are numbered."""
    draft: bool = False
    """Whether its entry is not finished."""
    hour_given: bool = True
    """Whether anybody gave the time of the examination."""
    handed_on: Event | None = None
    """The event that says to whom its unknown identity was reported."""
    settled_before_voiding: tuple[DutyRow, ...] = ()
    """For a voided line: the duties that had been settled before."""
    images_fate: Event | None = None
    """For a voided or waived line: the event that says what becomes of its images."""

    @cached_property
    def fields(self) -> dict[str, str]:
        """The values by field id; bare words of an older journal under `BARE_WORDS`."""
        return fields_of(self.identity)

    @property
    def hour_unknown(self) -> bool:
        """Whether it comes from a paper sheet of which somebody said that its hour is not known."""
        return self.paper and not (self.hour_given or self.draft)

    @property
    def voided_or_waived(self) -> bool:
        """Whether the line was voided or waived."""
        return self.voided or self.state == "waived"

    @property
    def settled(self) -> bool:
        """Whether nothing is left to do for this line."""
        return not self.missing if self.voided_or_waived else self.state == "verified"

    @property
    def missing(self) -> tuple[Step, ...]:
        """The open steps; for a voided or waived line, only those about its images."""
        return tuple(
            step for step in self.steps if step.status == "open" and (step.about_images or not self.voided_or_waived)
        )

    @property
    def same_person(self) -> bool:
        """Whether the line was verified by the person who added it."""
        return self.verdict is not None and self.state == "verified" and self.verdict.actor == self.event.actor


def fields_of(text: str | None) -> dict[str, str]:
    """The values in the free text of a patient line, by field id; bare words are under `BARE_WORDS`."""
    if not text:
        return {}
    try:
        parsed = json.loads(text) if text.startswith("{") else None
    except (ValueError, RecursionError):
        parsed = None
    if not isinstance(parsed, dict) or not all(isinstance(value, str) for value in parsed.values()):
        return {BARE_WORDS: text}
    return {str(name): value for name, value in parsed.items() if value}


@dataclass(frozen=True)
class Step:
    """One step of the return for one patient line."""

    key: str
    label: str
    puts_right: PutsRight | None
    status: Status
    fact: Event | None = None
    early: bool = False
    """Whether the return was not announced yet, so that it cannot have been done in systems that are down."""
    fills: str = ""
    """The id of the field to which its note goes."""
    needs_words: bool = False
    """Whether it needs a note with what was unknown and is known now."""
    about_images: bool = False
    """Whether it is about the images of a voided or waived line, for which it is required all the same."""
    short: str = ""
    """Its name in the table of the register; empty: the label."""


@dataclass(frozen=True)
class DutyRow:
    """One duty to one patient."""

    patient: Patient
    key: str
    label: str
    phase: Phase
    status: Status
    sure: bool
    """Whether it is certain; False when a closed fact that decides it is unknown."""
    fact: Event | None
    lines: tuple[tuple[str, str], ...]
    """The keys of the rows that ask for it."""
    checks: str | None = None
    """`identity`: it means that the identity was checked."""
    question: bool = False
    """Whether it is a question: oui, non, pas su."""
    answered: str = ""
    """`no` or `unknown`, where the question was answered so; `SAID_IMPOSSIBLE` where it is owed again since."""
    short: str = ""
    """Its name in the table of the register."""

    @property
    def settled(self) -> bool:
        """Whether it is done, not needed or impossible."""
        return self.status in SETTLED


def still_owed(row: Row, owing: Iterable[tuple[DutyRow, ...]]) -> tuple[DutyRow, ...]:
    """The duties by patient that contradict a check which asserts that all are done; empty for any other row."""
    if not isinstance(row.line, Verify) or row.line.asserts is None or row.answer != YES or row.off_branch:
        return ()
    mine = (duty for duties in owing for duty in duties if duty.key == row.line.asserts)
    return tuple(duty for duty in mine if duty.status == "open" or duty.answered)


@dataclass(frozen=True)
class Block:
    """Something that prevents closing the session, in a French sentence."""

    code: Literal[
        "search", "return", "critical", "back", "unconfirmed", "contradicted", "message", "duty", "conflict",
        "patient", "images", "doubt",
    ]  # fmt: skip
    text: str
    row: tuple[str, str] | None = None
    patient: str | None = None
    """The id of the patient line that it is about."""
    visit: str | None = None
    """The visit that it is about, where it is about none of its lines."""


@dataclass(frozen=True)
class Proposal:
    """Another case that covers the failures of the current cases together; only proposed to the person."""

    unit: str
    symptom: str
    title: str
    because: str


Stage = Literal["alert", "degraded_mode", "waiting", "return_to_normal", "to_close", "closed"]


@dataclass(frozen=True)
class Walk:
    """Everything that a face shows of a session at one moment."""

    now: datetime
    rows: tuple[Row, ...]
    next: Row | None
    """The line to do now, the first of `todo`; None while waiting for the return, or when only closing is left."""
    todo: tuple[Row, ...]
    """Every line to do now, in order."""
    stage: Stage
    standing: tuple[Row, ...]
    duties: tuple[DutyRow, ...]
    duties_by_patient: Mapping[str, tuple[DutyRow, ...]]
    open_duties: tuple[tuple[DutyRow, ...], ...]
    """The open duties, grouped by patient; patients without any are left out."""
    messages: tuple[MessageState, ...]
    patients: tuple[Patient, ...]
    number_doubts: tuple[SharedNumberDoubt, ...]
    """Doubts about numbers that two patient lines share, or one line holds twice."""
    proposals: tuple[Proposal, ...]
    blocks: tuple[Block, ...]
    elapsed: timedelta
    current_cases: tuple[str, ...]
    """The ids of the visits of current cases: not annexes, not cases that were replaced."""

    def row(self, visit: str, line: str) -> Row | None:
        """The row of a line of a visit; None when there is none."""
        return self._by_key.get((visit, line))

    def patient(self, patient: str | None) -> Patient | None:
        """A patient line by its id; None when there is none."""
        return self._by_patient.get(patient) if patient is not None else None

    @property
    def search_goes_on(self) -> bool:
        """Whether a triage has led to no case yet."""
        return any(block.code == "search" for block in self.blocks)

    def contradicting(self, row: Row) -> tuple[DutyRow, ...]:
        """The duties that contradict the answer to a check, see `still_owed`."""
        return still_owed(row, self.duties_by_patient.values())

    @cached_property
    def left_undone(self) -> tuple[Row, ...]:
        """The lines not done, in order: open, put off, or passed by when their annex ended; see `judgement`."""
        from pannesi.session.projection.judgement import lines_left_undone

        return lines_left_undone(self)

    @cached_property
    def left_open(self) -> tuple[Row, ...]:
        """The lines that are not done and do not prevent closing."""
        holding = {block.row for block in self.blocks}
        return tuple(row for row in self.left_undone if row.key not in holding)

    @cached_property
    def orders(self) -> tuple[StandingOrder, ...]:
        """The standing orders in force, as every face shows them."""
        from pannesi.session.projection.standing_orders import orders_of

        return orders_of(self)

    @cached_property
    def _by_patient(self) -> dict[str, Patient]:
        return {patient.id: patient for patient in self.patients}

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], Row]:
        return {row.key: row for row in reversed(self.rows)}
