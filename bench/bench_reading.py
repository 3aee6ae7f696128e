"""Every entry of home read and acted on by a scripted reader, on the screen at 80×24 and in our own binder.

A model (`reading_model`), not a measure: no person was timed. Ratios are screen / binder; the words until the first act
have a goal of their own.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator, Sequence

from bench.reading_model import (
    MISSED_FROM_MEMORY,
    MISSED_IN_VIEW,
    SECONDS_A_DECISION,
    SECONDS_A_KEY,
    WORDS_A_MINUTE,
    missed_by_readers,
)
from bench.reading_paper import PaperReader
from bench.reading_screen import Played, play_entry
from pannesi.documents.binder.binder import binder_of
from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.loading.site_choice import shipped_folder

SEED = 20261124
MOST_WORDS_TO_FIRST_ACT = 260
_NAME = 40


def figures() -> Iterator[str]:
    yield (
        f"A MODEL, not a measure: {WORDS_A_MINUTE} words a minute (Brysbaert 2019), {SECONDS_A_KEY} s a key and"
        f" {SECONDS_A_DECISION} s a decision\n(Card, Moran & Newell 1980); a critical line is missed in"
        f" {MISSED_IN_VIEW:.0%} of cases where it stands in view, in {MISSED_FROM_MEMORY:.0%}\nfrom memory (Arriaga"
        f" 2013), seed {SEED}. First answers, no patient, until the session could be closed.\n"
        f"Screen / binder = ratio; words until the first act, at most {MOST_WORDS_TO_FIRST_ACT} on the screen: home's"
        " list, then the frames of the lines."
    )
    yield f"{'':<{_NAME}} {'seconds':>17} {'words':>20} {'first act':>13}   critical lines missed, from memory"
    site = load_site(shipped_folder()).site
    assert site is not None
    binder = binder_of(site)
    nights = []
    for entry in site.entries:
        screen = asyncio.run(play_entry(entry.number))
        paper = PaperReader(site, binder).play(entry, screen)
        nights.append((screen, paper))
        yield row(f"{entry.number:>2} {entry.symptom.label}", [screen], [paper])
    yield row("all entries, first act: the most", *([night[side] for night in nights] for side in (0, 1)))


def row(name: str, screen: Sequence[Played], paper: Sequence[Played]) -> str:
    """The figures of some nights on the screen and on paper, on one row."""
    first = [max(night.to_first_act or 0 for night in side) for side in (screen, paper)]
    verdict = "ok" if first[0] <= MOST_WORDS_TO_FIRST_ACT else "OVER"
    missed = [sum(missed_by_readers(night.critical, SEED) for night in side) for side in (screen, paper)]
    memory = [sum(not line.in_view for night in side for line in night.critical) for side in (screen, paper)]
    lines = sum(len(night.critical) for night in screen)
    return (
        f"{name[:_NAME]:<{_NAME}}{_ratio(screen, paper, lambda night: night.reader.seconds)}"
        f"{_ratio(screen, paper, lambda night: night.reader.words)} {first[0]:4}/{first[1]:4} {verdict:4}"
        f" {lines:3}: {missed[0]:5.2f}/{missed[1]:5.2f}, {memory[0]}/{memory[1]}"
    )


def _ratio(screen: Sequence[Played], paper: Sequence[Played], of: Callable[[Played], float]) -> str:
    ours, theirs = sum(map(of, screen)), sum(map(of, paper))
    return f" {ours:6.0f}/{theirs:6.0f} = {ours / theirs:4.2f}"
