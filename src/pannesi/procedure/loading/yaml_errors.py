"""Syntax errors of the YAML parser as French sentences; the library's own messages are never shown."""

from __future__ import annotations

import re
from typing import Any

import yaml as pyyaml

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.loading.decode import Position
from pannesi.support.i18n import _

_KEY = re.compile(r"[ -]*[a-z_]+ *:( |$)")


def syntax_problem(path: str, error: pyyaml.YAMLError, text: str) -> Problem:
    """The syntax error that stopped the parser, at its place in the file, whose whole text is `text`."""
    mark, opened = getattr(error, "problem_mark", None), getattr(error, "context_mark", None)
    said = f"{getattr(error, 'context', None) or ''} {getattr(error, 'problem', None) or ''}"
    if mark is None:
        return Problem(path, None, None, "error", "P101", *_explain_message("", ""))
    lines = text.split("\n")
    if opened is not None and ("simple key" in said or _is_over(lines, mark)):
        mark = opened
    place = _position_within(lines, mark)
    message, remedy = _explain_message(said, lines[place[0] - 1])
    if opened is not None and "flow" in said and opened.line + 1 < place[0]:
        remedy = _("Ce qui est ouvert ligne {line} doit être fermé avant ceci.").format(line=opened.line + 1)
    return Problem(path, *place, "error", "P101", message, remedy)


def _is_over(lines: list[str], mark: Any) -> bool:
    """Whether only blanks follow a mark: where something was opened then explains more than where the text ends."""
    return not "\n".join(lines[mark.line :])[mark.column :].strip()


def _position_within(lines: list[str], mark: Any) -> Position:
    """The position of a mark, moved inside the text: parsers point past its end when something is missing."""
    if mark.line >= len(lines):
        return len(lines), len(lines[-1]) + 1
    return mark.line + 1, min(mark.column, len(lines[mark.line])) + 1


def _explain_message(said: str, line: str) -> tuple[str, str]:
    """What a message of the parser about a line means to an author, and the remedy."""
    indent = line[: len(line) - len(line.lstrip())]
    quote = _("Mettre le texte entre guillemets.")
    align = _("Le retrait de cette ligne ne va pas."), _("L'aligner avec ses voisines, sans tabulation.")
    if "\t" in indent:
        return _("Une tabulation sert de retrait."), _("Remplacer les tabulations par des espaces.")
    if "quoted scalar" in said and ("end of stream" in said or "document separator" in said):
        return _("Un guillemet n'est pas fermé."), _("Le fermer ; une apostrophe entre apostrophes se double.")
    if "escape" in said or "hexadecimal" in said or "hexdecimal" in said:
        return _("« \\ » a un sens particulier entre guillemets."), _("Le doubler, ou employer des apostrophes.")
    if "mapping values are not allowed" in said:
        own_line = _KEY.match(line) and line.count(":") == 1
        return align if own_line else (_("« : » se trouve dans un texte sans guillemets."), quote)
    if "could not find expected ':'" in said:
        return _("Il manque « : » après une clé."), _("Écrire « clé: valeur », avec une espace après le deux-points.")
    if "cannot start any token" in said:
        return _("Ce caractère ne peut pas commencer un texte."), quote
    if "flow" in said:
        return _("Un crochet ou une accolade n'est pas fermé, ou une virgule manque."), quote
    if "document start" in said:
        return _("Un deuxième document commence ici."), _("Retirer la ligne « ... ».")
    return align if "block" in said else (_("Le YAML ne se lit pas à cet endroit."), quote)
