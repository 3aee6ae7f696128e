"""Lint rule about standing orders that together need more than the three rows that the screen gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pannesi.procedure.checks.rule import LintFinding, LintSite, LintUnit, Rule
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.model.lines import Joins, Line, Register, Run, Standing
from pannesi.procedure.model.numbering import branches_of, phases_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.wording.order_strip import COLUMNS, MOST_ROWS, strip_rows
from pannesi.support.i18n import _

Lasting = Standing | Register
"""A line that stands among what lasts."""
_COUNTED = " 9/9"
"""What follows an order that is owed to patients, for up to nine of them."""


def _too_many(linted: LintSite) -> Iterator[LintFinding]:
    """P518: units with an entry whose standing orders, and sheets that last, may need too many rows together.

    Counted are the orders of the entry, of the annexes that it runs and of the cases that it joins; of each question,
    the branch with the longest orders that the known answers allow. Other conditions are ignored, so that this is an
    upper bound. A case that a person opens beside by hand is not counted: it could be any.
    """
    site = linted.site
    for unit in linted.units:
        orders: list[Lasting] = []
        for entry in site.entries:
            if entry.unit.id == unit.unit.id and entry.symptom.opens is None:
                symptom = entry.symptom
                orders = _longest_branch((orders, _orders_together(site, unit.unit.id, symptom.id, symptom.answers)))
        rows = len(strip_rows(_shown_words(orders), COLUMNS))
        if rows > MOST_ROWS:
            message = _("{count} consignes peuvent durer ensemble : {rows} lignes de l'écran, au lieu de {most}.")
            remedy = _("Écrire « short » en moins de mots : {longest}.")
            longest = max(orders, key=lambda line: len(line.in_short)).in_short
            message = message.format(count=len(orders), rows=rows, most=MOST_ROWS)
            yield LintFinding(
                unit.path, _place_of_first(unit, orders), message, remedy.format(longest=f"« {longest} »")
            )


def _place_of_first(unit: LintUnit, orders: list[Lasting]) -> Loc:
    """The place of the first of the orders that is in the unit; its title when none is."""
    own = ((*loc, "value") for line, loc in unit.lines if any(line is order for order in orders))
    return next(own, ("title",))


def _shown_words(lines: Sequence[Lasting]) -> list[str]:
    return [
        line.in_short + (_COUNTED if isinstance(line, Standing) and line.duty is not None else "") for line in lines
    ]


def _total_length(lines: Sequence[Lasting]) -> int:
    return sum(map(len, _shown_words(lines)))


def _longest_branch(branches: Iterable[list[Lasting]]) -> list[Lasting]:
    return max(branches, key=_total_length, default=[])


def _orders_together(site: Site, unit: str, symptom: str | None, answers: Mapping[str, str]) -> list[Lasting]:
    """The orders that may be in force together after entering a unit, without duplicates."""
    visited: set[str] = {unit}

    def in_lines(lines: Sequence[Line], given: Mapping[str, str]) -> list[Lasting]:
        orders: list[Lasting] = []
        for line in lines:
            answer = line.when.answer if line.when is not None else None
            if answer is not None and given.get(answer.line, answer.option) != answer.option:
                continue
            if isinstance(line, Standing) or (isinstance(line, Register) and line.short is not None):
                orders.append(line)
            if isinstance(line, Run | Joins) and line.value not in visited:
                visited.add(line.value)
                orders += in_unit(line.value, line.symptom if isinstance(line, Joins) else None, line.answers)
            known_answer = given.get(line.id)
            branches = [inner for name, inner in branches_of(line) if known_answer in (None, name)]
            orders += _longest_branch([in_lines(inner, given) for inner in branches])
        return orders

    def in_unit(name: str, entry: str | None, given: Mapping[str, str]) -> list[Lasting]:
        phases = phases_of(site.unit_by_id[name], entry)
        return in_lines([line for _phase, lines in phases for line in lines], given)

    distinct = {(line.in_short, line.value): line for line in in_unit(unit, symptom, answers)}
    return sorted(distinct.values(), key=lambda line: line.source is None)


_ENTRY = "symptoms:\n  - {id: ecran, label: Écran noir, system: PACS, words: [noir], source: Cas 9}\n"


def _seven_orders(short: str) -> str:
    line = "  - {{id: ordre-{at}, standing: Ne jamais oublier de graver un CD en salle {at}{short}, source: Cas 9}}\n"
    return _ENTRY + "degraded_mode:\n" + "".join(line.format(at=at, short=short) for at in range(1, 8))


RULES = (
    Rule(
        "P518", "warning", _too_many,
        lambda: (
            _("Trop de consignes à l'écran"),
            _("Tout ce qui dure reste affiché en peu de mots ; au-delà de trois lignes, la ligne à faire n'a plus sa place."),
        ),
        wrong=_seven_orders(""), right=_seven_orders(", short: CD pour les externes"),
    ),
)  # fmt: skip
