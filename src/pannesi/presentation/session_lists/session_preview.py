"""The session under the cursor of the list of sessions, for the second column of a wide screen."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from pannesi.history.overview import Overview
from pannesi.presentation.text.side_boxes import INNER, SideBox, labelled, said
from pannesi.procedure.availability.moments import format_date, hour_words
from pannesi.support.i18n import _, n_
from pannesi.support.styled_text import StyledText


def session_boxes(session: Overview, zone: ZoneInfo, width: int = INNER) -> Iterator[SideBox]:
    """What is known of a session, in boxes with `width` columns inside: since when, how long, who, for whom; then its
    next act, while it is open."""
    facts = [*said(session.title, "title", width=width), StyledText(), *labelled(_facts(session, zone), width)]
    yield SideBox(_("Cette session"), tuple(facts))
    if session.open:
        act = said(session.next_act, width=width) or said(_("rien à faire maintenant"), width=width)
        yield SideBox(_("Prochain geste"), tuple(act))


def _facts(session: Overview, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    began = session.began.astimezone(zone)
    yield _("mot"), session.word
    yield _("vu"), session.seen
    yield _("début"), f"{format_date(began)} {hour_words(began, short=True)}"
    if session.closed_at is not None:
        closed = session.closed_at.astimezone(zone)
        yield _("clôture"), f"{format_date(closed)} {hour_words(closed, short=True)}"
    yield _("durée"), session.length
    yield _("patients"), str(session.patients)
    yield _("aux touches"), ", ".join(session.persons) or "–"
    if session.to_take_over:
        yield _("main"), _("proposée, à reprendre")
    if session.could_not:
        yield _("impossible"), n_("dit {count} fois", "dit {count} fois", session.could_not)
    if session.redlines:
        yield _("signalé"), n_("{count} ligne", "{count} lignes", session.redlines)
    yield _("numéro"), session.id
