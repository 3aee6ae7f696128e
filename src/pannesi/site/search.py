"""Finding an entry by words: accents, case, ligatures and typos forgiven."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from pannesi.site.model import Entry, Site


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """`text` without accents, ligatures or capitals: `Œdème` and `oedeme` are the same."""
    plain = text.replace("œ", "oe").replace("Œ", "oe").replace("æ", "ae").replace("Æ", "ae").replace("’", "'")
    apart = unicodedata.normalize("NFKD", plain)
    return "".join(one for one in apart if not unicodedata.combining(one)).casefold()


@lru_cache(maxsize=512)
def _words_of(label: str, system: str, words: tuple[str, ...]) -> str:
    return folded(" ".join((label, system, *words)))


def search(site: Site, words: str) -> tuple[Entry, ...]:
    """The entries that fit all the words, the best first; with a typo, the nearest. Empty when nothing comes near."""
    wanted = folded(words).split()
    if not wanted:
        return site.entries
    whole = [entry for entry in site.entries if all(one in _text(entry) for one in wanted)]
    if whole:
        return tuple(sorted(whole, key=lambda entry: not all(one in folded(entry.symptom.label) for one in wanted)))
    from rapidfuzz import fuzz

    def nearness(entry: Entry) -> float:
        parts = _text(entry).replace("'", " ").split()
        return sum(max(fuzz.ratio(one, part) for part in parts) for one in wanted) / len(wanted)

    scored = [(nearness(entry), entry) for entry in site.entries]
    near = [(score, entry) for score, entry in scored if score >= 72]
    return tuple(entry for _score, entry in sorted(near, key=lambda pair: (-pair[0], pair[1].number)))


def _text(entry: Entry) -> str:
    return _words_of(entry.symptom.label, entry.symptom.system, entry.symptom.words)
