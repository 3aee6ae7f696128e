"""Intents at one line of the procedure: tick it, answer it, call, say why not, report it."""

from __future__ import annotations

from pannesi.support.light_dataclass import dataclass


@dataclass(frozen=True)
class Settle:
    """Tick a line: done, read, taken note of, seen."""

    visit: str
    line: str
    response: str = ""
    """What was seen, in a few words, when the line asks for it: stored as free text, since it may name somebody."""
    by_other: bool = False
    """Whether somebody else did it; `response` then says who."""


@dataclass(frozen=True)
class NotNeeded:
    """Say why a line is not needed."""

    visit: str
    line: str
    reason: str


@dataclass(frozen=True)
class CouldNot:
    """Say why a line could not be done."""

    visit: str
    line: str
    reason: str


@dataclass(frozen=True)
class Leave:
    """Put a line off until the return to normal."""

    visit: str
    line: str


@dataclass(frozen=True)
class Answer:
    """Answer a question, or change the answer. The option `numbering.UNKNOWN` is "je ne sais pas"."""

    visit: str
    line: str
    option: str


@dataclass(frozen=True)
class Called:
    """Record a call."""

    visit: str
    line: str
    contact: str
    """The contact that was called: of a group, the member on duty now, or the next that the site gives."""
    outcome: str
    """`reached` or `no_answer`."""


@dataclass(frozen=True)
class SetCondition:
    """Say whether a line's condition holds, whatever the clock says."""

    visit: str
    line: str
    holds: bool


@dataclass(frozen=True)
class Redline:
    """Report a line of the procedure to its authors: `wrong`, `impossible` or `unclear`."""

    visit: str
    line: str
    about: str
    words: str = ""


LineIntent = Settle | NotNeeded | CouldNot | Leave | Answer | Called | SetCondition | Redline
