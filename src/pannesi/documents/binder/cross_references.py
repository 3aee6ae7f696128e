"""Cross-references on paper: to a line by its number, to another sheet by its page, to the next phase."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, assert_never

from pannesi.documents.binder.given_answers import GivenAnswers, condition_holds
from pannesi.procedure.model.lines import (
    Becomes,
    BranchingLine,
    Line,
    OtherCaseLine,
    OtherUnitLine,
    Outcome,
    QuestionLine,
    Run,
    Standing,
)
from pannesi.procedure.model.numbering import UNKNOWN, options_of, phases_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import (
    Annexe,
    AnyUnit,
    Case,
    Phase,
    Symptom,
    is_card,
    own_phases,
    symptom_of,
)
from pannesi.support.i18n import _


@dataclass(frozen=True)
class Direction:
    """Where to go on: words, followed by a page number where they name a printed sheet."""

    words: str
    sheet: str | None = None
    """The id of the sheet whose page number follows; None without one."""
    line: str | None = None
    """The id of the line meant, where it is on the same sheet."""

    def plain(self) -> dict[str, Any]:
        """What templates are given: the words and the sheet."""
        return {"words": self.words, "sheet": self.sheet}


def lines_in_sequence(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines that follow one another; standing orders have a frame of their own."""
    return tuple(line for line in lines if not isinstance(line, Standing))


def line_direction(site: Site, unit: AnyUnit, line: Line) -> Direction:
    """The direction to a line of the same sheet."""
    return Direction(_("ligne {number}").format(number=site.number(unit.id, line.id)), line=line.id)


@dataclass(frozen=True)
class Continuation:
    """What can follow a line on its sheet, before answers are known: later lines, then how the part ends."""

    site: Site
    unit: AnyUnit
    lines: tuple[Line, ...]
    """The lines that may follow, in order, to the end of the degraded mode or of the return."""
    return_lines: tuple[Line, ...]
    """The lines of the return, which come once everything works again."""
    phase: Phase
    preceding_lines: tuple[Line, ...] = ()
    """The lines of the sheet before this part."""

    def before_lines(self, lines: tuple[Line, ...]) -> Continuation:
        """The continuation of what stands before these lines: they come first, then what followed."""
        return Continuation(
            self.site, self.unit, (*lines, *self.lines), self.return_lines, self.phase, self.preceding_lines
        )

    def direction(self, given: GivenAnswers) -> Direction:
        """Where to go on, past the lines that these answers rule out."""
        following = next((line for line in self.lines if condition_holds(line.when, given) is not False), None)
        if following is not None:
            return line_direction(self.site, self.unit, following)
        back = next((line for line in self.return_lines if condition_holds(line.when, given) is not False), None)
        if back is not None:
            number = self.site.number(self.unit.id, back.id)
            return Direction(_("ligne {number}, quand tout remarche").format(number=number), line=back.id)
        if self.phase == "return_to_normal" or not isinstance(self.unit, Annexe):
            return Direction(_("fin de la fiche"))
        waiting = [name for name, options in given.items() if options == {UNKNOWN}]
        if self.unit.outcomes and waiting:
            return retry_direction(self.site, self.unit, waiting[-1])
        return Direction(_("revenir à la ligne qui a mené ici"))


def retry_direction(site: Site, unit: AnyUnit, question: str) -> Direction:
    """The direction back to a question that could not be answered."""
    return Direction(_("répondre à {number}").format(number=site.number(unit.id, question)), line=question)


def continuation_after(site: Site, unit: AnyUnit, symptom: str | None, phase: Phase) -> Continuation:
    """What can follow the last line of a phase."""
    phases = dict(phases_of(unit, symptom))
    after = lines_in_sequence(phases.get("degraded_mode", ())) if phase == "alert" else ()
    returning = phase != "return_to_normal" and not isinstance(unit, Annexe)
    back = lines_in_sequence(phases.get("return_to_normal", ())) if returning else ()
    before = lines_in_sequence(phases.get("alert", ())) if phase == "degraded_mode" else ()
    return Continuation(site, unit, after, back, phase, before)


