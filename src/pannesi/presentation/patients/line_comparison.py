"""Two patient lines that may be taken for each other, value by value in two columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from pannesi.presentation.patients.asked_facts import FACT_QUESTIONS, fact_label
from pannesi.presentation.patients.register import RegisterView
from pannesi.presentation.patients.register_foot import NUMBERS
from pannesi.session.labels import ELSEWHERE, asked_facts, fact_word
from pannesi.session.projection.read_model import Patient
from pannesi.support.i18n import _
from pannesi.support.styled_text import Meaning, StyledText
from pannesi.support.text_safety import cell_width, wrapped_lines

NOTHING = "–"
"""Where a line does not say it."""
_COMPARED = ("exam", "room", *NUMBERS)
"""What fields mean that are compared, besides those of the person."""
_MOST_LABEL = 26
_LEAST = 10
"""Columns of each line's values, at least."""


@dataclass(frozen=True)
class Compared:
    """One thing that two lines say, or that one of them does not."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        """Whether both say something else."""
        return NOTHING not in (self.first, self.second) and self.first != self.second


def lines_alike(view: RegisterView, patient: Patient, patients: tuple[Patient, ...]) -> Iterator[Patient]:
    """The lines that a line may be taken for."""
    labels = view.marks(patients).get(patient.id, [])
    return (other for other in patients if other.label in labels and other.id != patient.id)


def compared_lines(view: RegisterView, first: Patient, second: Patient) -> list[Compared]:
    """What two lines say of who it is, of the examination, and how far each has come."""
    mine, theirs = dict(_values(view, first)), dict(_values(view, second))
    return [Compared(label, mine.get(label, NOTHING), theirs.get(label, NOTHING)) for label in {**mine, **theirs}]


def _values(view: RegisterView, patient: Patient) -> Iterator[tuple[str, str]]:
    shown = {field.label for field in view.fields if field.group == "personne" or field.means in _COMPARED}
    for label, value in view.field_values(patient.fields):
        if label in shown or label not in {field.label for field in view.fields}:
            yield label, value
    facts = asked_facts(patient.facts)
    for name in (question for question in FACT_QUESTIONS if question in facts):
        value = str(facts[name])
        yield fact_label(name), _("une autre") if (name, value) == ("unit", ELSEWHERE) else fact_word(name, value)
    yield from view.examination_hours(patient)
    yield _("Noté par"), patient.event.actor or _("sans nom")
    missing = view.missing_in_short(patient)
    owed = [*missing.now, *missing.to_fill_in, *missing.at_the_return]
    yield _("Doit encore"), _("RAYÉE") if patient.voided else ", ".join(owed) or _("rien")


def comparison_table(rows: Iterable[Compared], labels: tuple[str, str], width: int) -> Iterator[StyledText]:
    """The values in two columns under the numbers of their lines, in `width` columns; what differs is marked."""
    compared = list(rows)
    widest = max((cell_width(row.label) for row in compared), default=0)
    margin = min(widest, _MOST_LABEL, max(width - 2 * (_LEAST + 1) - 2, 0)) + 3
    column = max((width - margin) // 2 - 1, _LEAST)
    yield StyledText(" " * margin).append(labels[0].ljust(column + 1), "title").append(labels[1], "title")
    for row in compared:
        style: Meaning = "strong" if row.differs else "plain"
        cells = (
            wrapped_lines(row.label, margin - 3),
            wrapped_lines(row.first, column),
            wrapped_lines(row.second, column),
        )
        for number, (label, first, second) in enumerate(zip_longest(*cells, fillvalue="")):
            mark = "≠ " if row.differs and number == 0 else "  "
            line = StyledText(mark, "danger").append(_filled(label, margin - 2), "quiet")
            yield line.append(_filled(first, column + 1), style).append(second, style)


def _filled(words: str, width: int) -> str:
    return words + " " * max(width - cell_width(words), 0)
