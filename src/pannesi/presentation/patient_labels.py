"""The numbers of patient lines as people write them."""

from __future__ import annotations

import re

LABEL_PATTERN = r"([AP]?)[- ]?(\d{1,6})(?:-(\d{1,3}))?"


def parse_label(label: str) -> tuple[str, int, int]:
    """A number as people write it: its letter or nothing, the number itself (0 for none), its rank among namesakes."""
    found = re.fullmatch(LABEL_PATTERN, label.strip(), re.IGNORECASE)
    return (found[1].upper(), int(found[2]), int(found[3] or 1)) if found is not None else ("", 0, 0)
