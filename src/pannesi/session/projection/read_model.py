"""What the walk shows: one row a line, and what the session owes besides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from pannesi.procedure.model.lines import Line, PutsRight, Verify
from pannesi.procedure.model.numbering import YES
from pannesi.procedure.model.units import Phase
from pannesi.session.events import Event
from pannesi.session.projection.allowed_acts import Act, allowed_acts

if TYPE_CHECKING:
    from pannesi.session.projection.standing_orders import StandingOrder
    from pannesi.session.register.collisions import SharedNumberDoubt

Status = Literal["open", "done", "not_needed", "could_not", "left", "not_applicable", "pending"]
"""`left`: put off until the return. `pending`: its question has no answer yet. `not_applicable`: its branch
was not taken, its condition does not hold, or its case gave way to another."""

SETTLED: frozenset[Status] = frozenset({"done", "not_needed", "could_not"})


@dataclass(frozen=True)
class ConditionResult:
    """A condition as the clock, the answers and the operator have it."""

    holds: bool | None
    """None: nobody can tell from here."""
    because: str
    """In French, short: what was looked at."""
    by_operator: bool = False
    """Set by the operator, against or without the clock."""

    @property
    def worth_showing(self) -> bool:
        """Whether it is told: one that follows from an answer just given is not."""
        return bool(self.because) or self.by_operator or self.holds is None


@dataclass(frozen=True)
class Attempt:
    """One call tried."""

    contact: str
    outcome: str
    """`reached` or `no_answer`."""
    at: datetime
    event: str


@dataclass(frozen=True)
class Row:
    """A line of one visit as it stands now."""

    visit: str
    unit: str
    line: Line
    number: str
    phase: Phase
    depth: int
    status: Status
    fact: Event | None = None
    """What settled it, if anything did."""
    at: datetime | None = None
    answer: str | None = None
    """The option chosen, for a question."""
    suggestion: str | None = None
    """The option that the clock suggests."""
    suggestion_assumed: bool = False
    """The clock says so by hours that the procedure does not write."""
    again: bool = False
    """A question whose answer dates from before the last edge of its schedule."""
    attempts: tuple[Attempt, ...] = ()
    condition: ConditionResult | None = None
    conflict: tuple[Event, ...] = ()
    off_branch: bool = False
    """Something was recorded here, and the branch is not (or no longer) taken."""
    late: bool = False
    """What settled it was written after the session was closed."""
    carried: bool = False
    """Settled by the line of another case that it carries on from."""
    reminder: bool = False
    """Its `remind_after` has passed."""
    patients_due: int = 0
    """Patients for whom its duty is still open."""
    awaited_since: datetime | None = None
    """Of a message that others send: since when it is awaited from them, once they were reached."""
    ended: bool = False
    """A standing order that was in force, or might have been, and is no more."""
    running: str | None = None
    """The visit of an annex that is being walked from here."""
    passed_by: bool = False
    """Nothing was said of it before its annex ended: due no more, and neither done nor beside the point."""

    of_search: bool = False
    """Of a search for the case, which has no return."""

    @property
    def key(self) -> tuple[str, str]:
        return (self.visit, self.line.id)

    @cached_property
    def allowed(self) -> frozenset[Act]:
        """What may be done here while the session runs: for the handlers that write, and for every face."""
        return allowed_acts(self)

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done here."""
        return self.status == "open" or self.again

    @property
    def left_undone(self) -> bool:
        """Whether it stays without being done, if nothing more is done."""
        return (self.is_open or self.status == "left" or self.passed_by) and not self.ended


@dataclass(frozen=True)
class MessageState:
    """A "down" message that was seen broadcast, and what became of it."""

    visit: str
    unit: str
    ref: str
    state: Literal["in_force", "closed", "superseded"]
    up: tuple[str, str] | None
    """The row of the "up" that closes it, None when the procedure gives none."""


ReconciliationState = Literal[
    "entered", "identity_confirmed", "episode_set", "order_recreated", "images_linked", "verified", "waived"
]
"""How far a patient line has come since it was entered."""

