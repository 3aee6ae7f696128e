"""The answers of a closed list, one digit each, for screens that ask for them one after the other."""

from __future__ import annotations

from collections.abc import Mapping

from pannesi.application.context import Station
from pannesi.support.i18n import Marked, _, translated
from pannesi.tui.screens.choice_list import ChoiceListScreen, choices
from pannesi.tui.theme.styles import Ink

LATER = "later"
"""The key of « plus tard », which answers nothing."""


def value_list(
    station: Station, title: str, options: Mapping[str, Marked], ink: Ink, *, later: bool = False
) -> ChoiceListScreen:
    """The answers of a closed list, one digit each, 0 for « pas su ». With `later` the cursor stands on « plus tard »,
    so that Enter alone says nothing."""
    pairs = [(LATER, _("plus tard"))] if later else []
    pairs += [("none" if value == "unknown" else value, translated(words)) for value, words in options.items()]
    aside = (LATER,) if later else ()
    return ChoiceListScreen(station, title, choices(pairs, ink.key, ink.plain, aside), digits=True, aside=aside)


def value_chosen(key: str | None) -> str | None:
    """The value that a choice from `value_list` stands for; None where nothing was answered."""
    return None if key in (None, LATER) else "unknown" if key == "none" else key