def sheet_name(unit: AnyUnit) -> str:
    """What a sheet is called in references: `Cas N°4`, `Annexe 4`."""
    if unit.source:
        return unit.source
    return _("Cas {mark}").format(mark=unit.mark) if isinstance(unit, Case) else unit.title


def has_title(unit: AnyUnit, symptom: Symptom) -> bool:
    """Whether a symptom has a title of its own on the sheet of its case, which has no lines but those of symptoms."""
    return (
        isinstance(unit, Case)
        and bool(own_phases(symptom))
        and not any(lines for _phase, lines in phases_of(unit, None))
    )


def sheet_direction(site: Site, ref: str, printed: Collection[str]) -> Direction:
    """The direction to another sheet, by its page where it is printed: that of a unit, of a card of the triage, or of a
    symptom with a title of its own.

    Raises KeyError for an unknown unit.
    """
    owner, _slash, name = ref.partition("/")
    unit = site.unit_by_id[owner]
    symptom = symptom_of(unit, name)
    words, sheet = sheet_name(unit), unit.id
    if symptom is not None and is_card(unit, symptom):
        words, sheet = symptom.label, ref
    elif symptom is not None and has_title(unit, symptom):
        words, sheet = f"{sheet_name(unit)}{symptom.mark or ''}", ref
    if unit.id not in printed:
        return Direction(_("{sheet} (pas dans ce tirage)").format(sheet=words))
    return Direction(words, sheet=sheet)


def ends_sheet(line: Line) -> bool:
    """Whether nothing comes after a line on its own sheet, whatever the answers."""
    return isinstance(line, Becomes | Outcome) and line.when is None


def branches(site: Site, line: Line) -> list[tuple[str, str, tuple[Line, ...]]]:
    """The answers of a question, or the ends of an annex, as (id, words, lines below)."""
    if not isinstance(line, BranchingLine):
        return []
    if isinstance(line, QuestionLine):
        options = [(option.id, option.label, option.lines) for option in options_of(line)]
        return [*options, (UNKNOWN, _("je ne sais pas"), line.unknown)]
    if isinstance(line, Run):
        if not line.outcomes:
            return []
        annex = site.unit_by_id[line.value]
        labels = annex.outcomes if isinstance(annex, Annexe) else {}
        written = {outcome.id: outcome.lines for outcome in line.outcomes}
        ends = (*written, *(label for label in labels if label not in written))
        return [(end, labels.get(end, end), written.get(end, ())) for end in ends]
    assert_never(line)


def printed_answers(
    line: Line, leads: Iterable[tuple[str, tuple[Line, ...], Direction]]
) -> list[tuple[str, Direction]]:
    """The answers as printed: ends of an annex that are not written and lead to the same place are merged into one."""
    answers = [(label, inner, direction) for label, inner, direction in leads]
    others = [direction for _label, inner, direction in answers if not inner]
    if not isinstance(line, Run) or len(others) < 2 or len(set(others)) > 1:
        return [(label, direction) for label, _inner, direction in answers]
    return [*((label, direction) for label, inner, direction in answers if inner), (_("autre fin"), others[0])]


def direction_of_line(site: Site, unit: AnyUnit, line: Line, printed: Collection[str]) -> Direction | None:
    """Where a line itself leads: another sheet, or the end of its annex; None for other lines."""
    if isinstance(line, OtherCaseLine) and line.symptom is not None:
        return sheet_direction(site, f"{line.value}/{line.symptom}", printed)
    if isinstance(line, OtherUnitLine):
        return sheet_direction(site, line.value, printed)
    if isinstance(line, Outcome):
        return Direction(_("fin de l'annexe : revenir à la ligne qui a mené ici"))
    return None
