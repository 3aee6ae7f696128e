"""The filter of sessions as typed on the command line, and its translation to a `SessionFilter`."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from pannesi.application.lookup import unit_named
from pannesi.history.period import parse_period
from pannesi.history.session_filter import SessionFilter
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.model.procedure import Site
from pannesi.support.errors import InvalidValue
from pannesi.support.i18n import _
from pannesi.support.text_safety import fold_accents


@dataclass(frozen=True)
class TypedFilter:
    """The options of a filter, each as typed; empty where it was not given."""

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
    forced: bool = False
    words: str = ""
    notes: str = ""
    oldest: bool = False


def filter_of(asked: TypedFilter, site: Site, gone: Collection[str] = ()) -> SessionFilter:
    """The filter for typed options; `gone` are ids of cases that only past sessions have.

    Raises NotFound, InvalidValue, ImpossibleTime.
    """
    period, where = parse_period(asked.first, asked.last), zone_of(site.contacts)
    return SessionFilter(
        words=asked.words,
        exercise=asked.exercise,
        state=_parse_state(asked.state),
        case=case_named(asked.case, site, gone),
        system=asked.system,
        who=asked.who,
        since=period.since(where),
        until=period.until(where),
        to_take_over=asked.to_take_over,
        could_not=asked.could_not,
        redlines=asked.redlines,
        forced=asked.forced,
        notes=asked.notes,
        oldest=asked.oldest,
    )


def case_named(typed: str, site: Site, gone: Collection[str] = ()) -> str:
    """The id of a case written as `cas-3`, `3` or `Cas N°3`, or of one among `gone`, which the site no longer has.

    Raises NotFound.
    """
    if not typed.strip():
        return ""
    return typed.strip() if typed.strip() in gone else unit_named(site, typed).id


def _parse_state(typed: str) -> str:
    folded = fold_accents(typed.strip())
    if not folded:
        return ""
    for state, names in (("open", ("ouverte", "ouvertes", "open")), ("closed", ("close", "closes", "closed"))):
        if folded in names:
            return state
    raise InvalidValue(_("« {typed} » n'est pas un état : écrire ouvertes ou closes.").format(typed=typed.strip()[:60]))
