"""The explanation of the code of a problem: one page of `pannesi explain`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ExamplePlace = Literal["case", "annex", "triage", "contacts", "file", "folder"]
"""What an example is: lines of such a kind of file, below its first keys; a whole `file`; the names in a `folder`."""


@dataclass(frozen=True)
class CodePage:
    """The explanation of one code."""

    code: str
    title: str
    cause: str
    """In one sentence: why this is a problem."""
    wrong: str
    """An example of the problem, as an author would write it; empty only where there can be none."""
    right: str
    """The same without the problem."""
    where: ExamplePlace = "case"
