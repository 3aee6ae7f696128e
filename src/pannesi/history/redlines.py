"""What people said against lines of the procedure, beside the place where each is written, and what was answered.

An answer goes to the chain of the desk, never to the session: nothing of a past session changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from pannesi.history.catalogue import SessionCatalogue
from pannesi.history.session_filter import SessionFilter
from pannesi.history.session_summary import RaisedRedline, redlines_of
from pannesi.journal.audit_entries import RedlineAnswerEntry, entry_of
from pannesi.journal.audit_log import Who, audit_events, record
from pannesi.journal.store import Journal
from pannesi.procedure.checks.line_source import LinePositions
from pannesi.procedure.model.lines import text_of
from pannesi.session.events import Event
from pannesi.support.errors import Ambiguous, NotFound, UsageError
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

CORRECTED, DECLINED = "corrected", "declined"
SHORT = 8
"""How many characters of the id of a redline are shown; as many as are needed may be typed."""


@dataclass(frozen=True)
class RedlineReply:
    """What was answered, the latest time."""

    answer: str
    """`corrected` or `declined`."""
    version: str
    """The version of the procedure in which the line is corrected, as it was typed; empty when declined, or erased."""
    words: str
    """Why it stays as it is; empty when corrected, or erased."""
    who: str
    at: datetime
    missing: bool = False
    """Whether its words are not there, though nobody erased them."""


@dataclass(frozen=True)
class QueuedRedline:
    """One redline as the référent sees it."""

    session: str
    exercise: bool
    redline: RaisedRedline
    words_then: str
    """The number and words of the line, as they stood that night."""
    place: tuple[str, int, int] | None
    """(path, line, column) in today's files; None when the line is no longer there."""
    reply: RedlineReply | None

    @property
    def open(self) -> bool:
        return self.reply is None

    @property
    def where(self) -> str:
        """`cases/cas-3-pacs.yaml:41:9`, or that the line has gone."""
        if self.place is None:
            return _("plus dans la procédure d'aujourd'hui")
        return ":".join(map(str, self.place))

    def as_json(self) -> dict[str, Any]:
        """Plain values; times in UTC."""
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
    progress: Callable[[int, int], None] = lambda done, whole: None,
) -> Iterator[QueuedRedline]:  # fmt: skip
    """Every redline, the latest session first; real ones, then those of exercises. Reads the sessions that have
    some, so call it off the screen's thread; `progress` is told how many of how many were read."""
    from pannesi.session.state import fold

    replies = replies_in(sessions.journal)
    asked = [SessionFilter(exercise=exercise, redlines=True) for exercise in (False, True)]
    done, whole = 0, sum(map(sessions.index.count, asked))
    for wanted in asked:
        for one in sessions.find(now, wanted):
            done += 1
            progress(done, whole)
            state = fold(sessions.journal.events(one.id))
            procedure = sessions.procedure_of(state)
            for said in redlines_of(state):
                reply = replies.get(said.event)
                if only_open and reply is not None:
                    continue
                known = procedure.places.get((said.unit, said.line))
                words = f"{known.number} {text_of(known.line)}" if known is not None else said.line
                yield QueuedRedline(one.id, one.exercise, said, words, written.place(said.unit, said.line), reply)


def with_replies(found: Iterable[QueuedRedline], journal: Journal) -> tuple[QueuedRedline, ...]:
    """The same redlines with the answers that the journal holds now: only the desk is read, no session again."""
    replies = replies_in(journal)
    return tuple(replace(one, reply=replies.get(one.redline.event)) for one in found)


def replies_in(journal: Journal) -> dict[str, RedlineReply]:
    """The latest answer to each redline, by the id of the redline."""
    found: dict[str, RedlineReply] = {}
    for event in audit_events(journal):
        entry = entry_of(event)
        if isinstance(entry, RedlineAnswerEntry):
            found[entry.redline] = _reply(event, entry)
    return found


def _reply(event: Event, entry: RedlineAnswerEntry) -> RedlineReply:
    """The first programs kept the version in the chain; it is typed by hand, and is a text like any other."""
    answer, said = entry.answer, event.text or ""
    if answer == CORRECTED:
        version = said or entry.version
        return RedlineReply(answer, version, "", event.actor, event.moment, event.missing)
    return RedlineReply(answer, "", said, event.actor, event.moment, event.missing)


def redline_named(queued: Iterator[QueuedRedline], begin: str) -> QueuedRedline:
    """The one redline whose id begins so. Raises NotFound, Ambiguous."""
    wanted = begin.strip().casefold()
    found = [one for one in queued if wanted and one.redline.event.startswith(wanted)]
    if len(found) == 1:
        return found[0]
    shown = clean_line(begin)[:40]
    if not found:
        raise NotFound(_("Aucun signalement ne commence par « {id} » : pannesi redlines les montre.").format(id=shown))
    raise Ambiguous(_("Plusieurs signalements commencent par « {id} » : en taper plus.").format(id=shown))


def record_answer(
    journal: Journal,
    one: QueuedRedline,
    *,
    corrected: str = "",
    declined: str = "",
    now: datetime,
    new_id: Callable[[], str],
    actor: str,
) -> None:
    """Answers a redline: corrected in a version, or declined for a reason. Raises UsageError when neither or both
    are given, NotWritten."""
    version, reason = clean_line(corrected).strip(), clean_line(declined).strip()
    if bool(version) == bool(reason):
        raise UsageError(
            _("Dire soit la version où la ligne est corrigée (--corrected), soit pourquoi elle reste (--declined).")
        )
    answer = CORRECTED if version else DECLINED
    entry = RedlineAnswerEntry(session=one.session, redline=one.redline.event, answer=answer)
    by = Who(lambda: now, new_id, actor)
    record(journal, entry, by, text=version or reason)
