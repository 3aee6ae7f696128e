"""The numbers of patient lines (`A-03`, `P-017`) as people type them."""

from __future__ import annotations

import re

LABEL_PATTERN = r"([AP]?)[- ]?(\d{1,6})(?:-(\d{1,3}))?"
"""A letter or none, a number, and a rank where several lines share the number."""


def parse_label(label: str) -> tuple[str, int, int]:
    """The parts of a typed number: its letter or empty, its number (0 where it is none), its rank among lines that
    share it."""
    match = re.fullmatch(LABEL_PATTERN, label.strip(), re.IGNORECASE)
    return (match[1].upper(), int(match[2]), int(match[3] or 1)) if match is not None else ("", 0, 0)
