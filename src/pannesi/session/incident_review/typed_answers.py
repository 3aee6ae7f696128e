"""What people type for the fields of an incident review: a word of a closed list, a day to come."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta

from pannesi.session.event_writer import Refused
from pannesi.session.incident_review.review import day_of
from pannesi.support.i18n import Marked, _, translated
from pannesi.support.text_safety import clean_line, fold_accents

_NUMBERS = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})(?:[/.\- ](\d{4}|\d{2}))?")
_AHEAD = re.compile(r"(?:dans )?(\d{1,3}) ?(jours?|j|semaines?|mois)")


def option_named(options: Mapping[str, Marked], typed: str, label: str) -> str:
    """The value of a closed list that `typed` names: its French words, the beginning of them, or as it is stored.
    Raises Refused, naming what there is, where none or several do."""
    wanted = fold_accents(typed).strip()
    named = {value: fold_accents(translated(words)) for value, words in options.items()}
    exact = [value for value, words in named.items() if wanted in (words, value)]
    begun = exact or [value for value, words in named.items() if wanted and words.startswith(wanted)]
    if len(begun) == 1:
        return begun[0]
    raise Refused(
        _("{label} : « {typed} » n'est pas dans la liste. Il y a : {known}.").format(
            label=label[:1].upper() + label[1:], typed=clean_line(typed)[:40],
            known=", ".join(map(translated, options.values())),
        )
    )  # fmt: skip


def day_to_come(typed: str, today: date) -> date:
    """The day that is typed as `15/12/2026`, `15/12` (the next one), `2026-12-15`, `dans 3 semaines`, `demain`.

    Raises Refused for anything else, and for a day that no calendar has.
    """
    words = fold_accents(clean_line(typed)).strip()
    if words == "demain":
        return today + timedelta(days=1)
    day = day_of(words) or _day_ahead(words, today) or _day_of_numbers(words, today)
    if day is None:
        raise Refused(
            _("« {typed} » n'est pas un jour : 15/12/2026, 15/12, ou dans 3 semaines.").format(
                typed=clean_line(typed)[:40]
            )
        )
    return day


def _day_ahead(words: str, today: date) -> date | None:
    ahead = _AHEAD.fullmatch(words)
    if ahead is None:
        return None
    count, unit = int(ahead[1]), ahead[2][0]
    if unit != "m":
        return today + timedelta(days=count * (7 if unit == "s" else 1))
    year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
    for last in range(today.day, 27, -1):
        if (day := _day(year, month + 1, last)) is not None:
            return day
    return _day(year, month + 1, today.day)


def _day_of_numbers(words: str, today: date) -> date | None:
    written = _NUMBERS.fullmatch(words)
    if written is None:
        return None
    day, month = int(written[1]), int(written[2])
    if written[3] is not None:
        year = int(written[3])
        return _day(year if year > 99 else 2000 + year, month, day)
    years = (_day(today.year + ahead, month, day) for ahead in range(9))
    return next((coming for coming in years if coming is not None and coming >= today), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return day_of(date(year, month, day).isoformat())
    except ValueError:
        return None
