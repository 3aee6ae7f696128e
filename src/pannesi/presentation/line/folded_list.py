"""Which lines of a session are listed around the current one, and in how many words the others are counted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from pannesi.presentation.line.word_count import SCREEN_WORDS, count_words
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.status_band import lasting_words, recognise_lines
from pannesi.procedure.model.lines import text_of
from pannesi.session.projection.read_model import SETTLED, Row
from pannesi.support.i18n import _

NEXT_SHOWN = 3
"""How many lines to come are listed below the current one, where they can be read in time; one in any case."""
_SHORT_TITLE = 45
"""Letters of a title that has room in the first row of the band."""
_COUNTED = 10
"""Words that tell how many lines are not listed."""


@dataclass(frozen=True)
class FoldedList:
    """The lines that are listed, and how many are not."""

    rows: tuple[Row, ...]
    by_answer: int
    """Those that an answer decides on."""
    by_phase: tuple[tuple[str, int], ...]
    """Those still to come, by the phase that they belong to."""
    not_concerned: int
    """Those that are not for this outage, or were settled by how it was entered."""

    def words(self, room: int) -> str:
        """What is not listed, counted, in `room` columns: `+ 4 selon la réponse · mode dégradé 7 · retour 3`."""
        answers = _("{count} selon la réponse").format(count=self.by_answer) if self.by_answer else ""
        phases = [_("{phase} {count}").format(phase=phase, count=count) for phase, count in self.by_phase]
        words = "+ " + _(" · ").join(part for part in (answers, *phases) if part)
        to_come = sum(count for _phase, count in self.by_phase)
        shorter = [_("{count} à suivre").format(count=to_come)] if to_come else []
        if len(words) > room:
            words = "+ " + _(" · ").join(part for part in (answers, *shorter) if part)
        if not self.by_answer and not to_come:
            words = _("+ {count} sans objet").format(count=self.not_concerned)
        return words

    @property
    def nothing_folded(self) -> bool:
        """Whether every line is listed."""
        return not (self.by_answer or self.by_phase or self.not_concerned)


def words_left(view: View, frame: str) -> int:
    """How many words the lines to come may have, so that the whole screen is read in time."""
    title = view.title if len(view.title) > _SHORT_TITLE else ""
    around = " ".join((title, *recognise_lines(view), *lasting_words(view)))
    return SCREEN_WORDS - count_words(around) - count_words(frame) - _COUNTED


def folded_list(
    view: View,
    current: tuple[str, str] | None,
    *,
    most_words: int = SCREEN_WORDS,
    all_to_come: bool = False,
    next_shown: int = NEXT_SHOWN,
) -> FoldedList:
    """The lines of which something was said, those passed over, the current one and the `next_shown` after it, as long
    as these have at most `most_words`; `all_to_come`: every line to come."""
    rows = view.walk.rows
    here = next((place for place, row in enumerate(rows) if row.key == current), len(rows))
    shown: list[Row] = []
    following = 0
    hidden = Counter[str]()
    by_answer = not_concerned = 0
    for place, row in enumerate(rows):
        to_come = (
            place > here and not _has_happened(row) and (row.status == "open" if all_to_come else _is_due(view, row))
        )
        if place == here or _has_happened(row) or (place < here and _is_due(view, row)):
            shown.append(row)
        elif to_come and (
            all_to_come or (following < next_shown and (not following or _word_count(row) <= most_words))
        ):
            shown.append(row)
            following += 1
            most_words -= _word_count(row)
        elif row.status == "pending":
            by_answer += 1
        elif row.status == "not_applicable" or row.status in SETTLED:
            not_concerned += 1
        else:
            hidden[view.short_phase_word(row)] += 1
    return FoldedList(tuple(shown), by_answer, tuple(hidden.items()), not_concerned)


def _word_count(row: Row) -> int:
    """The words of a line to come, with its number, and the heading that may stand above it."""
    return count_words(text_of(row.line)) + 4


def _has_happened(row: Row) -> bool:
    """Whether something was said of a line by somebody, or must be."""
    said = (row.fact is not None and not row.fact.body.preset) or bool(row.attempts) or row.running is not None
    return said or row.again or bool(row.conflict) or row.reminder or row.off_branch


def _is_due(view: View, row: Row) -> bool:
    """Whether a line is open, and not only once the outage is over."""
    before = view.walk.stage in ("alert", "degraded_mode", "waiting")
    return row.status == "open" and not (before and row.phase == "return_to_normal")
