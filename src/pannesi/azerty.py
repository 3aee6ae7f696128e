"""The upper row of a French keyboard: without the shift key it types `&é"'(-è_çà` where digits are meant.

Who looks at the paper procedure and not at the keyboard types `é` for 2. Where only a number makes sense, it is one.
"""

from __future__ import annotations

import unicodedata

UNSHIFTED = {
    "&": "1", "é": "2", '"': "3", "'": "4", "(": "5", "-": "6", "è": "7", "_": "8", "ç": "9", "à": "0",
}  # fmt: skip


def as_digits(typed: str) -> str:
    """The number that was meant, when nothing but such keys was typed; else what was typed."""
    composed = unicodedata.normalize("NFC", typed)
    if not composed or not set(composed) <= set(UNSHIFTED):
        return typed
    return "".join(UNSHIFTED[sign] for sign in composed)
