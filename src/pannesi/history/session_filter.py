"""Which sessions of a list are wanted, and the tags that they must have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from pannesi.history.index_entry import COULD_NOT, REDLINES, SEARCHED, TO_TAKE_OVER
from pannesi.procedure.search import fold_accents

_DAYS = (
    r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})(?:-.*)?",
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})",
)


@dataclass(frozen=True)
class SessionFilter:
    """Which sessions of a list. What is left empty does not matter."""

    words: str = ""
    """All of these words, in the title, the symptom, the persons, the date, or the lines that were settled; accents
    and capitals do not matter. Free text is never searched here: `Sessions.in_notes` does that."""
    exercise: bool = False
    state: str = ""
    """`open`, `closed`, or both."""
    case: str = ""
    """The id of a case that was gone through."""
    system: str = ""
    """Part of the name of a system that was down."""
    who: str = ""
    """Part of the name of somebody who took part."""
    since: datetime | None = None
    """The outage began at this moment or later."""
    until: datetime | None = None
    """The outage began before this moment."""
    to_take_over: bool = False
    """Offered to somebody, and nobody took it."""
    could_not: bool = False
    """With a line that could not be done."""
    redlines: bool = False
    """With a line that somebody said is wrong, impossible or unclear."""
    notes: str = ""
    """All of these words, in what people wrote freely. The index holds no free text: it does not look at this."""
    oldest: bool = False
    """Those that began first come first, among the open ones and among the closed ones; else the latest."""

    elsewhere: bool = False
    """Those of other hospitals that share this journal, instead of ours."""

    def without_filters(self) -> SessionFilter:
        """The whole of the same list, in the same order."""
        return SessionFilter(exercise=self.exercise, oldest=self.oldest)

    def demands(self) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """Conditions on names of tags, in SQL with their values: a session must have a tag of each."""
        if self.case:
            yield "kind = 'case' AND value = ?", (self.case,)
        if self.system.strip():
            yield "kind = 'system' AND instr(value, ?) > 0", (fold_accents(self.system.strip()),)
        if self.who.strip():
            yield "kind = 'who' AND instr(value, ?) > 0", (fold_accents(self.who.strip()),)
        for asked, name in (
            (self.to_take_over, TO_TAKE_OVER), (self.could_not, COULD_NOT), (self.redlines, REDLINES),
        ):  # fmt: skip
            if asked:
                yield "kind = 'with' AND value = ?", (name,)
        for word in fold_accents(self.words).split():
            day = _day(word)
            if day:
                yield "kind = 'day' AND value = ?", (day,)
            else:
                kinds = ", ".join(f"'{kind}'" for kind in SEARCHED)
                yield f"kind IN ({kinds}) AND instr(text, ?) > 0", (word,)


def _day(word: str) -> str:
    """`2026-11-24` for a day written in any usual way, or for the id of a session; empty for any other word."""
    for pattern in _DAYS:
        found = re.fullmatch(pattern, word)
        if found is not None:
            return f"{found['year']}-{int(found['month']):02}-{int(found['day']):02}"
    return ""
