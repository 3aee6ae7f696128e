"""Lint rule about passwords and access codes written in the files of a site, under any key."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from pannesi.procedure.checks.rule import LintFinding, LintSite, Rule
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.loading.yaml_reader import Map, Seq
from pannesi.support.i18n import _

_SECRET = re.compile(
    r"(?:mots? de passe|mdp|passwords?|pwd|code (?:d'accès|secret|pin|temporaire))\s*(?:[:=]|est)\s*"
    r"[«\"']?\s*(?=[^\s»\"']*[0-9@#$%&!*_])[^\s»\"',;.]{4,}",
    re.IGNORECASE,
)
_USER_IN_ADDRESS = re.compile(r"https?://[^\s/@:]+:[^\s/@]+@")


def _seeming_secrets(linted: LintSite) -> Iterator[LintFinding]:
    """P515: each text of a file that seems to contain a secret; a label and its value are read together."""
    message = _("Un mot de passe semble écrit en clair : tous ceux qui lisent l'écran l'auront.")
    remedy = _("Dire où il se trouve, jamais ce qu'il est.")
    for path, tree in linted.trees.items():
        if _may_hold_secret(tree):
            places = (loc for loc, text in _texts_of_tree(tree, ()) if holds_secret(text))
            yield from (LintFinding(path, loc, message, remedy) for loc in places)


def holds_secret(text: str) -> bool:
    """Whether a text seems to contain a password or an access code."""
    return _SECRET.search(text) is not None or _USER_IN_ADDRESS.search(text) is not None


def _may_hold_secret(tree: Map) -> bool:
    """Whether some text of a file may contain a secret: one search over all texts, as hardly any file does."""
    waiting: list[Any] = [tree]
    texts: list[str] = []
    for node in waiting:
        if type(node) is str:
            texts.append(node)
        elif type(node) is Map:
            waiting += node.values()
            if "label" in node and "value" in node:
                texts.append(f"{node['label']} : {node['value']}")
        elif type(node) is Seq:
            waiting += node
    return holds_secret("\n".join(texts))


def _texts_of_tree(node: Any, loc: Loc) -> Iterator[tuple[Loc, str]]:
    """Every text of a tree, with its place."""
    if isinstance(node, str):
        yield loc, node
    elif isinstance(node, Map):
        for key, value in node.items():
            yield from _texts_of_tree(value, (*loc, key))
        label, value = node.get("label"), node.get("value")
        if isinstance(label, str) and isinstance(value, str) and "verb" not in node:
            yield (*loc, "value"), f"{label} : {value}"
    elif isinstance(node, Seq):
        for index, item in enumerate(node):
            yield from _texts_of_tree(item, (*loc, index))


RULES = (
    Rule(
        "P515", "warning", _seeming_secrets,
        lambda: (_("Mot de passe en clair"), _("Tous ceux qui lisent la procédure, ou l'écran, l'auraient.")),
        wrong="alert:\n  - {id: code, do: Se connecter, detail: \"Mot de passe : Azerty123\", source: Cas 9}\n",
        right="alert:\n  - {id: code, do: Se connecter, detail: Le code est au coffre., source: Cas 9}\n",
    ),
)  # fmt: skip
