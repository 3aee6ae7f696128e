"""Intents about the session as a whole: open it, undo, note, give it a word, name persons, hand over, close."""

from __future__ import annotations

from datetime import datetime

from pannesi.support.light_dataclass import dataclass


@dataclass(frozen=True)
class Open:
    """Start a session at an entry point."""

    unit: str
    symptom: str | None = None
    began: datetime | None = None
    """When the outage began, if before now."""
    exercise: bool = False
    follows: str | None = None
    """The id of a closed session that this one continues: the same outage came back."""


@dataclass(frozen=True)
class Undo:
    """Undo one act: the event of this id, with those of the same act. `put_back`: an undoing that nobody meant."""

    event: str
    put_back: bool = False


@dataclass(frozen=True)
class UndoLast:
    """Undo the last act of the person that is in force; refused when there are only acts of others."""


@dataclass(frozen=True)
class Note:
    """Write a note, at a line or about the whole session; it may be the number of a `contact` without a written one."""

    text: str
    visit: str | None = None
    line: str | None = None
    contact: str = ""


@dataclass(frozen=True)
class NamePerson:
    """Say who is at the screen."""

    name: str
    role: str = ""


@dataclass(frozen=True)
class OfferHandover:
    """Offer the session to the next person, with a few words."""

    word: str


@dataclass(frozen=True)
class TakeHandover:
    """Take the session over."""


@dataclass(frozen=True)
class Close:
    """Close the session; with a `reason`, even where something prevents it."""

    reason: str = ""
    forgotten: bool = False
    """Whether it was forgotten: it is then a forced closing, with its reason, even where nothing prevents it."""
    return_unknown: bool = False
    """Whether nobody knows when it worked again, where no return was announced."""


@dataclass(frozen=True)
class GiveWord:
    """Give the session a word by which it is told from others."""

    word: str


SessionIntent = GiveWord | Open | Undo | UndoLast | Note | NamePerson | OfferHandover | TakeHandover | Close
