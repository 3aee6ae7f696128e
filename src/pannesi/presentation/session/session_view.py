"""The session at one moment, with the line looked at: what every screen is drawn from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from pannesi.application.session_service import Desk
from pannesi.history.account.durations import returned_at
from pannesi.history.learning.lessons import NOTHING_LEARNED, Lessons
from pannesi.history.overview import Overview
from pannesi.presentation.text.common_phrases import UNKNOWN_LENGTH, doubtful_hour
from pannesi.presentation.text.key_names import PLAIN, Keys
from pannesi.procedure.availability.moments import format_length, format_moment, shown_length, spoken_moment
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.lines import Broadcast
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.procedure.model.units import Message, Symptom, Triage, is_search, phase_word
from pannesi.session.facts.visits import ReturnAnnounced
from pannesi.session.labels import title_of
from pannesi.session.moments import CLOCK_SLACK
from pannesi.session.projection.read_model import DutyRow, Row, Walk
from pannesi.session.projection.return_checks import was_found_to_last
from pannesi.session.state import State, Visit
from pannesi.support.clock import ClockDoubt
from pannesi.support.i18n import _, translated


@dataclass(frozen=True)
class View:
    """A session at one moment, and what a screen asks of it."""

    site: Site
    """The procedure that the session pins, with the newest contacts."""
    state: State
    walk: Walk
    """The projection: each line with its status, and what comes next."""
    row: Row | None
    """The line looked at; None where there is none."""
    actor: str
    """Who is at the screen."""
    keys: Keys = PLAIN
    """The keys of the face that shows it."""
    clock_doubt: ClockDoubt | None = None
    """Why the clock of this machine may be wrong; None where nothing suggests it."""

    lessons: Lessons = NOTHING_LEARNED
    """What earlier sessions taught and nobody answered."""
    real_outages: tuple[Overview, ...] = ()
    """In an exercise, the real outages that are open."""

    @classmethod
    def of(cls, desk: Desk, row: Row | None = None) -> View:
        """The session of a desk as it stands now."""
        return cls(
            desk.procedure, desk.state, desk.look(), row, desk.environment.actor, clock_doubt=desk.environment.doubt()
        )

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the site."""
        return zone_of(self.site.contacts)

    def hour(self, moment: datetime) -> str:
        """A moment in words, near ones without their date; with a question mark while the clock is unreliable."""
        hour = format_moment(moment, self.walk.now, self.zone)
        return doubtful_hour(hour) if self.clock_unreliable else hour

    @property
    def clock_unreliable(self) -> bool:
        """Whether no hour can be believed now, nor any duration that ends now."""
        return self.clock_doubt is not None and self.clock_doubt.alarm

    @property
    def duration_words(self) -> str:
        """How long the outage has lasted, or lasted where it returned; empty where the clock cannot tell."""
        began, until = self.state.began, self.returned_at or self.walk.now
        if self.clock_unreliable or began is None or began - until > CLOCK_SLACK:
            return ""
        return format_length(shown_length(began, until))

    @property
    def since_words(self) -> str:
        """`depuis 2 h 51`, or `panne de 2 h 51` where it returned; that it is not known where the clock cannot tell."""
        if not self.duration_words:
            return translated(UNKNOWN_LENGTH)
        words = _("panne de {length}") if self.returned_at is not None else _("depuis {length}")
        return words.format(length=self.duration_words)

    @cached_property
    def returned_at(self) -> datetime | None:
        """Since when every current case works again; None while one does not."""
        return returned_at(self.state, self.walk)

    def began_at(self, row: Row) -> datetime | None:
        """When the outage that a line is about began: for a case joined while another went on, when it was opened.

        None where it is not known.
        """
        by_id = {visit.id: visit for visit in self.state.visits}
        visit, seen = by_id.get(row.visit), set[str]()
        while (
            visit is not None and visit.reason in ("run", "turned") and visit.parent in by_id and visit.id not in seen
        ):
            seen.add(visit.id)
            visit = by_id[visit.parent]
        if visit is None or visit.reason != "joined" or not self._another_before(visit):
            return self.state.began
        return self.state.when(visit.event)

    def began_words(self, row: Row) -> str:
        """Since when the outage of a line lasts, or when it was seen where nobody said when it began; empty where
        neither is known."""
        began = self.began_at(row)
        if began is None:
            return ""
        given = began == self.state.began and self.state.beginning_given
        hour = spoken_moment(self.hour(began))
        if given:
            return _("depuis {hour}").format(hour=hour)
        return (_("constaté à {hour}") if hour[:1].isdigit() else _("constaté {hour}")).format(hour=hour)

    def message_of(self, row: Row) -> Message | None:
        """The message that a line broadcasts; None for any other line, or where the procedure gives no text."""
        if not isinstance(row.line, Broadcast):
            return None
        unit, name = split_ref(row.unit, row.line.value)
        owner = self.site.unit_by_id.get(unit)
        message = owner.messages.get(name) if owner is not None else None
        return message if message is not None and message.missing is None else None

    def _another_before(self, visit: Visit) -> bool:
        """Whether an outage was already going on before a visit; the search for the case is none."""
        earlier = (other for other in self.state.visits if other.event.order < visit.event.order)
        return any(not self._looks_for_case(other) for other in earlier)

    def _looks_for_case(self, visit: Visit) -> bool:
        """Whether a visit only looks for the case."""
        unit = self.site.unit_by_id.get(visit.unit)
        return unit is not None and is_search(unit, visit.symptom)

    @property
    def title(self) -> str:
        """The titles of the current cases."""
        opening = self.state.opening
        return title_of(self.walk, self.site, opening.unit if opening is not None else None)

    @property
    def current_cases(self) -> tuple[Visit, ...]:
        """The visits of the current cases."""
        return tuple(visit for visit in self.state.visits if visit.id in self.walk.current_cases)

    @property
    def returned_cases(self) -> tuple[Visit, ...]:
        """The visits of the current cases whose return to normal is announced."""
        heads = {visit.id: self.state.slot("return", visit.id).head for visit in self.current_cases}
        return tuple(
            visit
            for visit in self.current_cases
            if (head := heads[visit.id]) is not None and isinstance(head.body, ReturnAnnounced)
        )

    @property
    def lasting_cases(self) -> tuple[Visit, ...]:
        """The cases whose return to normal is announced, and of which a check says that they do not work again."""
        return tuple(visit for visit in self.returned_cases if was_found_to_last(self.walk, visit.id))

    @property
    def ongoing_cases(self) -> tuple[Visit, ...]:
        """The visits of the current cases that have not returned to normal; without the search for the case."""
        returned = {visit.id for visit in self.returned_cases}
        return tuple(
            visit for visit in self.current_cases if visit.id not in returned and not self._looks_for_case(visit)
        )

    @cached_property
    def owed_now(self) -> tuple[tuple[DutyRow, ...], ...]:
        """The duties that can be settled now, grouped by patient: the steps of a return that was not announced wait."""
        early = {(patient.id, step.key) for patient in self.walk.patients for step in patient.steps if step.early}
        groups = (
            tuple(duty for duty in duties if (duty.patient.id, duty.key) not in early)
            for duties in self.walk.open_duties
        )
        return tuple(duties for duties in groups if duties)

    def symptom_of(self, visit: Visit) -> Symptom | None:
        """The symptom by which a visit was opened; None without one."""
        unit = self.site.unit_by_id.get(visit.unit)
        symptoms = unit.symptoms if unit is not None else ()
        return next((symptom for symptom in symptoms if symptom.id == visit.symptom), None)

    def recognise(self, visit: Visit) -> str:
        """One line that tells whether a visit is the right case."""
        symptom = self.symptom_of(visit)
        own = symptom.recognise if symptom is not None else None
        unit = self.site.unit_by_id.get(visit.unit)
        return own or (unit.recognise if unit is not None else "")

    def phase_word(self, row: Row) -> str:
        """The part of the list that a line belongs to, in words; the search for the case is a part of its own."""
        if self._is_step(row):
            return _("Étapes")
        return _("Recherche du cas") if self.is_search(row) else phase_word(row.phase)

    def short_phase_word(self, row: Row) -> str:
        """The part of the list that a line belongs to, in a word."""
        if self._is_step(row):
            return _("étapes")
        short = {"degraded_mode": _("dégradé"), "return_to_normal": _("retour")}
        return _("recherche") if self.is_search(row) else short.get(row.phase, phase_word(row.phase).lower())

    def _is_step(self, row: Row) -> bool:
        """Whether a line is a step of an annex opened by itself, which has no phases."""
        return row.of_annex and row.phase == "degraded_mode" and row.visit in self.walk.current_cases

    def is_search(self, row: Row) -> bool:
        """Whether a line belongs to the search for the case."""
        return row.of_search and isinstance(self.site.unit_by_id[row.unit], Triage)

    @property
    def searching(self) -> bool:
        """Whether every current case is the search for the right one."""
        visits = self.current_cases
        return bool(visits) and all(self._looks_for_case(visit) for visit in visits)

    def position(self, row: Row) -> tuple[int, int]:
        """The rank of a line among those of its visit and phase that are certain to apply (0 where it does not), and
        how many these are. An annex run from a case counts its own."""
        keys = [other.key for other in self._beside(row) if _is_applicable(other)]
        return (keys.index(row.key) + 1 if row.key in keys else 0), len(keys)

    def may_grow(self, row: Row) -> bool:
        """Whether an answer may add lines beside this one."""
        return any(other.status == "pending" for other in self._beside(row))

    def _beside(self, row: Row) -> list[Row]:
        return [other for other in self.walk.rows if (other.visit, other.phase) == (row.visit, row.phase)]


def _is_applicable(row: Row) -> bool:
    return row.status not in ("not_applicable", "pending")