BARE_WORDS = "identite"
"""The key of an identity that was written in bare words, before the register had fields."""


@dataclass(frozen=True)
class Patient:
    """A patient line of the register, by its closed facts; what identifies the person is kept apart."""

    id: str
    label: str
    """`A-03` as the session counts, `P-017` as pre-printed on a paper sheet."""
    facts: dict[str, str]
    visits: tuple[str, ...]
    examined: datetime
    """When the examination was; the hour of the entry where nobody said it (`hour_told`)."""
    voided: bool
    identity: str | None
    """The free text as kept: one JSON object, or the bare words of an older journal; None when erased or not given."""
    event: Event
    """The fact that entered the line; its time is that of the entry."""
    filled: frozenset[str] = frozenset()
    """The fields that say something."""
    paper: bool = False
    """First written on a pre-printed sheet, and entered later."""
    light: bool = False
    """Noted on the light form: only what its case will need."""
    conflict: tuple[Event, ...] = ()
    """Corrections made without knowing of each other: all are kept until a person settles."""
    latest: Event | None = None
    """The fact that says what the line says now."""
    state: ReconciliationState = "entered"
    steps: tuple[Step, ...] = ()
    """What the return demands for this line."""
    verdict: Event | None = None
    """The verification or the waiver in force."""
    voided_by: Event | None = None
    """The fact that struck the line out, with its reason."""
    base_label: str = ""
    """The number that the line was given, before namesakes are told apart."""
    draft: bool = False
    """Its entering was not finished: kept field by field until then."""
    hour_given: bool = True
    """Whether anybody said when the examination was; else it is the hour of the entry."""
    handed_on: Event | None = None
    """The fact that an identity which stayed unknown was handed on."""
    settled_before_voiding: tuple[DutyRow, ...] = ()
    """Of a line that was struck out: what had been settled for the patient by then. It was done all the same."""
    images_fate: Event | None = None
    """Of a line that was let go: what was said of its images."""

    @cached_property
    def fields(self) -> dict[str, str]:
        """What was written, by field; bare words of an older journal under `BARE_WORDS`."""
        return fields_of(self.identity)

    @property
    def hour_unknown(self) -> bool:
        """Whether it comes from a paper sheet of which somebody said that its hour is not known."""
        return self.paper and not (self.hour_given or self.draft)

    @property
    def let_go(self) -> bool:
        """Whether the line was struck out, or dispensed from the return."""
        return self.voided or self.state == "waived"

    @property
    def settled(self) -> bool:
        """Whether nothing more is asked of this line."""
        return not self.missing if self.let_go else self.state == "verified"

    @property
    def missing(self) -> tuple[Step, ...]:
        """The steps that are still open: of a line that was let go, what becomes of its images alone."""
        return tuple(step for step in self.steps if step.status == "open" and (step.about_images or not self.let_go))

    @property
    def same_person(self) -> bool:
        """Whether whoever verified the line is whoever entered it."""
        return self.verdict is not None and self.state == "verified" and self.verdict.actor == self.event.actor


def fields_of(text: str | None) -> dict[str, str]:
    """The fields that a patient's free text holds; what is no JSON object of texts is an identity in bare words."""
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
    """One thing that the return demands for one patient line."""

    key: str
    label: str
    puts_right: PutsRight | None
    status: Status
    fact: Event | None = None
    early: bool = False
    """The return was not announced yet: nobody can have done this in systems that are down."""
    fills: str = ""
    """The field that its words come into."""
    needs_words: bool = False
    """Done only in words: what was unknown, and is known now."""
    about_images: bool = False
    """About the images of a line that was struck out or dispensed: asked of it all the same."""


@dataclass(frozen=True)
class DutyRow:
    """One duty owed for one patient."""

    patient: Patient
    key: str
    label: str
    phase: Phase
    status: Status
    sure: bool
    """False when a fact that decides it is not known yet."""
    fact: Event | None
    lines: tuple[tuple[str, str], ...]
    """The (visit, line) rows that ask for it."""
    checks: str | None = None
    """`identity`: it says that the identity was looked at."""

    @property
    def settled(self) -> bool:
        """Whether it is done, or said not to be."""
        return self.status in SETTLED


