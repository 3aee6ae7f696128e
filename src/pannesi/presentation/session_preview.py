"""The session under the cursor of the list of sessions, for the second column of a wide screen."""

from __future__ import annotations

from collections.abc import Iterator
from zoneinfo import ZoneInfo

from pannesi.history.overview import Overview
from pannesi.presentation.home.side import box
from pannesi.presentation.styled_text import StyledText
from pannesi.procedure.availability.moments import hour_words
from pannesi.support.i18n import _, n_
from pannesi.support.text_safety import clean_line, wrapped_lines

_LABEL = 13
"""Columns of the labels."""


def preview_lines(session: Overview, zone: ZoneInfo, width: int) -> list[StyledText]:
    """What is known of a session: since when, how long, who, for whom; then its next act, while it is open."""
    inner = width - 4
    lines = [StyledText(line, "title") for line in wrapped_lines(clean_line(session.title), inner)]
    lines.append(StyledText())
    for label, words in _facts(session, zone):
        first, *others = wrapped_lines(words, inner - _LABEL) or [""]
        lines.append(StyledText(f"{label:<{_LABEL}}", "quiet").append(first))
        lines += [StyledText(" " * _LABEL).append(line) for line in others]
    boxes = box(_("Cette session"), lines, width)
    if session.open:
        act = clean_line(session.next_act) or _("rien à faire maintenant")
        boxes.append(StyledText())
        boxes += box(_("Prochain geste"), [StyledText(line) for line in wrapped_lines(act, inner)], width)
    return boxes


def _facts(session: Overview, zone: ZoneInfo) -> Iterator[tuple[str, str]]:
    began = session.began.astimezone(zone)
    yield _("vu"), clean_line(session.seen)
    yield _("début"), f"{began:%d/%m/%Y} {hour_words(began, short=True)}"
    if session.closed_at is not None:
        closed = session.closed_at.astimezone(zone)
        yield _("clôture"), f"{closed:%d/%m/%Y} {hour_words(closed, short=True)}"
    yield _("durée"), session.length
    yield _("patients"), str(session.patients)
    yield _("aux touches"), clean_line(", ".join(session.persons)) or "–"
    if session.to_take_over:
        yield _("main"), _("proposée, à reprendre")
    if session.could_not:
        yield _("impossible"), n_("{count} ligne", "{count} lignes", session.could_not)
    if session.redlines:
        yield _("signalé"), n_("{count} ligne", "{count} lignes", session.redlines)
    yield _("numéro"), session.id
