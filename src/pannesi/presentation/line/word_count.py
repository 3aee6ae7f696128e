"""How many words a tired person has to read: prescribed texts, which are read out to the letter, are not counted."""

from __future__ import annotations

import re

from pannesi.procedure.model.lines import text_of
from pannesi.session.projection.read_model import Walk

CALL_WORDS, QUESTION_WORDS, SCREEN_WORDS = 45, 35, 100
"""The most words in the frame of a call, in that of a question, and on the first screen of a case."""
_PRESCRIBED = re.compile("«[^»]*»")
_WORD = re.compile(r"[^\W_]+")


def count_words(text: str) -> int:
    """The runs of letters or digits in a text, without what stands between « and »."""
    return len(_WORD.findall(_PRESCRIBED.sub(" ", text)))


def words_to_read(walk: Walk, key: tuple[str, str] | None) -> int:
    """The words that have to be read of a line before it is said done, where an act led to it; 0 before the return,
    where nothing may cost time."""
    row = walk.row(*key) if key is not None else None
    if row is None or not (walk.stage in ("return_to_normal", "to_close") or row.phase == "return_to_normal"):
        return 0
    return count_words(text_of(row.line))
