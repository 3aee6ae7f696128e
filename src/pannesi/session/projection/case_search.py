"""The search for the case (triage): what of it keeps a session open."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.model.lines import OtherCaseLine, QuestionLine, text_of
from pannesi.procedure.model.numbering import UNKNOWN
from pannesi.session.labels import answer_label
from pannesi.session.projection.read_model import Block, Row
from pannesi.session.projection.visits import VisitGraph
from pannesi.support.i18n import _


def no_case_yet(graph: VisitGraph, rows: tuple[Row, ...]) -> Iterator[Block]:
    """The closing blocks of each triage that led to no case: its open lines and unknown answers; none for a triage
    whose answers say that no case applies."""
    for visit in graph.current_cases:
        mine = [row for row in rows if row.visit == visit.id and row.status not in ("not_applicable", "pending")]
        if not graph.is_search(visit) or _ended_without_case(mine):
            continue
        lines = [row for row in mine if row.is_open or row.answer == UNKNOWN]
        if not lines:
            yield Block("search", _("Cas non trouvé"))
        yield from (Block("search", _question_words(row), row.key) for row in lines)


def _ended_without_case(mine: list[Row]) -> bool:
    """Whether every question of a triage was answered, and no answer leads to a case."""
    asked = [row for row in mine if isinstance(row.line, QuestionLine)]
    leads = any(isinstance(row.line, OtherCaseLine) for row in mine)
    answered = all(row.status == "done" and not row.is_open and row.answer != UNKNOWN for row in asked)
    return bool(asked) and answered and not leads


def _question_words(row: Row) -> str:
    words = _("Cas non trouvé : {number} {line}").format(number=row.number, line=text_of(row.line))
    return words if row.is_open else f"{words} → {answer_label(row.line, row.answer)}"
