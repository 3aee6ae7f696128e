"""The phone number that a note begins with."""

from __future__ import annotations

import re

from pannesi.support.text_safety import typed_line

_LABEL = r"(?:n°|num(?:éro)?|t[ée]l(?:éphone)?|poste|portable|fixe|dect|bip|standard)"
_BLANK = "[ .\u00a0\u202f-]"
_NUMBER = re.compile(rf"(?:{_LABEL}[\s.:]*)*(\+?\d(?:{_BLANK}?\d)++)(?![\w/:°])", re.IGNORECASE)
_INSIDE = range(3, 7)
"""How many digits an extension of the hospital, or a short number, has."""
_NATIONAL, _ABROAD = range(9, 11), range(10, 17)


def phone_number_in(words: str) -> str:
    """The number that a note is or begins with, as typed; empty where it begins with anything else.

    What follows it may name somebody, and an hour, a date or the number of a patient is no phone number.
    """
    match = _NUMBER.match(typed_line(words).strip())
    if match is None:
        return ""
    number = match.group(1)
    digits = re.sub(r"\D", "", number)
    if number.startswith("+") or digits.startswith("00"):
        lengths = _ABROAD
    else:
        lengths = _NATIONAL if digits.startswith("0") else _INSIDE
    return re.sub("[\u00a0\u202f]", " ", number) if len(digits) in lengths else ""
