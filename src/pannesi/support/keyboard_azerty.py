"""The upper row of a French keyboard: without the shift key it types `&é"'(-è_çà` where digits are meant.

Who looks at the paper procedure and not at the keyboard types `é` for 2. Where only a number makes sense, it is one.
"""

from __future__ import annotations

import unicodedata

UNSHIFTED = {
    "&": "1", "é": "2", '"': "3", "'": "4", "(": "5", "-": "6", "è": "7", "_": "8", "ç": "9", "à": "0",
}  # fmt: skip


def unshifted_number(typed: str) -> str:
    """The number that was meant, when nothing but such keys was typed; else what was typed."""
    composed = unicodedata.normalize("NFC", typed)
    if not composed or not set(composed) <= set(UNSHIFTED):
        return typed
    return "".join(UNSHIFTED[sign] for sign in composed)


_BETWEEN = frozenset(" ./:;,h")
"""What may stand between the numbers of a date or of an hour, with the shift key or without it."""


def unshifted_date_or_hour(typed: str) -> str:
    """What was meant where only numbers make sense: digits, and what stands between those of a date or an hour.

    A hyphen is a six only where no digit was typed otherwise: in `12-03-1950` it stands between them.
    """
    composed = unicodedata.normalize("NFC", typed)
    figures = frozenset("0123456789")
    if not composed or not set(composed) <= figures | _BETWEEN | set(UNSHIFTED):
        return typed
    plain = figures.isdisjoint(composed)
    return "".join(sign if sign == "-" and not plain else UNSHIFTED.get(sign, sign) for sign in composed)
