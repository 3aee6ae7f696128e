"""What stands beside the list on a wide screen, below the frame of the current line: what is owed to each patient, what
the hospital is shown, whom to call now; and below the list. What lasts stands in its strip, and only there."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, islice
from operator import itemgetter

from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.standing_orders import messages_in_force
from pannesi.procedure.availability.moments import format_moment
from pannesi.procedure.availability.reachability import (
    answering_rows,
    answering_until_words,
    called_name,
    next_to_answer,
    spoken_number,
)
from pannesi.support.i18n import _
from pannesi.support.styled_text import StyledText
from pannesi.support.text_safety import cell_width, clean_line

LAST_FACTS = 8
"""How many facts are told of below the list, at most."""


@dataclass(frozen=True)
class Panel:
    """A title, and lines below it."""

    title: str
    lines: tuple[StyledText, ...]
    closed: bool = False
    """Whether its lines stand together where there is room for air between them."""


def side_panels(view: View) -> Iterator[Panel]:
    """The panels that have something to say, the most needed first; none of a closed session."""
    if view.walk.stage == "closed":
        return
    owed = tuple(_named(duties[0].patient.label, ", ".join(duty.label for duty in duties)) for duties in view.owed_now)
    shown = tuple(StyledText(words) for words in dict.fromkeys(messages_in_force(view)))
    panels = (
        Panel(_("Dû aux patients"), owed),
        Panel(_("Affiché à l'hôpital"), shown),
        Panel(_("Qui appeler maintenant"), tuple(_whom_to_call(view))),
        _last_facts(view) if view.searching else _other_entries(view),
    )
    yield from (panel for panel in panels if panel.lines)


def panels_below(view: View) -> Iterator[Panel]:
    """What stands below the list, if it has something to say: while the case is searched, what it may be recognised by
    meanwhile; else what was done last. Nothing of a closed session."""
    if view.walk.stage == "closed":
        return
    panel = _entries(view) if view.searching else _last_facts(view)
    if panel.lines:
        yield panel


def _entries(view: View) -> Panel:
    """What may be chosen on the first screen, by the numbers that the key for another failure takes."""
    lines = (
        StyledText(f"{entry.number:>2}  ", "key").append(clean_line(entry.symptom.label)) for entry in view.site.entries
    )
    return Panel(_("Reconnu entre-temps ? {other}, puis").format(other=view.keys.other), tuple(lines), closed=True)


def _other_entries(view: View) -> Panel:
    """The same in short, while the case is known: what else may fail, by its system."""
    systems = [(clean_line(entry.symptom.system), f"{entry.number}") for entry in view.site.entries]
    wide = max((cell_width(system) for system, _number in systems), default=0)
    lines = (
        StyledText(f"{system}{' ' * (wide - cell_width(system))}  ").append(
            "  ".join(number for _system, number in numbers), "key"
        )
        for system, numbers in groupby(systems, key=itemgetter(0))
    )
    return Panel(_("Autre panne ? {other}, puis").format(other=view.keys.other), tuple(lines), closed=True)


def _last_facts(view: View) -> Panel:
    """What was done last, the latest first, with who did it."""
    writer = SentenceWriter(view.site, view.state, view.hour)
    seen = (event for event in reversed(view.state.timeline) if not writer.is_hidden(event))
    lines = tuple(
        StyledText(f"{view.hour(view.state.when(event))} ", "quiet")
        .append(f"{event.actor} " if event.actor else "", "quiet")
        .append(clean_line(writer.sentence(event)))
        for event in islice(seen, LAST_FACTS)
    )
    return Panel(_("Derniers gestes"), lines)


def _named(name: str, words: str) -> StyledText:
    """A name that stands out, and what it stands for."""
    return StyledText(clean_line(name), "title").append(f" : {clean_line(words)}")


def _whom_to_call(view: View) -> Iterator[StyledText]:
    """Whoever is there at this hour for anybody, with the number, or that none is written, and until when; then who is
    there next."""
    contacts, now = view.site.contacts, view.walk.now
    for row in answering_rows(contacts, now):
        number = spoken_number(row)
        line = StyledText(f"{called_name(row)} : ").append(number or _("n° non écrit"), "title" if number else "plain")
        until = "" if view.clock_unreliable else f", {answering_until_words(row, now, view.zone)}"
        yield line.append(until, "quiet")
    following = None if view.clock_unreliable else next_to_answer(contacts, now)
    if following is not None:
        moment, row = following
        when = format_moment(moment, now, view.zone)
        yield StyledText(_("ensuite {name}, dès {when}").format(name=row.name, when=when), "quiet")
