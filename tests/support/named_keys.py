"""The keys that sentences name, each between marks, so that none is missed and no other letter is taken for one."""

from __future__ import annotations

import re
from dataclasses import fields, replace

from pannesi.presentation.text.key_names import Keys
from pannesi.support.i18n import Marked, translated

BEGIN, END = "⟦", "⟧"
_ALONE = re.compile(r"(?<![\w⟦])(?:[A-Z]|⏎)(?![\w⟧])")
_MARKED = re.compile("⟦([^⟧]*)⟧")
WAYS = ("settle_duty", "answer_duty", "settle_line", "settle_images")
"""Those that name keys one behind the other, in a few words."""


def marked(keys: Keys) -> Keys:
    """Keys whose sentences show which of their words are keys. Of what is done one key behind the other only the first
    is marked: the others are those of the screen that it leads to."""
    values = {}
    for field in fields(keys):
        value = translated(Marked(getattr(keys, field.name)))
        values[field.name] = f"{BEGIN}{value}{END}"
        if field.name in WAYS:
            first, comma, rest = value.partition(",")
            values[field.name] = f"{BEGIN}{first}{END}{comma}{rest}"
    return replace(keys, **{name: Marked(value) for name, value in values.items()})


def keys_in(text: str) -> list[str]:
    """The keys that are marked in a text, wrapped or not."""
    return [" ".join(key.split()) for key in _MARKED.findall(text)]


def keys_beyond(way: str) -> list[str]:
    """The keys of the full screen that a way names behind its first."""
    return _ALONE.findall(way.partition(",")[2])
