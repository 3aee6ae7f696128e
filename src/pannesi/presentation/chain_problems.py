"""What is wrong in a chain, in words and as plain values."""

from __future__ import annotations

from typing import Any

from pannesi.journal.store import ChainProblem
from pannesi.support.text_safety import clean_line


def problem_words(problem: ChainProblem) -> str:
    """Something that is wrong, with its place: the session, who wrote, which fact of theirs."""
    places = (problem.session, problem.writer, str(problem.seq) if problem.seq else "", problem.code)
    where = " · ".join(clean_line(place) for place in places if place)
    return f"{where} : {problem.message}"


def problem_json(problem: ChainProblem) -> dict[str, Any]:
    """The same for a program."""
    return {
        "session": problem.session,
        "writer": problem.writer,
        "seq": problem.seq,
        "code": problem.code,
        "message": problem.message,
    }
