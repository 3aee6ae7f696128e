"""Opening hours drawn as a row of cells, one to three an hour. Each state has its own sign; colour only repeats it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from rich.text import Text

from pannesi.procedure.availability.opening_hours import OpenState
from pannesi.procedure.availability.week_grid import DAY, Stretch
from pannesi.support.i18n import _
from pannesi.tui.theme.styles import Ink

SIGNS: dict[OpenState, str] = {"open": "━", "urgent-only": "┅", "unknown": "?", "closed": "·"}
BOTH = "◐"
"""A cell in which the state changes."""
NOW = "▼"
"""The mark of the moment looked at."""


def table_width(width: int) -> tuple[int, int]:
    """The width of the column of names, and the minutes that a cell stands for, on a screen of `width` columns."""
    cell = 20 if width >= 110 else 30 if width >= 72 else 60
    return max(min(width - 4 - DAY // cell, 34), 6), cell


def legend() -> str:
    """What the signs mean, in one line."""
    words = {
        "open": _("ouvert"), "urgent-only": _("urgences"), "unknown": _("non écrit"), "closed": _("fermé")
    }  # fmt: skip
    signs = [f"{SIGNS[state]} {words[state]}" for state in SIGNS]
    return "   ".join([*signs, _("{sign} change").format(sign=BOTH), _("{sign} heure vue").format(sign=NOW)])


def state_name(state: OpenState) -> str:
    """A state in words."""
    return {
        "open": _("ouvert"), "urgent-only": _("urgences"), "unknown": _("non écrit"), "closed": _("fermé")
    }[state]  # fmt: skip


def stretches_words(stretches: Sequence[Stretch]) -> str:
    """`fermé jusqu'à 08:00, ouvert 08:00-17:30, …`: a day to the minute, as a screen reader would say it."""
    if len(stretches) == 1:
        return _("{state} toute la journée").format(state=state_name(stretches[0].state))
    return ", ".join(
        f"{state_name(stretch.state)} {_hour_mark(stretch.start)}-{_hour_mark(stretch.end)}" for stretch in stretches
    )


def _hour_mark(minute: int) -> str:
    return f"{minute // 60:02d}:{minute % 60:02d}"


def day_name(day: date) -> str:
    """`mar 24/11`, whatever the language of the system."""
    names = (_("lun"), _("mar"), _("mer"), _("jeu"), _("ven"), _("sam"), _("dim"))
    return f"{names[day.weekday()]} {day:%d/%m}"


def hour_scale(moment: datetime, name: int, cell: int, ink: Ink) -> Text:
    """The hours above the cells, with the mark of `moment`. An hour that the mark would cut is left out."""
    here, step = _cell_of(moment, cell), 180 // cell
    hours = ((hour, hour // 3 * step) for hour in range(0, 24, 3))
    shown = ("" if first <= here <= first + 1 else f"{hour:02d}" for hour, first in hours)
    marks = list("".join(word.ljust(step) for word in shown))
    marks[here] = NOW
    text = Text(" " * (name + 1), no_wrap=True)
    for sign in marks:
        text.append(sign, style=ink.key if sign == NOW else ink.quiet)
    return text


def day_line(label: str, stretches: Sequence[Stretch], moment: datetime | None, name: int, cell: int, ink: Ink) -> Text:
    """A label and the cells of its day; the cell of `moment` is reversed."""
    text = Text(" ", no_wrap=True)
    shown = label if len(label) <= name else label[: name - 1] + "…"
    text.append(f"{shown:<{name}} ", style=ink.title if moment is not None else ink.plain)
    here = _cell_of(moment, cell) if moment is not None else -1
    for number, sign in enumerate(_signs_of_cells(stretches, cell)):
        style = _style_of_sign(sign, ink)
        text.append(sign, style=f"{ink.plain} reverse" if number == here else style)
    return text


def _style_of_sign(sign: str, ink: Ink) -> str:
    return {SIGNS["open"]: ink.done, SIGNS["urgent-only"]: ink.warning}.get(
        sign, ink.plain if sign == BOTH else ink.quiet
    )


def _cell_of(moment: datetime, cell: int) -> int:
    return (moment.hour * 60 + moment.minute) // cell


def _signs_of_cells(stretches: Sequence[Stretch], cell: int) -> list[str]:
    signs = []
    for start in range(0, DAY, cell):
        inside = {stretch.state for stretch in stretches if stretch.start < start + cell and stretch.end > start}
        signs.append(SIGNS[inside.pop()] if len(inside) == 1 else BOTH)
    return signs
