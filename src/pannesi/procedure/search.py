"""Search of an entry point, or of what is not written, by words; tolerant of accents, endings and typing errors."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Collection, Sequence

from pannesi.procedure.model.procedure import EntryPoint, Site
from pannesi.procedure.model.units import UnwrittenTopic, is_card
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import fold_accents

_WORD = re.compile(r"[a-z0-9]+")
_STOP_WORDS = frozenset(
    _WORD.findall(
        "a ai au aux ca ce cela ces c d de des du elle en est et il ils j je l la le les leur ma mes mon n ne nous"
        " on ou par pas plus pour qu que qui s sa se ses son sont sur un une vers y"
    )
)
_LEAST_SIMILARITY = 0.76
"""From 0 to 1, how similar two words must be for one to count as a typing error of the other."""
_LEAST_SHARE = 0.5
"""The share of the typed words that an entry must match."""
_MOST_UNWRITTEN = 2
"""How many things that are not written are given for what was typed: more are no answer."""


def search_words(text: str) -> tuple[str, ...]:
    """The words of a text, folded, without stop words; all of them when it has nothing but stop words."""
    words = tuple(_WORD.findall(fold_accents(text)))
    return tuple(word for word in words if word not in _STOP_WORDS) or words


def _weighted_words(entry: EntryPoint) -> dict[str, float]:
    """The words of an entry with their weights: higher for a word of a short label, and for one in several texts.

    The title of the triage (« je ne sais pas », « m'aider ») says that one looks for a case: its cards have none of it.
    """
    label, system = search_words(entry.symptom.label), search_words(entry.symptom.system)
    weighted = (
        (0.6 / max(len(label), 1), label),
        (0.4 / max(len(system), 1), system),
        (0.2, tuple(word for text in entry.symptom.words for word in search_words(text))),
        (0.1, () if is_card(entry.unit, entry.symptom) else search_words(entry.unit.title)),
        (0.1, search_words(entry.unit.source or "")),
    )
    weights: dict[str, float] = {}
    for weight, words in weighted:
        for word in dict.fromkeys(words):
            weights[word] = weights.get(word, 1.0) + weight
    return weights


@dataclass(frozen=True)
class SearchIndex:
    """The words of every entry with their weights, built once for many searches."""

    entries: tuple[EntryPoint, ...]
    words: tuple[dict[str, float], ...]
    """For each entry, its words with their weights."""
    rarity: dict[str, float]
    """For each word, its inverse document frequency: log(1 + entries / entries with it)."""

    def score(self, position: int, typed_words: Sequence[str], least_share: float = _LEAST_SHARE) -> float | None:
        """How well an entry, by its position, matches these words; None when it matches too few of them.

        The sum, over the typed words, of the best match among the entry's words: similarity × weight × rarity.
        """
        entry_words = self.words[position].items()
        scores = [max(self._match_score(typed, word, weight) for word, weight in entry_words) for typed in typed_words]
        return sum(scores) if sum(score > 0 for score in scores) >= least_share * len(typed_words) else None

    def _match_score(self, typed: str, indexed: str, weight: float) -> float:
        """The score of a typed word for a word of an entry. A word that some entry has is spelt right: it is no typing
        error for another (« radiologie » for « cardiologie »)."""
        similarity = _prefix_similarity if typed in self.rarity else _word_similarity
        return similarity(typed, indexed) * weight * self.rarity[indexed]


def search_index(entries: Sequence[EntryPoint]) -> SearchIndex:
    """The index of these entries."""
    words = tuple(_weighted_words(entry) for entry in entries)
    entries_with = Counter(word for weights in words for word in weights)
    rarity = {word: math.log(1 + len(words) / count) for word, count in entries_with.items()}
    return SearchIndex(tuple(entries), words, rarity)


def find_entries(
    entries: Sequence[EntryPoint], typed: str, least_share: float = _LEAST_SHARE
) -> tuple[EntryPoint, ...]:
    """The entries that match what was typed, the best first; empty when none does.

    `least_share` is the share of the typed words, from 0 to 1, that an entry must match.
    """
    typed_words = search_words(typed)
    if not typed_words:
        return ()
    index = search_index(entries)
    scores = ((index.score(position, typed_words, least_share), entry) for position, entry in enumerate(index.entries))
    matching = [(-score, entry.number, entry) for score, entry in scores if score is not None]
    return tuple(entry for _score, _number, entry in sorted(matching, key=lambda match: match[:2]))


@dataclass(frozen=True)
class SearchResult:
    """What words lead to: entries, the best first, and what they may mean that the procedure does not write."""

    entries: tuple[EntryPoint, ...] = ()
    unwritten: tuple[UnwrittenTopic, ...] = ()
    only_unwritten: bool = False
    """Whether all that was typed means something unwritten, and no entry has all of it: `entries` are near at best."""


def find_in_site(site: Site, typed: str) -> SearchResult:
    """What the words of a person lead to in a site.

    Where all of them mean something that is not written, an entry that shares some of them would mislead
    (« mauvais patient » and the patients' access): only the entries that the author calls near, and those that match
    every word, are given.
    """
    typed_words = search_words(typed)
    if not typed_words or not site.unwritten:
        return SearchResult(find_entries(site.entries, typed))
    matching = find_entries(site.entries, typed, 1.0)
    entry_words = {word for entry in site.entries for word in _weighted_words(entry)}
    fits = [(_topic_fit(topic, typed_words, entry_words, begun=not matching), topic) for topic in site.unwritten]
    topics = tuple(topic for fit, topic in sorted(fits, key=lambda pair: -pair[0]) if fit)[:_MOST_UNWRITTEN]
    if not any(fit == _WHOLE for fit, _topic in fits):
        return SearchResult(find_entries(site.entries, typed), topics)
    near = {ref for topic in topics for ref in topic.near}
    others = tuple(
        entry
        for entry in site.entries
        if entry not in matching and not near.isdisjoint((entry.unit.id, f"{entry.unit.id}/{entry.symptom.id}"))
    )
    return SearchResult((*matching, *others), topics, only_unwritten=not matching)


_PART, _WHOLE = 1, 2
"""How what was typed fits something unwritten: it says it among other words, or says nothing else."""


def _topic_fit(topic: UnwrittenTopic, typed_words: Sequence[str], entry_words: Collection[str], *, begun: bool) -> int:
    """How well what was typed fits something unwritten; 0 where it does not.

    It is meant where every word of a phrase of the author's was typed; with `begun`, also where what was typed is the
    beginning of a phrase. `entry_words` are those of entries: one that is spelt right is no typing error for another.
    """

    def means(typed: str, word: str) -> bool:
        return bool(_prefix_similarity(typed, word) if typed in entry_words else _word_similarity(typed, word))

    def are_among(words: Collection[str]) -> bool:
        return all(any(means(typed, word) for word in words) for typed in typed_words)

    phrases = [search_words(phrase) for phrase in topic.words]
    spoken = [phrase for phrase in phrases if all(any(means(typed, word) for typed in typed_words) for word in phrase)]
    if spoken:
        every_word = {word for words in (*phrases, search_words(topic.label)) for word in words}
        return _WHOLE if are_among(every_word) else _PART
    meant = begun and any(phrase and means(typed_words[0], phrase[0]) and are_among(phrase) for phrase in phrases)
    return _WHOLE if meant else 0


def _word_similarity(typed: str, indexed: str) -> float:
    """From 0 to 1: equal, a prefix, or similar by the Damerau–Levenshtein distance (typing errors)."""
    prefix_similarity = _prefix_similarity(typed, indexed)
    if prefix_similarity:
        return prefix_similarity
    if min(len(typed), len(indexed)) < 4:
        return 0.0
    from rapidfuzz.distance import DamerauLevenshtein

    similarity = DamerauLevenshtein.normalized_similarity(typed, indexed)
    return similarity if similarity >= _LEAST_SIMILARITY else 0.0


def _prefix_similarity(typed: str, indexed: str) -> float:
    """From 0 to 1: equal words, or one the beginning of the other; no typing errors."""
    if typed == indexed:
        return 1.0
    if len(typed) >= 3 and indexed.startswith(typed):
        return 0.95
    if len(indexed) >= 4 and typed.startswith(indexed) and len(typed) - len(indexed) <= 2:
        return 0.9
    return 0.0
