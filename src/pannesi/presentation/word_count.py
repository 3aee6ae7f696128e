"""How many words a tired person has to read: prescribed texts, which are read out to the letter, are not counted."""

from __future__ import annotations

import re

CALL_WORDS, QUESTION_WORDS, SCREEN_WORDS = 45, 35, 100
"""The most words in the frame of a call, in that of a question, and on the first screen of a case."""
_PRESCRIBED = re.compile("«[^»]*»")
_WORD = re.compile(r"[^\W_]+")


def count_words(text: str) -> int:
    """The runs of letters or digits in a text, without what stands between « and »."""
    return len(_WORD.findall(_PRESCRIBED.sub(" ", text)))
