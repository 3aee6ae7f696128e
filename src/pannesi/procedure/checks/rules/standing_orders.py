"""Orders that last together and pass the three rows that a screen of 80 columns gives them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from pannesi.procedure.checks.rule import LintFinding, LintSite, LintUnit, Rule
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.model.lines import Joins, Line, Run, Standing
from pannesi.procedure.model.numbering import branches_of, phases_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.wording.order_strip import COLUMNS, MOST_ROWS, strip_rows
from pannesi.support.i18n import _

_COUNTED = " 9/9"
"""What an order owed to patients says after its words, for up to nine of them."""


def _too_many(linted: LintSite) -> Iterator[LintFinding]:
    """At each entry, its own orders, those of the annexes that it runs and of the cases that it joins, of each
    question the branch that says most, but for what the answers brought along rule out. Other conditions are left out
    of it: as many orders last at once, or fewer. Another case that somebody opens beside by hand is not counted: any
    could be."""
    site = linted.site
    for unit in linted.units:
        orders: list[Standing] = []
        for entry in site.entries:
            if entry.unit.id == unit.unit.id and entry.symptom.opens is None:
                orders = _heaviest((orders, _together(site, unit.unit.id, entry.symptom.id, entry.symptom.answers)))
        rows = len(strip_rows(_words(orders), COLUMNS))
        if rows > MOST_ROWS:
            message = _("{count} consignes peuvent durer ensemble : {rows} lignes de l'écran, au lieu de {most}.")
            remedy = _("Écrire « short » en moins de mots : {longest}.")
            longest = max(orders, key=lambda line: len(line.in_short)).in_short
            message = message.format(count=len(orders), rows=rows, most=MOST_ROWS)
            yield LintFinding(unit.path, _place(unit, orders), message, remedy.format(longest=f"« {longest} »"))


def _place(unit: LintUnit, orders: list[Standing]) -> Loc:
    """The first of its own orders; the title where all come from elsewhere."""
    mine = ((*loc, "value") for line, loc in unit.lines if any(line is order for order in orders))
    return next(mine, ("title",))


def _words(lines: Sequence[Standing]) -> list[str]:
    return [line.in_short + (_COUNTED if line.duty is not None else "") for line in lines]


def _weight(lines: Sequence[Standing]) -> int:
    return sum(map(len, _words(lines)))


def _heaviest(branches: Iterable[list[Standing]]) -> list[Standing]:
    return max(branches, key=_weight, default=[])


def _together(site: Site, unit: str, symptom: str | None, answers: Mapping[str, str]) -> list[Standing]:
    """The orders that may last at once after entering there, what is the same said once."""
    met: set[str] = {unit}

    def below(lines: Sequence[Line], given: Mapping[str, str]) -> list[Standing]:
        orders: list[Standing] = []
        for line in lines:
            answer = line.when.answer if line.when is not None else None
            if answer is not None and given.get(answer.line, answer.option) != answer.option:
                continue
            if isinstance(line, Standing):
                orders.append(line)
            if isinstance(line, Run | Joins) and line.value not in met:
                met.add(line.value)
                orders += inside(line.value, line.symptom if isinstance(line, Joins) else None, line.answers)
            answered = given.get(line.id)
            branches = [inner for name, inner in branches_of(line) if answered in (None, name)]
            orders += _heaviest([below(inner, given) for inner in branches])
        return orders

    def inside(name: str, entered: str | None, given: Mapping[str, str]) -> list[Standing]:
        phases = phases_of(site.unit_by_id[name], entered)
        return below([line for _phase, lines in phases for line in lines], given)

    alike = {(line.in_short, line.value): line for line in inside(unit, symptom, answers)}
    return sorted(alike.values(), key=lambda line: line.source is None)


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