def still_owed(row: Row, owing: tuple[tuple[DutyRow, ...], ...]) -> tuple[DutyRow, ...]:
    """The duties, one a patient, that the yes given to a check says to be done, and that are open; none elsewhere."""
    if not isinstance(row.line, Verify) or row.line.asserts is None or row.answer != YES or row.off_branch:
        return ()
    return tuple(duty for duties in owing for duty in duties if duty.key == row.line.asserts)


@dataclass(frozen=True)
class Block:
    """Something that prevents closing."""

    code: Literal[
        "search",
        "return",
        "critical",
        "back",
        "unconfirmed",
        "contradicted",
        "message",
        "duty",
        "conflict",
        "patient",
        "images",
        "doubt",
    ]
    text: str
    row: tuple[str, str] | None = None
    patient: str | None = None
    """The patient line that it is about."""
    visit: str | None = None
    """The case that it is about, where no line of it is."""


@dataclass(frozen=True)
class Proposal:
    """Another case that the failures seen together suggest. Never taken without a person's word."""

    unit: str
    symptom: str
    title: str
    because: str


Stage = Literal["alert", "degraded_mode", "waiting", "return_to_normal", "to_close", "closed"]


@dataclass(frozen=True)
class Walk:
    """Everything that a face needs at one moment. Computing it writes nothing."""

    now: datetime
    rows: tuple[Row, ...]
    next: Row | None
    """The line to do now; None while waiting for the return, or when only closing is left."""
    todo: tuple[Row, ...]
    """Every line to do now, in order; `next` is the first."""
    stage: Stage
    standing: tuple[Row, ...]
    duties: tuple[DutyRow, ...]
    duties_by_patient: Mapping[str, tuple[DutyRow, ...]]
    """The same, by patient."""
    open_duties: tuple[tuple[DutyRow, ...], ...]
    """Those not settled yet, patient by patient, without the patients to whom nothing is owed any more."""
    messages: tuple[MessageState, ...]
    patients: tuple[Patient, ...]
    number_doubts: tuple[SharedNumberDoubt, ...]
    """Numbers that two lines share, or that one says twice."""
    proposals: tuple[Proposal, ...]
    blocks: tuple[Block, ...]
    elapsed: timedelta
    current_cases: tuple[str, ...]
    """The visits of cases going on now: neither annexes nor cases that gave way."""

    def row(self, visit: str, line: str) -> Row | None:
        """The row of a line, None when that visit does not hold it."""
        return self._by_key.get((visit, line))

    def patient(self, patient: str | None) -> Patient | None:
        """A line of the register by its id, None when there is no such line."""
        return self._by_patient.get(patient) if patient is not None else None

    @property
    def search_goes_on(self) -> bool:
        """Whether a search for the case found none, and no answer in it says that none applies."""
        return any(block.code == "search" for block in self.blocks)

    def contradicting(self, row: Row) -> tuple[DutyRow, ...]:
        """What the register says to be owed still, of what the answer to a check says to be done for everybody."""
        return still_owed(row, self.open_duties)

    @cached_property
    def left_undone(self) -> tuple[Row, ...]:
        """The lines that are not done, in order: open, put off, or passed by where their annex ended; no order that is
        over. Every face that counts them counts these."""
        return tuple(row for row in self.rows if row.left_undone)

    @cached_property
    def left_open(self) -> tuple[Row, ...]:
        """Those of them that do not prevent closing."""
        holding = {block.row for block in self.blocks}
        return tuple(row for row in self.left_undone if row.key not in holding)

    @cached_property
    def orders(self) -> tuple[StandingOrder, ...]:
        """What lasts, as every face shows it."""
        from pannesi.session.projection.standing_orders import orders_of

        return orders_of(self)

    @cached_property
    def _by_patient(self) -> dict[str, Patient]:
        return {patient.id: patient for patient in self.patients}

    @cached_property
    def _by_key(self) -> dict[tuple[str, str], Row]:
        return {row.key: row for row in reversed(self.rows)}
