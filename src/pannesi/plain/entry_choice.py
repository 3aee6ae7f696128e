"""Choosing an entry: by its number, or by words in any spelling."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from pannesi.plain.prompts import Dialogue, whole_number
from pannesi.procedure.model.procedure import EntryPoint, Site
from pannesi.procedure.search import SearchResult, find_in_site
from pannesi.support.i18n import _


@dataclass(frozen=True)
class PickedEntry:
    """What a session is opened at: a unit, its symptom, and the title shown."""

    unit: str
    symptom: str | None
    title: str


def entry_lines(site: Site) -> Iterator[str]:
    """All entries with their numbers, grouped by system; last, the one for whoever does not know."""
    for system, entries in groupby(site.entries, key=lambda entry: entry.symptom.system):
        yield system
        yield from (f"  {entry.number:>2}  {entry.label}" for entry in entries)
    if site.triage is not None:
        yield _("   0  {title}").format(title=site.triage.title)


def picked(entry: EntryPoint) -> PickedEntry:
    """An entry as what was picked."""
    return PickedEntry(entry.unit.id, entry.symptom.id, entry.symptom.label)


def entry_by_number(site: Site, typed: str) -> PickedEntry | None:
    """The entry of a number; 0 is the triage. None where there is none."""
    if typed in ("0", "00"):
        return PickedEntry(site.triage.id, None, site.triage.title) if site.triage is not None else None
    number = whole_number(typed, max((entry.number for entry in site.entries), default=0))
    return next((picked(entry) for entry in site.entries if entry.number == number), None)


def result_lines(
    site: Site, typed: str, result: SearchResult, now: datetime, *, in_doubt: bool = False
) -> Iterator[str]:
    """What words lead to: what the procedure does not write, the entries with their numbers, and the way for whoever
    does not know."""
    if result.unwritten:
        from pannesi.presentation.line.unwritten import unwritten_words, whom_to_ask

        for topic in result.unwritten:
            asked = whom_to_ask(topic, site.contacts, now, in_doubt=in_doubt)
            yield f"  {unwritten_words(topic)} {asked}"
    elif not result.entries:
        yield no_match_words(site, typed)
    yield from (f"  {entry.number:>2}  {entry.label} ({entry.symptom.system})" for entry in result.entries)
    if site.triage is not None:
        yield f"   0  {site.triage.title}"


def choose_entry(
    talk: Dialogue, site: Site, now: datetime, words: str = "", *, in_doubt: bool = False
) -> PickedEntry | None:
    """Asks until an entry is chosen; None for an empty line. Raises EndOfInput. `now` and `in_doubt` (of the clock)
    say who is there to be asked about what is not written."""
    typed = words
    if not typed:
        for line in entry_lines(site):
            talk.out.line(line)
    while True:
        typed = typed or talk.ask(_("Numéro ou mots (Entrée : ne rien faire) : "))
        if not typed:
            return None
        chosen = entry_by_number(site, typed)
        if chosen is not None:
            return chosen
        for line in result_lines(site, typed, find_in_site(site, typed), now, in_doubt=in_doubt):
            talk.out.wrapped(line, "", "      ")
        typed = ""


def no_match_words(site: Site, typed: str) -> str:
    """The message when no entry matches what was typed."""
    words = _("Rien ne correspond à « {typed} ». Essayer un autre mot, ou un numéro de 1 à {last}.")
    return words.format(typed=typed, last=len(site.entries))
