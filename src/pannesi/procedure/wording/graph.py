"""A unit as a tree, and its renderings for the terminal, for Mermaid and for Graphviz."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pannesi.procedure.model.lines import Ask, Line, OtherUnitLine, QuestionLine, Run, text_of
from pannesi.procedure.model.numbering import UNKNOWN, branches_of, options_of, phases_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, AnyUnit, own_phases, part_word
from pannesi.procedure.wording.conditions import condition_words, verb_of
from pannesi.support.i18n import _

_LIST = re.compile(r"\s*(?:[0-9]+[.)]|[-+])\s")


@dataclass(frozen=True)
class Node:
    """A node of the tree, with those below it."""

    label: str
    kind: Literal["unit", "phase", "line", "question", "answer", "elsewhere"]
    """`answer`: an answer without lines. `elsewhere`: another unit."""
    children: tuple[Node, ...] = ()
    edge: str = ""
    """The answer and the condition that lead here from the parent, in words."""
    fill: str = "#f5f7fa"
    """The colour of its box (CSS)."""


def tree_of(site: Site, unit: AnyUnit) -> Node:
    """The tree of a unit: its phases and those of its symptoms, with every line below the answer that leads to it."""
    phases = [
        Node(part_word(unit, phase), "phase", _nodes_of_lines(site, unit, lines))
        for phase, lines in phases_of(unit, None)
        if lines
    ]
    for symptom in unit.symptoms:
        for phase in own_phases(symptom):
            lines = getattr(symptom, phase)
            if lines:
                part = part_word(unit, phase, symptom)
                words = _("{phase}, entrée « {symptom} »").format(phase=part, symptom=symptom.label)
                phases.append(Node(words, "phase", _nodes_of_lines(site, unit, lines)))
    return Node(f"{unit.id} · {unit.title}", "unit", tuple(phases))


def _nodes_of_lines(site: Site, unit: AnyUnit, lines: tuple[Line, ...], answer: str = "") -> tuple[Node, ...]:
    return tuple(_node_of_line(site, unit, line, answer) for line in lines)


def _node_of_line(site: Site, unit: AnyUnit, line: Line, answer: str) -> Node:
    parts = [answer] if answer else []
    if line.when is not None:
        parts.append(condition_words(site, unit, line.when))
    words = f"{site.number(unit.id, line.id)} {verb_of(line)} : {text_of(line)}"
    below = [*_nodes_elsewhere(site, line)]
    names = _branch_names(site, line)
    for branch, inner in branches_of(line):
        below += _nodes_of_lines(site, unit, inner, names.get(branch, branch))
        if isinstance(line, Ask) and not inner and branch != UNKNOWN:
            below.append(Node(_("continuer"), "answer", edge=names[branch]))
    kind: Literal["question", "line"] = "question" if isinstance(line, QuestionLine) else "line"
    return Node(words, kind, tuple(below), " · ".join(parts), line.traits.fill)


def _branch_names(site: Site, line: Line) -> dict[str, str]:
    """The words of each branch of a line, by its id."""
    if isinstance(line, QuestionLine):
        return {**{option.id: option.label for option in options_of(line)}, UNKNOWN: _("je ne sais pas")}
    annex = site.unit_by_id[line.value] if isinstance(line, Run) else None
    return dict(annex.outcomes) if isinstance(annex, Annexe) else {}


def _nodes_elsewhere(site: Site, line: Line) -> Iterator[Node]:
    if isinstance(line, OtherUnitLine):
        other = site.unit_by_id[line.value]
        yield Node(f"→ {other.id} · {other.title}", "elsewhere")


def as_text(root: Node) -> list[tuple[str, str, str]]:
    """The tree as text: each node as (the beginning of its first line, that of its other lines, its words)."""
    return [("", "", root.label), *_text_below(root, "")]


def _text_below(node: Node, prefix: str) -> Iterator[tuple[str, str, str]]:
    for child in node.children:
        last = child is node.children[-1]
        words = f"[{child.edge}] {child.label}" if child.edge else child.label
        inner = prefix + ("   " if last else "│  ")
        yield prefix + ("└─ " if last else "├─ "), inner + ("│  " if child.children else "   "), words
        yield from _text_below(child, inner)


def as_mermaid(root: Node) -> str:
    """The tree in the language of Mermaid (`flowchart LR`); the texts of the site are escaped."""
    rows = ["flowchart LR"]
    for name, node, parent in _numbered_nodes(root):
        left, right = ("{{", "}}") if node.kind == "question" else ("([", "])") if parent is None else ("[", "]")
        rows.append(f'  {name}{left}"{_mermaid_entities(node.label)}"{right}')
        if parent is not None:
            edge = f'|"{_mermaid_entities(node.edge)}"|' if node.edge else ""
            rows.append(f"  {parent} {'-.->' if node.kind == 'elsewhere' else '-->'}{edge} {name}")
    return "\n".join(rows) + "\n"


def as_dot(root: Node) -> str:
    """The tree in the language of Graphviz (DOT); the texts of the site are escaped."""
    rows = [
        "digraph {",
        "  rankdir=LR; node [shape=box, fontname=sans, fontsize=10]; edge [fontname=sans, fontsize=9];",
    ]
    for name, node, parent in _numbered_nodes(root):
        shape = ", shape=hexagon" if node.kind == "question" else ""
        rows.append(f'  {name} [label="{_graphviz_quoted(node.label)}"{shape}];')
        if parent is not None:
            style = ", style=dashed" if node.kind == "elsewhere" else ""
            rows.append(f'  {parent} -> {name} [label="{_graphviz_quoted(node.edge)}"{style}];')
    return "\n".join([*rows, "}"]) + "\n"


def _numbered_nodes(root: Node) -> Iterator[tuple[str, Node, str | None]]:
    """Every node in reading order, with a generated name before it and that of its parent after it."""
    waiting: list[tuple[Node, str | None]] = [(root, None)]
    count = 0
    while waiting:
        node, parent = waiting.pop()
        name = f"n{count}"
        count += 1
        yield name, node, parent
        waiting += [(child, name) for child in reversed(node.children)]


def _mermaid_entities(text: str) -> str:
    """A text with Mermaid's entities for all but letters, digits and plain punctuation.

    The marker of a list (`1. `, `- `) is escaped too: Mermaid does not draw lists.
    """
    plain = set(" ,.;:!?'’«»-–/+()…→=·°")
    list_start = _LIST.match(text)
    marker = list_start.end() - 2 if list_start is not None else -2
    return "".join(
        character if (character.isalnum() or character in plain) and index != marker else f"#{ord(character)};"
        for index, character in enumerate(text)
    )


def _graphviz_quoted(text: str) -> str:
    """A text escaped for the quotes of Graphviz, which also decodes HTML entities."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("&", "&amp;")
