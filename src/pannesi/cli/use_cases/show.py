"""`pannesi show`: the procedure as it is read."""

from __future__ import annotations

from pannesi.application.lookup import unit_named
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, AnyUnit, Case, Triage
from pannesi.procedure.wording.show_text import show_site, show_unit, unit_as_json
from pannesi.support.console import Output
from pannesi.support.i18n import _


def _unit_order(unit: AnyUnit) -> int:
    """Cases first, then annexes, then the triage."""
    return (Case, Annexe, Triage).index(type(unit))


def print_procedure(site: Site, case: str, out: Output, *, as_json: bool) -> None:
    """Prints the list of cases; one case in full by its name, all of them by `all`. Raises NotFound, Ambiguous."""
    if case and case != "all":
        units: tuple[AnyUnit, ...] = (unit_named(site, case),)
    else:
        units = site.units if case == "all" or as_json else ()
    if as_json:
        rows = [unit_as_json(site, unit) for unit in units]
        out.json(rows[0] if case and case != "all" else rows)
        return
    if not units:
        for unit in sorted(site.units, key=_unit_order):
            out.wrapped(f"{unit.id:<12} {unit.title}", "", " " * 13)
        out.wrapped(_("pannesi show CAS en montre un, pannesi show all les montre tous."))
        return
    if case == "all":
        out.line(show_site(site, out.width))
        return
    out.line(show_unit(site, units[0], out.width))
