"""A case as a tree, and three texts of it: for the terminal, for Mermaid, for Graphviz."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from pannesi.procedure.model.lines import Ask, Line, OtherUnitLine, QuestionLine, Run, text_of
from pannesi.procedure.model.numbering import UNKNOWN, branches_of, options_of, phases_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import PHASES, Annexe, AnyUnit, Case, part_word
from pannesi.procedure.wording.conditions import condition_words, verb_of
from pannesi.support.i18n import _

_LIST = re.compile(r"\s*(?:[0-9]+[.)]|[-+])\s")


@dataclass(frozen=True)
class Node:
    """One thing of the tree, and what follows below it."""

    label: str
    kind: Literal["unit", "phase", "line", "question", "answer", "elsewhere"]
    """`answer`: nothing more to do. `elsewhere`: another file."""
    children: tuple[Node, ...] = ()
    way: str = ""
    """The answer, or the condition, by which one comes here from above."""
    fill: str = "#f5f7fa"
    """The colour of its box, where it is drawn in colour."""


def tree_of(site: Site, unit: AnyUnit) -> Node:
    """The whole unit: its phases, those of its symptoms, every line below its question's answer."""
    phases = [
        Node(part_word(unit, phase), "phase", _lines(site, unit, lines))
        for phase, lines in phases_of(unit, None)
        if lines
    ]
    for symptom in unit.symptoms if isinstance(unit, Case) else ():
        for phase in PHASES:
            lines = getattr(symptom, phase)
            if lines:
                words = _("{phase}, entrée « {symptom} »").format(phase=part_word(unit, phase), symptom=symptom.label)
                phases.append(Node(words, "phase", _lines(site, unit, lines)))
    return Node(f"{unit.id} · {unit.title}", "unit", tuple(phases))


def _lines(site: Site, unit: AnyUnit, lines: tuple[Line, ...], way: str = "") -> tuple[Node, ...]:
    return tuple(_line(site, unit, line, way) for line in lines)


def _line(site: Site, unit: AnyUnit, line: Line, way: str) -> Node:
    parts = [way] if way else []
    if line.when is not None:
        parts.append(_("si {condition}").format(condition=condition_words(site, unit, line.when)))
    words = f"{site.number(unit.id, line.id)} {verb_of(line)} : {text_of(line)}"
    below = [*_elsewhere(site, line)]
    names = _names(site, line)
    for branch, inner in branches_of(line):
        below += _lines(site, unit, inner, names.get(branch, branch))
        if isinstance(line, Ask) and not inner and branch != UNKNOWN:
            below.append(Node(_("continuer"), "answer", way=names[branch]))
    kind: Literal["question", "line"] = "question" if isinstance(line, QuestionLine) else "line"
    return Node(words, kind, tuple(below), " · ".join(parts), line.traits.fill)


def _names(site: Site, line: Line) -> dict[str, str]:
    """The words of each way on from a line."""
    if isinstance(line, QuestionLine):
        return {**{option.id: option.label for option in options_of(line)}, UNKNOWN: _("je ne sais pas")}
    annex = site.unit_by_id[line.value] if isinstance(line, Run) else None
    return dict(annex.outcomes) if isinstance(annex, Annexe) else {}


def _elsewhere(site: Site, line: Line) -> Iterator[Node]:
    if isinstance(line, OtherUnitLine):
        other = site.unit_by_id[line.value]
        yield Node(f"→ {other.id} · {other.title}", "elsewhere")


def as_text(root: Node) -> list[tuple[str, str, str]]:
    """Each node as (what its first line begins with, what the others begin with, its words)."""
    return [("", "", root.label), *_branches(root, "")]


def _branches(node: Node, before: str) -> Iterator[tuple[str, str, str]]:
    for child in node.children:
        last = child is node.children[-1]
        words = f"[{child.way}] {child.label}" if child.way else child.label
        inner = before + ("   " if last else "│  ")
        yield before + ("└─ " if last else "├─ "), inner + ("│  " if child.children else "   "), words
        yield from _branches(child, inner)


def as_mermaid(root: Node) -> str:
    """The tree for Mermaid (`flowchart LR`); no text of the site can end its quotes."""
    rows = ["flowchart LR"]
    for name, node, parent in _numbered(root):
        left, right = ("{{", "}}") if node.kind == "question" else ("([", "])") if parent is None else ("[", "]")
        rows.append(f'  {name}{left}"{_entities(node.label)}"{right}')
        if parent is not None:
            way = f'|"{_entities(node.way)}"|' if node.way else ""
            rows.append(f"  {parent} {'-.->' if node.kind == 'elsewhere' else '-->'}{way} {name}")
    return "\n".join(rows) + "\n"


def as_dot(root: Node) -> str:
    """The tree for Graphviz."""
    rows = [
        "digraph {",
        "  rankdir=LR; node [shape=box, fontname=sans, fontsize=10]; edge [fontname=sans, fontsize=9];",
    ]
    for name, node, parent in _numbered(root):
        shape = ", shape=hexagon" if node.kind == "question" else ""
        rows.append(f'  {name} [label="{_quoted(node.label)}"{shape}];')
        if parent is not None:
            style = ", style=dashed" if node.kind == "elsewhere" else ""
            rows.append(f'  {parent} -> {name} [label="{_quoted(node.way)}"{style}];')
    return "\n".join([*rows, "}"]) + "\n"


def _numbered(root: Node) -> Iterator[tuple[str, Node, str | None]]:
    """Every node with a name of our own (never a text of the site) and its parent's, in reading order."""
    waiting: list[tuple[Node, str | None]] = [(root, None)]
    count = 0
    while waiting:
        node, parent = waiting.pop()
        name = f"n{count}"
        count += 1
        yield name, node, parent
        waiting += [(child, name) for child in reversed(node.children)]


def _entities(text: str) -> str:
    """Mermaid's own entities for all but letters, digits and plain punctuation. What would begin a list (`1. `, `- `)
    is written so too: Mermaid refuses to draw lists."""
    kept = set(" ,.;:!?'’«»-–/+()…→=·°")
    marker = _LIST.match(text)
    bound = marker.end() - 1 if marker is not None else -1
    return "".join(
        character if (character.isalnum() or character in kept) and index != bound - 1 else f"#{ord(character)};"
        for index, character in enumerate(text)
    )


def _quoted(text: str) -> str:
    """What stands between Graphviz's quotes; it would read `&amp;` as HTML does."""
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("&", "&amp;")
