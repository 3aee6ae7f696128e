"""Redlines: what people reported against lines of the procedure, where each line is written, and the answers.

An answer goes to the audit log, never to the session: a past session does not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from pannesi.application.lookup import only_one_named
from pannesi.history.catalogue import SessionCatalogue
from pannesi.history.session_filter import SessionFilter
from pannesi.history.session_summary import RaisedRedline, redlines_of
from pannesi.journal.audit_entries import RedlineAnswerEntry
from pannesi.journal.audit_log import Who, record, standing_answers
from pannesi.journal.store import Journal, OnProgress, no_progress
from pannesi.procedure.model.lines import text_of
from pannesi.session.events import Event
from pannesi.support.errors import UsageError
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from pannesi.procedure.checks.line_source import LinePositions

CORRECTED, DECLINED = "corrected", "declined"


@dataclass(frozen=True)
class RedlineReply:
    """The latest answer to a redline."""

    answer: str
    """`corrected` or `declined`."""
    version: str
    """The version of the procedure in which the line is corrected, as typed; empty when declined or erased."""
    words: str
    """Why the line stays as it is; empty when corrected or erased."""
    who: str
    at: datetime
    missing: bool = False
    """Whether its text is missing though it was not erased."""


@dataclass(frozen=True)
class QueuedRedline:
    """One redline with its session, its line and its answer, for the référent of the procedure."""

    session: str
    exercise: bool
    redline: RaisedRedline
    words_then: str
    """The number and words of the line in the procedure that the session pins."""
    place: tuple[str, int, int] | None
    """(path, line, column) in the present files; None when the line no longer exists."""
    reply: RedlineReply | None

    @property
    def open(self) -> bool:
        """Whether nobody answered it."""
        return self.reply is None

    @property
    def where(self) -> str:
        """Where the line is written, `cases/cas-3-pacs.yaml:41:9`, or that it no longer exists."""
        if self.place is None:
            return _("plus dans la procédure d'aujourd'hui")
        return ":".join(map(str, self.place))

    def as_json(self) -> dict[str, Any]:
        """The redline as plain JSON values; times in UTC, ISO 8601."""
        reply = self.reply
        return {
            "id": self.redline.event,
            "session": self.session,
            "exercise": self.exercise,
            "at": self.redline.at.isoformat(timespec="seconds"),
            "who": self.redline.who,
            "unit": self.redline.unit,
            "line": self.redline.line,
            "line_then": self.words_then,
            "about": self.redline.about,
            "words": self.redline.words,
            "path": self.place[0] if self.place else None,
            "file_line": self.place[1] if self.place else None,
            "column": self.place[2] if self.place else None,
            "answer": reply.answer if reply else None,
            "version": reply.version if reply else None,
            "answer_words": reply.words if reply else None,
            "answered_by": reply.who if reply else None,
            "answered_at": reply.at.isoformat(timespec="seconds") if reply else None,
        }


def redline_queue(
    sessions: SessionCatalogue, written: LinePositions, now: datetime, *, only_open: bool = False,
    progress: OnProgress = no_progress,
) -> Iterator[QueuedRedline]:  # fmt: skip
    """Every redline, the latest session first; those of real sessions, then those of exercises.

    It reads every session that has some: call it from a thread. `progress` gets sessions read and sessions in all.
    Raises JournalError.
    """
    from pannesi.session.state import fold

    replies = replies_in(sessions.journal)
    asked = [SessionFilter(exercise=exercise, redlines=True) for exercise in (False, True)]
    done, whole = 0, sum(map(sessions.index.count, asked))
    for wanted in asked:
        for session in sessions.find(now, wanted):
            done += 1
            progress(done, whole)
            state = fold(sessions.journal.events(session.id))
            procedure = sessions.procedure_of(state)
            for said in redlines_of(state):
                reply = replies.get(said.event)
                if only_open and reply is not None:
                    continue
                place = procedure.places.get((said.unit, said.line))
                words = f"{place.number} {text_of(place.line)}" if place is not None else said.line
                yield QueuedRedline(
                    session.id, session.exercise, said, words, written.place(said.unit, said.line), reply
                )


def with_replies(queued: Iterable[QueuedRedline], journal: Journal) -> tuple[QueuedRedline, ...]:
    """The same redlines with the latest answers: only the audit log is read, no session. Raises JournalError."""
    replies = replies_in(journal)
    return tuple(replace(redline, reply=replies.get(redline.redline.event)) for redline in queued)


def replies_in(journal: Journal) -> dict[str, RedlineReply]:
    """The answer that stands to each redline, by the id of the redline. Raises JournalError."""
    standing = standing_answers(journal, RedlineAnswerEntry)
    return {name: _reply_of_entry(event, entry) for name, (event, entry) in standing.items()}


def _reply_of_entry(event: Event, entry: RedlineAnswerEntry) -> RedlineReply:
    """The answer in an audit event. Early versions of the program stored the version in the entry, not as its text."""
    answer, said = entry.answer, event.text or ""
    if answer == CORRECTED:
        version = said or entry.version
        return RedlineReply(answer, version, "", event.actor, event.moment, event.missing)
    return RedlineReply(answer, "", said, event.actor, event.moment, event.missing)


def redline_named(queued: Iterable[QueuedRedline], begin: str) -> QueuedRedline:
    """The only redline whose id begins with `begin`. Raises NotFound, Ambiguous."""
    return only_one_named(
        {redline.redline.event: redline for redline in queued}, begin.strip().casefold(),
        nothing=_("Aucun signalement n'a cet identifiant : « {id} ». pannesi redlines les montre."),
        several=_("L'identifiant de plusieurs signalements commence par « {id} » : en taper plus."),
    )  # fmt: skip


def record_answer(journal: Journal, queued: QueuedRedline, by: Who, *, corrected: str = "", declined: str = "") -> None:
    """Records the answer to a redline in the audit log: corrected in a version, or declined for a reason.

    Raises UsageError when neither or both are given, NotWritten.
    """
    version, reason = clean_line(corrected).strip(), clean_line(declined).strip()
    if bool(version) == bool(reason):
        raise UsageError(
            _("Dire soit la version où la ligne est corrigée (--corrected), soit pourquoi elle reste (--declined).")
        )
    answer = CORRECTED if version else DECLINED
    entry = RedlineAnswerEntry(session=queued.session, redline=queued.redline.event, answer=answer)
    record(journal, entry, by, text=version or reason)
