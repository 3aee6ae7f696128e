"""The sessions that somebody asks for at the command line, in their words."""

from __future__ import annotations

from dataclasses import dataclass

from pannesi.failures import UnknownName
from pannesi.i18n import _
from pannesi.review.period import parse_period
from pannesi.review.wanted import Wanted
from pannesi.site.model import Site
from pannesi.site.reach import zone_of
from pannesi.site.search import fold
from pannesi.site.units import Triage


@dataclass(frozen=True)
class Asked:
    """Each as typed; empty where nothing was."""

    case: str = ""
    system: str = ""
    first: str | None = None
    last: str | None = None
    state: str = ""
    who: str = ""
    exercise: bool = False
    to_take_over: bool = False
    could_not: bool = False
    redlines: bool = False
    words: str = ""
    notes: str = ""


def wanted_of(asked: Asked, site: Site) -> Wanted:
    """What the index is asked. Raises UnknownName, ImpossibleTime."""
    period, where = parse_period(asked.first, asked.last), zone_of(site.contacts)
    return Wanted(
        words=asked.words,
        exercise=asked.exercise,
        state=_state(asked.state),
        case=case_named(asked.case, site),
        system=asked.system,
        who=asked.who,
        since=period.since(where),
        until=period.until(where),
        to_take_over=asked.to_take_over,
        could_not=asked.could_not,
        redlines=asked.redlines,
    )


def case_named(typed: str, site: Site) -> str:
    """The id of a case written as its id or its number. Raises UnknownName.

    A case that the site no longer has can still be asked for by its whole id, `cas-` something."""
    folded = fold(typed.strip())
    if not folded:
        return ""
    for unit in site.units:
        if folded in (unit.id, fold(unit.mark)) and not isinstance(unit, Triage):
            return unit.id
    if "-" in folded:
        return folded
    known = ", ".join(unit.id for unit in site.units if not isinstance(unit, Triage))
    raise UnknownName(_("Aucun cas « {typed} ». Les cas : {known}.").format(typed=typed.strip()[:60], known=known))


def _state(typed: str) -> str:
    folded = fold(typed.strip())
    if not folded:
        return ""
    for state, names in (("open", ("ouverte", "ouvertes", "open")), ("closed", ("close", "closes", "closed"))):
        if folded in names:
            return state
    raise UnknownName(_("« {typed} » n'est pas un état : écrire ouvertes ou closes.").format(typed=typed.strip()[:60]))
