"""The problems of a hash chain, in words and as JSON values."""

from __future__ import annotations

from typing import Any

from pannesi.journal.store import ChainProblem
from pannesi.support.text_safety import clean_line


def problem_words(problem: ChainProblem) -> str:
    """A problem of a chain on one line: session, writer, sequence number, code and message."""
    places = (problem.session, problem.writer, str(problem.seq) if problem.seq else "", problem.code)
    where = " · ".join(clean_line(place) for place in places if place)
    return f"{where} : {problem.message}"


def problem_json(problem: ChainProblem) -> dict[str, Any]:
    """A problem of a chain as JSON values."""
    return {
        "session": problem.session,
        "writer": problem.writer,
        "seq": problem.seq,
        "code": problem.code,
        "message": problem.message,
    }
