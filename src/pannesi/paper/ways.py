"""Where paper sends its reader: a line by its number, another sheet by its page, or the next phase."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from pannesi.i18n import _
from pannesi.site.lines import Ask, Becomes, Joins, Line, Outcome, Run, Standing, Verify
from pannesi.site.model import Site
from pannesi.site.tree import options_of, phases_of
from pannesi.site.units import Annexe, AnyUnit, Case, Phase


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


def after_phase(site: Site, unit: AnyUnit, symptom: str | None, phase: Phase) -> Way:
    """Where a phase leads once its last line is settled."""
    known = dict(phases_of(unit, symptom))
    if phase == "alert" and flow(known.get("degraded_mode", ())):
        return to_line(site, unit, flow(known["degraded_mode"])[0])
    back = flow(known.get("return_to_normal", ()))
    if phase != "return_to_normal" and isinstance(unit, Annexe):
        return Way(_("revenir à la ligne qui a mené ici"))
    if phase != "return_to_normal" and back:
        number = site.number(unit.id, back[0].id)
        return Way(_("ligne {number}, quand tout remarche").format(number=number), line=back[0].id)
    return Way(_("fin de la fiche"))


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


def answers_of(site: Site, unit: AnyUnit, line: Line, after: Way) -> list[tuple[str, tuple[Line, ...], Way]]:
    """Each answer of a question (or end of an annex) in words, its lines, and where it leads."""
    if isinstance(line, Ask | Verify):
        known = [(option.label, option.lines) for option in options_of(line)]
        known.append((_("je ne sais pas"), line.unknown))
    elif isinstance(line, Run) and line.outcomes:
        annex = site.unit_by_id[line.value]
        labels = annex.outcomes if isinstance(annex, Annexe) else {}
        known = [(labels.get(one.id, one.id), one.lines) for one in line.outcomes]
        known.append((_("autre fin"), ()))
    else:
        return []
    return [(label, lines, to_line(site, unit, lines[0]) if lines else after) for label, lines in known]


def leads_away(site: Site, unit: AnyUnit, line: Line, printed: Collection[str]) -> Way | None:
    """The sheet that a line itself sends to, or how its annex ends."""
    if isinstance(line, Becomes | Joins | Run):
        return to_sheet(site, line.value, printed)
    if isinstance(line, Outcome):
        return Way(_("fin de l'annexe : revenir à la ligne qui a mené ici"))
    return None
