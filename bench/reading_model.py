"""A keystroke-level model with reading: what a page of rows costs to read, and what is missed on the way. Pure.

It is a model. Nobody was timed with it, and it compares ways of showing, not people. Its constants:

- silent reading, 238 words a minute: Brysbaert, "How many words do we read per minute?", J. Mem. Lang. 109, 2019;
- 0.28 s a key of an average hand, 1.35 s a decision: Card, Moran & Newell's keystroke-level model, CACM 23(7), 1980;
- 6 % of steps missed with the list before one's eyes, 23 % from memory: Arriaga et al., NEJM 368, 2013.

Where it must choose, it chooses for the paper: pages are turned by one key, rows passed over cost nothing unless a
condition of theirs must be read, and nobody follows a wrong branch.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

WORDS_A_MINUTE = 238
SECONDS_A_KEY = 0.28
SECONDS_A_DECISION = 1.35
MISSED_IN_VIEW = 0.06
MISSED_FROM_MEMORY = 0.23
READERS = 400
"""How many readers miss things, each by their own draws."""
_WORD = re.compile(r"[^\W_]+")
_FRAME = "│┃║▌▏▕╭╮╰╯─━═┌┐└┘├┤"
_BETWEEN = re.compile(rf"\s{{2,}}|[{_FRAME}]")


def words_of(text: str) -> tuple[str, ...]:
    """The words of a text: runs of letters or digits."""
    return tuple(_WORD.findall(text.casefold()))


def pieces(row: str) -> Iterator[tuple[str, ...]]:
    """The pieces of a row from left to right, each as its words: what two blanks or a sign of a frame keep apart."""
    for piece in _BETWEEN.split(row):
        words = words_of(piece)
        if words:
            yield words


def framed(rows: Sequence[str]) -> list[str]:
    """The rows of the first frame, with its edges; all rows where there is none."""
    top = next((place for place, row in enumerate(rows) if "╭" in row), None)
    if top is None:
        return list(rows)
    bottom = next((place for place, row in enumerate(rows[top:], start=top) if "╰" in row), len(rows) - 1)
    return list(rows[top : bottom + 1])


def listed(rows: Sequence[str]) -> list[str]:
    """The list of a screen: the rows below its title, up to the first blank one."""
    end = next((place for place, row in enumerate(rows) if place and not row.strip()), len(rows))
    return list(rows[1:end])


def shows(rows: Iterable[str], text: str) -> bool:
    """Whether rows show a text, wherever they break it."""
    wanted = "".join(words_of(text))
    return wanted in "".join(word for row in rows for word in words_of(row))


@dataclass
class Reader:
    """Somebody who reads rows from top to bottom and acts. What was read once, and stands unchanged, is not read
    again."""

    words: int = 0
    keys: int = 0
    decisions: int = 0
    seen: set[tuple[str, ...]] = field(default_factory=set)

    def read(self, rows: Iterable[str]) -> None:
        """Reads what is new in these rows."""
        for row in rows:
            for piece in pieces(row):
                if piece not in self.seen:
                    self.seen.add(piece)
                    self.words += len(piece)

    def act(self, keys: int) -> None:
        """Decides, then presses keys."""
        self.decisions += 1
        self.keys += keys

    @property
    def seconds(self) -> float:
        """How long all of it took."""
        return self.words * 60 / WORDS_A_MINUTE + self.keys * SECONDS_A_KEY + self.decisions * SECONDS_A_DECISION


@dataclass(frozen=True)
class CriticalLine:
    """A line that harms if forgotten, when its moment came."""

    name: str
    in_view: bool
    """Whether it stood before the reader then: on the screen, or where the page just left leads to."""


def missed_by_readers(lines: Sequence[CriticalLine], seed: int, readers: int = READERS) -> float:
    """How many of these lines a reader misses, on average over seeded readers.

    A line has the same draws on the screen and on paper, so that only where it stood makes a difference.
    """
    missed = 0
    for reader in range(readers):
        for line in lines:
            chance = MISSED_IN_VIEW if line.in_view else MISSED_FROM_MEMORY
            missed += random.Random(f"{seed} {reader} {line.name}").random() < chance
    return missed / readers
