"""The filter of the list of sessions, and the tags that a session must have to pass it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime

from pannesi.history.index_schema import COULD_NOT, FORCED, REDLINES, SEARCHED, TO_TAKE_OVER
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import fold_accents

_DAYS = (
    r"(?P<year>\d{4})-?(?P<month>\d{2})-?(?P<day>\d{2})(?:-.*)?",
    r"(?P<day>\d{1,2})/(?P<month>\d{1,2})/(?P<year>\d{4})",
)


@dataclass(frozen=True)
class SessionFilter:
    """Which sessions a list shows. An empty field does not matter."""

    words: str = ""
    """All of these words, in the title, symptom, persons, date or settled lines; accents and capitals ignored. Free
    texts are searched by `SessionCatalogue.search_notes`, not here."""
    exercise: bool = False
    state: str = ""
    """`open` or `closed`; empty for both."""
    case: str = ""
    """The id of a case of the session."""
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
    """With a redline."""
    forced: bool = False
    """Closed while something prevented it, with a reason."""
    notes: str = ""
    """All of these words, in free texts. The index holds none, so its queries ignore this field."""
    oldest: bool = False
    """The earliest first, among the open ones and among the closed ones; else the latest first."""

    elsewhere: bool = False
    """The sessions of other hospitals that share this journal, instead of ours."""

    def without_filters(self) -> SessionFilter:
        """The filter for the whole of the same list, in the same order."""
        return SessionFilter(exercise=self.exercise, oldest=self.oldest)

    def demands(self) -> Iterator[tuple[str, tuple[str | int, ...]]]:
        """The conditions on tags as (SQL on the table `names`, values): a session must have a tag for each."""
        if self.case:
            yield "kind = 'case' AND value = ?", (self.case,)
        if self.system.strip():
            yield "kind = 'system' AND instr(value, ?) > 0", (fold_accents(self.system.strip()),)
        if self.who.strip():
            yield "kind = 'who' AND instr(value, ?) > 0", (fold_accents(self.who.strip()),)
        for asked, name in (
            (self.to_take_over, TO_TAKE_OVER), (self.could_not, COULD_NOT), (self.redlines, REDLINES),
            (self.forced, FORCED),
        ):  # fmt: skip
            if asked:
                yield "kind = 'with' AND value = ?", (name,)
        for word in fold_accents(self.words).split():
            day = _day_in_word(word)
            if day:
                yield "kind = 'day' AND value = ?", (day,)
            else:
                kinds = ", ".join(f"'{kind}'" for kind in SEARCHED)
                yield f"kind IN ({kinds}) AND instr(text, ?) > 0", (word,)


def _day_in_word(word: str) -> str:
    """The day `2026-11-24` of a word that is a date or the id of a session; empty for any other word."""
    for pattern in _DAYS:
        match = re.fullmatch(pattern, word)
        if match is not None:
            return f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    return ""
