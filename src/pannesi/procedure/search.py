"""Finding an entry point by words: forgiving of accents, endings and typing errors."""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from pannesi.procedure.model.procedure import EntryPoint

_WORD = re.compile(r"[a-z0-9]+")
_LITTLE = frozenset(
    _WORD.findall(
        "a ai au aux ca ce cela ces c d de des du elle en est et il ils j je l la le les leur ma mes mon n ne nous"
        " on ou par pas plus pour qu que qui s sa se ses son sont sur un une vers y"
    )
)
_LIKE_ENOUGH = 76
"""Out of 100, how alike two words must be to be the same word badly typed."""
_ENOUGH = 0.5
"""The share of the words typed that an entry must answer to."""


def fold_accents(text: str) -> str:
    """`text` without case, accents or ligatures: `Cœur` and `coeur` are one."""
    split = unicodedata.normalize("NFKD", text.casefold()).replace("œ", "oe").replace("æ", "ae")
    return "".join(part for part in split if not unicodedata.combining(part)).casefold()


def search_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded, without the little ones; all of them when there are only little ones."""
    every = tuple(_WORD.findall(fold_accents(text)))
    return tuple(word for word in every if word not in _LITTLE) or every


def _weighed_words(entry: EntryPoint) -> dict[str, float]:
    """The words of an entry and what each counts: the more where it stands alone, and the more often."""
    label, system = search_words(entry.symptom.label), search_words(entry.symptom.system)
    ranked = (
        (0.6 / max(len(label), 1), label),
        (0.4 / max(len(system), 1), system),
        (0.2, tuple(word for text in entry.symptom.words for word in search_words(text))),
        (0.1, search_words(entry.unit.title)),
        (0.1, search_words(entry.unit.source or "")),
    )
    counts: dict[str, float] = {}
    for weight, words in ranked:
        for word in dict.fromkeys(words):
            counts[word] = counts.get(word, 1.0) + weight
    return counts


@dataclass(frozen=True)
class SearchIndex:
    """The words of every entry, and how rare each is: made once for many searches."""

    entries: tuple[EntryPoint, ...]
    words: tuple[dict[str, float], ...]
    rarity: dict[str, float]

    def gain(self, at: int, wanted: Sequence[str]) -> float | None:
        """How well the entry of rank `at` answers to these words; None when it hardly does."""
        gains = [max(self._alike(word, known, weight) for known, weight in self.words[at].items()) for word in wanted]
        return sum(gains) if sum(gain > 0 for gain in gains) >= _ENOUGH * len(wanted) else None

    def _alike(self, typed: str, known: str, weight: float) -> float:
        """What one typed word gains by a known one. A word that some entry has is spelt right: it is no misspelling of
        another (« radiologie » of « cardiologie »)."""
        like = _same_or_begun if typed in self.rarity else _likeness
        return like(typed, known) * weight * self.rarity[known]


def search_index(entries: Sequence[EntryPoint]) -> SearchIndex:
    """What searching these entries needs."""
    words = tuple(_weighed_words(entry) for entry in entries)
    seen_in = Counter(word for one in words for word in one)
    return SearchIndex(
        tuple(entries), words, {word: math.log(1 + len(words) / count) for word, count in seen_in.items()}
    )  # fmt: skip


def find_entries(entries: Sequence[EntryPoint], typed: str) -> tuple[EntryPoint, ...]:
    """The entries that `typed` may mean, the likeliest first; none when nothing is like it."""
    wanted = search_words(typed)
    if not wanted:
        return ()
    index = search_index(entries)
    gains = ((index.gain(at, wanted), entry) for at, entry in enumerate(index.entries))
    scored = [(-gain, entry.number, entry) for gain, entry in gains if gain is not None]
    return tuple(entry for _gain, _number, entry in sorted(scored, key=lambda one: one[:2]))


def _likeness(typed: str, known: str) -> float:
    """From 0 to 1, how much a typed word is a known one: the same, its beginning, or badly typed."""
    same = _same_or_begun(typed, known)
    if same:
        return same
    if min(len(typed), len(known)) < 4:
        return 0.0
    from rapidfuzz.distance import DamerauLevenshtein

    likeness = DamerauLevenshtein.normalized_similarity(typed, known) * 100
    return likeness / 100 if likeness >= _LIKE_ENOUGH else 0.0


def _same_or_begun(typed: str, known: str) -> float:
    """From 0 to 1, without a thought for misspellings."""
    if typed == known:
        return 1.0
    if len(typed) >= 3 and known.startswith(typed):
        return 0.95
    if len(known) >= 4 and typed.startswith(known) and len(typed) - len(known) <= 2:
        return 0.9
    return 0.0
