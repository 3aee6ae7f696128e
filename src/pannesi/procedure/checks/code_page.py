"""What the code of a diagnostic means: one page of `pannesi explain`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Where = Literal["case", "annex", "triage", "contacts", "file", "folder"]
"""What an example is: lines of such a file below its first keys, a whole file of `cases/`, or the names in a folder."""


@dataclass(frozen=True)
class CodePage:
    """What a code means. Examples are as an author would write them; they are empty only where none can be written."""

    code: str
    title: str
    cause: str
    """In one sentence: why it is so, and why it matters."""
    wrong: str
    right: str
    where: Where = "case"
