"""Digits typed without the shift key on a French (AZERTY) keyboard, whose top row types `&é"'(-è_çà` for 1 to 0.

A person who reads the paper procedure while typing writes `é` for 2: where only a number makes sense, 2 is meant.
"""

from __future__ import annotations

import unicodedata

UNSHIFTED = {
    "&": "1", "é": "2", '"': "3", "'": "4", "(": "5", "-": "6", "è": "7", "_": "8", "ç": "9", "à": "0",
}  # fmt: skip


def unshifted_number(typed: str) -> str:
    """The digits of a text typed on the unshifted top row alone; any other text unchanged."""
    composed = unicodedata.normalize("NFC", typed)
    if not composed or not set(composed) <= set(UNSHIFTED):
        return typed
    return "".join(UNSHIFTED[sign] for sign in composed)


_SEPARATORS = frozenset(" ./:;,h")
"""What may separate the numbers of a date or of an hour, with the shift key or without it."""


def unshifted_date_or_hour(typed: str) -> str:
    """The digits and separators of a date, hour or number typed on the top row; any other text unchanged.

    A hyphen means 6 only where no real digit was typed: in `12-03-1950` it separates.
    """
    composed = unicodedata.normalize("NFC", typed)
    digits = frozenset("0123456789")
    if not composed or not set(composed) <= digits | _SEPARATORS | set(UNSHIFTED):
        return typed
    unshifted = digits.isdisjoint(composed)
    return "".join(sign if sign == "-" and not unshifted else UNSHIFTED.get(sign, sign) for sign in composed)
