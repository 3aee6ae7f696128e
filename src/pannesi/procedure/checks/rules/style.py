"""Lint rules about readability: long lines, long groups, critical lines that "je ne sais pas" skips."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.checks.rule import LintFinding, LintSite, Rule
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.model.lines import Ask, Line, QuestionLine, Standing, text_of
from pannesi.procedure.model.numbering import UNKNOWN, branches_of
from pannesi.support.i18n import _

LONGEST = 110
"""Characters that a line may have; about 60 read best."""
MOST_IN_A_GROUP = 7
"""Lines that a group may have, without standing orders, which are shown apart."""


def _long_groups(linted: LintSite) -> Iterator[LintFinding]:
    """P512: groups of too many lines."""
    for unit in linted.units:
        groups: dict[Loc, list[Loc]] = {}
        for line, loc in unit.lines:
            if not isinstance(line, Standing):
                groups.setdefault(loc[:-1], []).append(loc)
        for members in groups.values():
            if len(members) > MOST_IN_A_GROUP:
                message = _("{count} lignes dans le même groupe : on s'y perd au-delà de {most}.")
                message = message.format(count=len(members), most=MOST_IN_A_GROUP)
                remedy = _("En réunir, ou en mettre sous une question.")
                yield LintFinding(unit.path, members[MOST_IN_A_GROUP], message, remedy)


def _long_lines(linted: LintSite) -> Iterator[LintFinding]:
    """P511: lines, and options of questions, that are too long."""
    for path, line, loc in linted.lines():
        texts: list[tuple[Loc, str]] = [((*loc, "label" if text_of(line) != line.value else "value"), text_of(line))]
        if isinstance(line, Ask):
            texts += [((*loc, "options", index, "label"), option.label) for index, option in enumerate(line.options)]
        for where, text in texts:
            if len(text) > LONGEST:
                message = _("{length} caractères : une ligne se lit d'un coup d'œil jusqu'à {most}.")
                message = message.format(length=len(text), most=LONGEST)
                yield LintFinding(path, where, message, _("Garder l'ordre ici, mettre le reste dans « detail »."))


def _skipped_critical_lines(linted: LintSite) -> Iterator[LintFinding]:
    """P510: questions whose "je ne sais pas" leads nowhere, while another answer leads to a critical line."""
    for path, line, loc in linted.lines():
        if not isinstance(line, QuestionLine) or line.unknown:
            continue
        branches = (below for name, below in branches_of(line) if name != UNKNOWN)
        skipped = next((critical for below in branches for critical in _critical_lines(below)), None)
        if skipped is not None:
            message = _("« Je ne sais pas » fait sauter sans un mot la ligne critique « {text} ».")
            remedy = _("Écrire sous « unknown » comment le savoir, ou cette ligne aussi.")
            yield LintFinding(path, (*loc, "value"), message.format(text=text_of(skipped)), remedy)


def _critical_lines(lines: tuple[Line, ...]) -> Iterator[Line]:
    for line in lines:
        if line.critical == "yes":
            yield line
        for _name, below in branches_of(line):
            yield from _critical_lines(below)


_RECEIVED = (
    "return_to_normal:\n  - id: recus\n    verify: Tout est-il reçu ?\n    source: Cas 9\n"
    "    no: [{id: reclamer, do: Réclamer, critical: yes, source: Cas 9}]\n"
)
_LONG = "Aller voir " + "le poste de la salle du fond puis " * 4 + "revenir"


def _example_of_acts(count: int) -> str:
    return "alert:\n" + "".join(
        f"  - {{id: geste-{number}, do: Geste {number}, source: Cas 9}}\n" for number in range(1, count + 1)
    )


RULES = (
    Rule(
        "P510", "warning", _skipped_critical_lines,
        lambda: (
            _("Ligne critique perdue sans un mot"),
            _("« Je ne sais pas » ne mène à rien, alors qu'une autre réponse mène à une ligne critique."),
        ),
        wrong=_RECEIVED, right=_RECEIVED + "    unknown: [{id: compter, do: Compter, source: Cas 9}]\n",
    ),
    Rule(
        "P511", "warning", _long_lines,
        lambda: (_("Ligne trop longue"), _("À trois heures du matin, une ligne se lit d'un coup d'œil.")),
        wrong=f"alert:\n  - {{id: voir, do: {_LONG}, source: Cas 9}}\n",
        right="alert:\n  - {id: voir, do: Aller voir le poste, detail: Salle du fond., source: Cas 9}\n",
    ),
    Rule(
        "P512", "warning", _long_groups,
        lambda: (_("Groupe trop long"), _("Au-delà de sept lignes ensemble, on perd sa place.")),
        wrong=_example_of_acts(8), right=_example_of_acts(7),
    ),
)  # fmt: skip
