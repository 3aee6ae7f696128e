"""What a tired reader stumbles on: lines and groups too long, critical lines lost in silence."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.checks.rules.finding import Finding, LintUnit, text_of
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.model.lines import Ask, Line, Verify
from pannesi.procedure.model.numbering import UNKNOWN, branches_of
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _

LONGEST = 110
"""How many characters a line may have; about 60 read best."""
MOST_IN_A_GROUP = 7
"""How many lines may stand together, standing orders apart: those have a place of their own."""


def findings(site: Site, unit: LintUnit) -> Iterator[Finding]:
    """P510 a critical line lost in silence, P511 a line too long, P512 a group too long."""
    for line, loc in unit.lines:
        yield from _length(line, loc)
        yield from _lost(line, loc)
    groups: dict[Loc, list[Loc]] = {}
    for line, loc in unit.lines:
        if line.verb != "standing":
            groups.setdefault(loc[:-1], []).append(loc)
    for members in groups.values():
        if len(members) > MOST_IN_A_GROUP:
            message = _("{count} lignes dans le même groupe : on s'y perd au-delà de {most}.")
            message = message.format(count=len(members), most=MOST_IN_A_GROUP)
            remedy = _("En réunir, ou en mettre sous une question.")
            yield Finding(members[MOST_IN_A_GROUP], "P512", message, remedy)


def _length(line: Line, loc: Loc) -> Iterator[Finding]:
    written: list[tuple[Loc, str]] = [((*loc, "label" if text_of(line) != line.value else "value"), text_of(line))]
    if isinstance(line, Ask):
        written += [((*loc, "options", at, "label"), one.label) for at, one in enumerate(line.options)]
    for where, text in written:
        if len(text) > LONGEST:
            message = _("{length} caractères : une ligne se lit d'un coup d'œil jusqu'à {most}.")
            message = message.format(length=len(text), most=LONGEST)
            yield Finding(where, "P511", message, _("Garder l'ordre ici, mettre le reste dans « detail »."))


def _lost(line: Line, loc: Loc) -> Iterator[Finding]:
    """« Je ne sais pas » leads nowhere, while another answer leads to a critical line."""
    if not isinstance(line, Ask | Verify) or line.unknown:
        return
    lost = next((one for name, below in branches_of(line) if name != UNKNOWN for one in _critical(below)), None)
    if lost is not None:
        message = _("« Je ne sais pas » fait sauter sans un mot la ligne critique « {text} ».")
        message = message.format(text=text_of(lost))
        remedy = _("Écrire sous « unknown » comment le savoir, ou cette ligne aussi.")
        yield Finding((*loc, "value"), "P510", message, remedy)


def _critical(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        if line.critical == "yes":
            yield line
        for _name, below in branches_of(line):
            yield from _critical(below)
