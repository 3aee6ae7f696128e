"""Where paper sends its reader: a line by its number, another sheet by its page, or the next phase."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, assert_never

from pannesi.documents.binder.known_answers import Known, holds
from pannesi.procedure.model.lines import (
    Becomes,
    BranchingLine,
    Line,
    OtherUnitLine,
    Outcome,
    QuestionLine,
    Run,
    Standing,
)
from pannesi.procedure.model.numbering import UNKNOWN, options_of, phases_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, AnyUnit, Case, Phase
from pannesi.support.i18n import _


@dataclass(frozen=True)
class Way:
    """Where to go on: words, and the sheet whose page number follows them when it is printed too."""

    words: str
    sheet: str | None = None
    line: str | None = None
    """The id of the line meant, when it is one of the same sheet."""

    def plain(self) -> dict[str, Any]:
        """The way as plain values, without the id that only the making of the page needs."""
        return {"words": self.words, "sheet": self.sheet}


def flow(lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """The lines that follow one another; standing orders of the top stand in a frame of their own."""
    return tuple(line for line in lines if not isinstance(line, Standing))


def to_line(site: Site, unit: AnyUnit, line: Line) -> Way:
    """The way to a line of the same sheet."""
    return Way(_("ligne {number}").format(number=site.number(unit.id, line.id)), line=line.id)


@dataclass(frozen=True)
class Onward:
    """What follows a line on its sheet, whatever was answered before: its next lines, then how its part ends."""

    site: Site
    unit: AnyUnit
    lines: tuple[Line, ...]
    """Those that may follow, in order, to the end of the degraded mode or of the return."""
    back: tuple[Line, ...]
    """Those of the return, that come once everything works again."""
    phase: Phase
    before: tuple[Line, ...] = ()
    """Those of the sheet that stand before this part."""

    def past(self, lines: tuple[Line, ...]) -> Onward:
        """The same, from before these lines on."""
        return Onward(self.site, self.unit, (*lines, *self.lines), self.back, self.phase, self.before)

    def way(self, known: Known) -> Way:
        """Where to go on, past every line that what is known rules out."""
        following = next((line for line in self.lines if holds(line.when, known) is not False), None)
        if following is not None:
            return to_line(self.site, self.unit, following)
        back = next((line for line in self.back if holds(line.when, known) is not False), None)
        if back is not None:
            number = self.site.number(self.unit.id, back.id)
            return Way(_("ligne {number}, quand tout remarche").format(number=number), line=back.id)
        if self.phase == "return_to_normal" or not isinstance(self.unit, Annexe):
            return Way(_("fin de la fiche"))
        waiting = [name for name, options in known.items() if options == {UNKNOWN}]
        if self.unit.outcomes and waiting:
            return ask_again(self.site, self.unit, waiting[-1])
        return Way(_("revenir à la ligne qui a mené ici"))


def ask_again(site: Site, unit: AnyUnit, question: str) -> Way:
    """The way back to a question that could not be answered."""
    return Way(_("répondre à {number}").format(number=site.number(unit.id, question)), line=question)


def after_phase(site: Site, unit: AnyUnit, symptom: str | None, phase: Phase) -> Onward:
    """What follows the last line of a phase."""
    known = dict(phases_of(unit, symptom))
    after = flow(known.get("degraded_mode", ())) if phase == "alert" else ()
    returning = phase != "return_to_normal" and not isinstance(unit, Annexe)
    back = flow(known.get("return_to_normal", ())) if returning else ()
    before = flow(known.get("alert", ())) if phase == "degraded_mode" else ()
    return Onward(site, unit, after, back, phase, before)


def sheet_name(unit: AnyUnit) -> str:
    """What a sheet is called where paper leads to it: `Cas N°4`, `Annexe 4`."""
    if unit.source:
        return unit.source
    return _("Cas {mark}").format(mark=unit.mark) if isinstance(unit, Case) else unit.title


def to_sheet(site: Site, ref: str, printed: Collection[str]) -> Way:
    """The way to another sheet, with its page when it is among those printed."""
    unit = site.unit_by_id[ref.partition("/")[0]]
    name = sheet_name(unit)
    if unit.id not in printed:
        return Way(_("{sheet} (pas dans ce tirage)").format(sheet=name))
    return Way(name, sheet=unit.id)


def ends_here(line: Line) -> bool:
    """Whether nothing comes after a line on its own sheet, whatever the answers."""
    return isinstance(line, Becomes | Outcome) and line.when is None


def branches(site: Site, line: Line) -> list[tuple[str, str, tuple[Line, ...]]]:
    """Each answer of a question, or end of an annex, by its id, in words, and its lines."""
    if not isinstance(line, BranchingLine):
        return []
    if isinstance(line, QuestionLine):
        known = [(option.id, option.label, option.lines) for option in options_of(line)]
        return [*known, (UNKNOWN, _("je ne sais pas"), line.unknown)]
    if isinstance(line, Run):
        if not line.outcomes:
            return []
        annex = site.unit_by_id[line.value]
        labels = annex.outcomes if isinstance(annex, Annexe) else {}
        told = {outcome.id: outcome.lines for outcome in line.outcomes}
        ends = (*told, *(label for label in labels if label not in told))
        return [(end, labels.get(end, end), told.get(end, ())) for end in ends]
    assert_never(line)


def answers_of(line: Line, leads: Iterable[tuple[str, tuple[Line, ...], Way]]) -> list[tuple[str, Way]]:
    """The answers as printed: the ends of an annex of which a line says nothing are one where they lead alike."""
    told = [(label, inner, way) for label, inner, way in leads]
    others = [way for _label, inner, way in told if not inner]
    if not isinstance(line, Run) or len(others) < 2 or len(set(others)) > 1:
        return [(label, way) for label, _inner, way in told]
    return [*((label, way) for label, inner, way in told if inner), (_("autre fin"), others[0])]


def leads_away(site: Site, unit: AnyUnit, line: Line, printed: Collection[str]) -> Way | None:
    """The sheet that a line itself sends to, or how its annex ends."""
    if isinstance(line, OtherUnitLine):
        return to_sheet(site, line.value, printed)
    if isinstance(line, Outcome):
        return Way(_("fin de l'annexe : revenir à la ligne qui a mené ici"))
    return None
