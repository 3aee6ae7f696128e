"""The overview of one session, for the first screen and for lists."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Final, Literal, assert_never, get_args

from pannesi.procedure.availability.moments import LengthEnd, format_length, shown_length, with_end
from pannesi.session.moments import CLOCK_SLACK
from pannesi.support.i18n import N_, _, n_, translated
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from pannesi.support.clock import Clock

TO_TAKE_OVER = N_("À REPRENDRE")
UNREADABLE: Final = "unreadable"
PROGRAM_FAULT: Final = "program_fault"
OverviewStage = Literal[
    "search", "alert", "degraded_mode", "waiting", "not_applied", "not_applied_waiting", "to_announce",
    "return_to_normal", "unconfirmed", "to_close", "closed", "unreadable", "program_fault",
]  # fmt: skip
"""A `read_model.Stage`, or one that a list tells apart.

`search`: the right case is looked for. `not_applied`, `not_applied_waiting`: the outage lasts while no degraded mode is
in place, and something is to do, or nothing is. `to_announce`: nothing is out of order, and nobody announced the return
yet. `unconfirmed`: no line is left, and the return that was announced is not confirmed. `unreadable`: it cannot be
read. `program_fault`: this program fails to read it, and it is not damaged.
"""
STAGES: frozenset[str] = frozenset(get_args(OverviewStage))
_IN_JSON: dict[OverviewStage, OverviewStage] = {
    "not_applied": "alert", "not_applied_waiting": "waiting", "to_announce": "waiting",
    "unconfirmed": "return_to_normal", PROGRAM_FAULT: UNREADABLE,
}  # fmt: skip
"""The stage that JSON gives for those that came later."""


@dataclass(frozen=True)
class Overview:
    """What a list shows of one session."""

    id: str
    title: str
    stage: OverviewStage
    exercise: bool
    began: datetime
    last_at: datetime
    closed_at: datetime | None
    patients: int
    persons: tuple[str, ...]
    events: int
    now: datetime
    """The moment for which it was made."""
    could_not: int = 0
    """How many lines could not be done."""
    redlines: int = 0
    """How many redlines it has."""
    to_take_over: bool = False
    """Offered to somebody, and nobody took it."""
    seen: str = ""
    """The labels of the symptoms by which its cases were entered; empty where none was chosen."""
    hospital: str = ""
    """The name of the hospital; empty when it is not known."""
    site: str = ""
    """The digest of the procedure that it pins."""
    next_act: str = ""
    """The line to do next, when it was last written to; empty where there is none."""
    entered: tuple[str, ...] = ()
    """The entries of its current cases: `unit/symptom`, or `unit` without a symptom."""
    call_again: str = ""
    """The call to make again at `call_again_at`, when it was last written to; empty where there is none."""
    call_again_at: datetime | None = None
    shift: timedelta = timedelta(0)
    """How far ahead of the real time an exercise runs."""
    returned_at: datetime | None = None
    """Since when all that failed works again; None while something does not, or where no clock can tell."""
    word_event: str = ""
    """The id of the fact by which it was given a word; empty without one."""
    word: str = ""
    """That word, read from the journal for what is shown: the index keeps no free text."""
    end_unknown: bool = False
    """Whether it was closed while nobody knew when it worked again."""
    forgotten_before: datetime | None = None
    """An open session whose last event is not after this is forgotten; None where that is not asked."""
    in_doubt: bool = False
    """Whether the clock that gives `now` is doubtful."""
    running: bool = False
    """Whether `now` is the time of an open exercise itself, see `at`; otherwise its last event is its present."""

    @property
    def open(self) -> bool:
        """Whether the session is not closed."""
        return self.closed_at is None

    def at(self, clock: Clock) -> Overview:
        """The session at the present moment of `clock`: an open exercise is at the simulated time at which it goes on
        once it is resumed."""
        if not self.exercise or not self.open:
            return self
        return replace(self, now=clock.now() if clock.chosen else clock.real_now() + self.shift, running=True)

    @property
    def heading(self) -> str:
        """The title, followed by the word that the session was given."""
        return _("{title} « {word} »").format(title=self.title, word=self.word) if self.word else self.title

    @property
    def length(self) -> str:
        """How long the outage has lasted, or lasted. A length that the clock cannot tell, since it is in doubt or was
        set back, is said to be unknown."""
        present = self.last_at if self.exercise and not self.running else self.now
        until = self.returned_at or self.closed_at or present
        doubted = (self.in_doubt and until == self.now) or (self.end_unknown and not self.open)
        return _("?") if doubted or self.began - until > CLOCK_SLACK else format_length(shown_length(self.began, until))

    @property
    def forgotten(self) -> bool:
        """Whether it is still open though nothing was noted for long; unknown, hence not, by a doubtful clock."""
        if not self.open or self.in_doubt or self.forgotten_before is None:
            return False
        ahead = self.shift if self.exercise else timedelta(0)
        return self.last_at - ahead <= self.forgotten_before

    @property
    def _days(self) -> int:
        return shown_length(self.began, self.now).days

    @property
    def _forgotten_words(self) -> str:
        count = self._days
        return n_("ouverte depuis {count} jour, oubliée ?", "ouverte depuis {count} jours, oubliée ?", count)

    @property
    def call_due(self) -> bool:
        """Whether a call that nobody answered is to be made again now; unknown, hence not, by a doubtful clock."""
        by_clock = self.open and not self.in_doubt and (self.running or not self.exercise)
        return by_clock and self.call_again_at is not None and self.call_again_at <= self.now

    def sentence(self) -> str:
        """The session in one sentence: `Dysfonctionnement du RIS, mode dégradé depuis 0 h 47, 3 patients, AB`."""
        offered = translated(TO_TAKE_OVER) if self.to_take_over else ""
        return _listed(self.heading, *self._details, offered)

    @property
    def title_suffixes(self) -> tuple[str, ...]:
        """What may follow the title on one line, from the longest version to the shortest, which is the length
        alone."""
        words = self._short_stage_words.format(length=self.length)
        return (
            _listed(*self._details),
            _listed(words, self._call_due_words, self._patients_words, self._persons_words),
            _listed(words, self._call_due_words, self._patients_words),
            _listed(self.length, self._call_due_words),
            _listed(self.length, self._patients_words),
            _listed(self.length),
        )

    @property
    def _details(self) -> tuple[str, ...]:
        """What a sentence says of the session after its heading."""
        end: LengthEnd = "closing" if self.stage == "closed" else "now"
        length = with_end(self.length, "return" if self.returned_at is not None else end)
        stage = self._stage_words.format(length=length)
        return stage, self._call_due_words, self._patients_words, self._persons_words

    @property
    def _stage_words(self) -> str:
        """The stage with the place of a `{length}`: that of the outage, once all that failed works again."""
        over = self.returned_at is not None
        if self.forgotten:
            return self._forgotten_words
        match self.stage:
            case "search":
                return _("depuis {length}")
            case "alert":
                return _("alerte, depuis {length}")
            case "degraded_mode":
                return _("mode dégradé depuis {length}")
            case "waiting":
                return _("mode dégradé depuis {length}, retour attendu")
            case "not_applied":
                return _("panne en cours depuis {length}")
            case "not_applied_waiting":
                return _("panne en cours depuis {length}, retour attendu")
            case "to_announce":
                return _("retour à annoncer, depuis {length}")
            case "return_to_normal" if over:
                return _("retour à la normale, panne de {length}")
            case "return_to_normal":
                return _("retour à la normale, depuis {length}")
            case "unconfirmed" if over:
                return _("retour pas confirmé, panne de {length}")
            case "unconfirmed":
                return _("retour pas confirmé, depuis {length}")
            case "to_close" if over:
                return _("reste à clore, panne de {length}")
            case "to_close":
                return _("reste à clore, depuis {length}")
            case "closed" if self.end_unknown:
                return _("close, fin de la panne pas sue")
            case "closed":
                return _("close, panne de {length}") if over else _("close, a duré {length}")
            case "unreadable":
                return _("pannesi verify dit pourquoi")
            case "program_fault":
                return _("erreur du programme : elle n'est pas abîmée")
            case other:
                assert_never(other)

    @property
    def _short_stage_words(self) -> str:
        """The stage in a word or two, with the place of a `{length}`."""
        if self.forgotten:
            return n_("{count} jour, oubliée ?", "{count} jours, oubliée ?", self._days)
        match self.stage:
            case "search":
                return _("recherche, {length}")
            case "alert":
                return _("alerte, {length}")
            case "degraded_mode" | "waiting":
                return _("dégradé, {length}")
            case "not_applied" | "not_applied_waiting":
                return _("en cours, {length}")
            case "to_announce":
                return _("à annoncer, {length}")
            case "return_to_normal":
                return _("retour, {length}")
            case "unconfirmed":
                return _("pas confirmé, {length}")
            case "to_close":
                return _("à clore, {length}")
            case "closed" if self.end_unknown:
                return _("close, fin pas sue")
            case "closed":
                return _("close après {length}")
            case "unreadable":
                return _("pannesi verify")
            case "program_fault":
                return _("erreur du programme")
            case other:
                assert_never(other)

    @property
    def _call_due_words(self) -> str:
        return _("à rappeler maintenant") if self.call_due else ""

    @property
    def _patients_words(self) -> str:
        return n_("{count} patient", "{count} patients", self.patients) if self.patients else ""

    @property
    def _persons_words(self) -> str:
        return " ".join(self.persons)

    def as_json(self) -> dict[str, Any]:
        """The overview as plain JSON values; times in UTC, ISO 8601."""
        return {
            "id": self.id,
            "title": self.title,
            "stage": _IN_JSON.get(self.stage, self.stage),
            "exercise": self.exercise,
            "began": self.began.isoformat(timespec="seconds"),
            "last_at": self.last_at.isoformat(timespec="seconds"),
            "closed_at": self.closed_at.isoformat(timespec="seconds") if self.closed_at is not None else None,
            "patients": self.patients,
            "persons": list(self.persons),
            "events": self.events,
            "could_not": self.could_not,
            "redlines": self.redlines,
            "to_take_over": self.to_take_over,
            "hospital": self.hospital,
        }


def _listed(*parts: str) -> str:
    """The parts that say something, one after the other."""
    return clean_line(", ".join(filter(None, parts)))


def with_distinct_titles(sessions: Sequence[Overview]) -> tuple[Overview, ...]:
    """The sessions, with the label of their symptom as title where several have the same title."""
    times = Counter(session.title for session in sessions)
    return tuple(
        replace(session, title=session.seen) if times[session.title] > 1 and session.seen else session
        for session in sessions
    )
