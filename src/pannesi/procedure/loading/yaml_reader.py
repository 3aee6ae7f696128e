"""Parses YAML into a tree with positions, event by event and within limits. Every scalar stays a text.

Refused, with their place: aliases, anchors, tags, merge keys, duplicate keys, a second document, control and
bidirectional characters. They are traps for authors, or ways to attack a reader. Types are not guessed: `19:30` would
be the number 1170 in YAML 1.1.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NoReturn

import yaml as pyyaml

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.loading.decode import Position, decode, unsafe_escape
from pannesi.procedure.loading.yaml_errors import syntax_problem
from pannesi.support.i18n import _, format_number

MAX_DEPTH = 40
"""How deep mappings and lists may be nested."""
MAX_NODES = 50_000
"""How many keys and values a file may have."""
MAX_SCALAR = 20_000
"""How many characters a text may have; the models allow fewer."""
NEWLY_REFUSED = frozenset({"P113"})
"""Codes of what earlier versions accepted: in a site that is stored with a session, they are warnings."""
_GLUED = re.compile(r"[ \t]#(?=[^\s#])")
"""A `#` after a blank and before a character: a comment to YAML, but the author may have meant a number (`#3200`)."""
_GLUED_AFTER = re.compile(r"[ \t]+(?P<lost>#[^\s#].*)")
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
_PARSER: Any = getattr(pyyaml, "CSafeLoader", pyyaml.SafeLoader)


class Map(dict[str, Any]):
    """A mapping with its position, and those of its keys and values."""

    __slots__ = ("keys_at", "place", "values_at")

    def __init__(self, place: Position) -> None:
        super().__init__()
        self.place = place
        self.keys_at: dict[str, Position] = {}
        self.values_at: dict[str, Position] = {}


class Seq(list[Any]):
    """A sequence with its position, and those of its items."""

    __slots__ = ("items_at", "place")

    def __init__(self, place: Position) -> None:
        super().__init__()
        self.place = place
        self.items_at: list[Position] = []


class _Stop(Exception):
    """A problem after which the file cannot be read further."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read(path: str, content: bytes) -> tuple[Map | None, list[Problem]]:
    """The tree of a file and its problems. The tree is None when the file could not be read to its end.

    With a tree, problems mean that the file must not be used; the tree serves to find more of them.
    """
    text, problems = decode(path, content)
    if problems:
        return None, problems
    reader = _Reader(path)
    try:
        root = reader.build(text)
    except _Stop as stop:
        return None, [*reader.problems, stop.problem]
    except pyyaml.YAMLError as error:
        return None, [*reader.problems, syntax_problem(path, error, text)]
    return root, reader.problems


class _Reader:
    """Builds the tree of one file from parser events, with a stack of its own instead of recursion."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []
        self.stack: list[Map | Seq] = []
        self.flow: list[bool] = []
        """For each collection of the stack, whether it is written between brackets or braces."""
        self.keys: list[str | None] = []
        """For each collection of the stack, the key that waits for its value."""
        self.root: Map | Seq | str | None = None
        self.root_at: Position = (1, 1)
        self.nodes = 0
        self.glued: dict[int, str] = {}
        """Lines that match `_GLUED`, by number."""

    def build(self, text: str) -> Map:
        """The tree of a text. Raises _Stop, yaml.YAMLError; other problems are added to `problems`."""
        documents = 0
        if _GLUED.search(text):
            lines = enumerate(text.splitlines(), start=1)
            self.glued = {number: line for number, line in lines if _GLUED.search(line)}
        for event in _parser_events(text):
            kind = type(event)
            if kind is pyyaml.ScalarEvent:
                self._read_scalar(event)
            elif kind is pyyaml.MappingStartEvent or kind is pyyaml.SequenceStartEvent:
                self._start_collection(event, Map if kind is pyyaml.MappingStartEvent else Seq)
            elif kind is pyyaml.MappingEndEvent or kind is pyyaml.SequenceEndEvent:
                self.stack.pop()
                self.flow.pop()
                self.keys.pop()
            elif kind is pyyaml.AliasEvent:
                self._refuse_alias(_position_of_event(event))
            elif kind is pyyaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    message = _("Un deuxième document commence ici.")
                    self._refuse_file(
                        _position_of_event(event),
                        "P105",
                        message,
                        _("Retirer la ligne « --- », ou faire deux fichiers."),
                    )
        if not isinstance(self.root, Map):
            message = _("Le fichier doit être fait de lignes « clé: valeur ».")
            self._refuse_file(self.root_at, "P106", message, _("Commencer par « format: 1 »."))
        return self.root

    def _read_scalar(self, event: Any) -> None:
        place, value = _position_of_event(event), event.value
        self._count_node(event, place)
        if len(value) > MAX_SCALAR:
            message = _("Texte trop long : {most} caractères au plus.").format(most=format_number(MAX_SCALAR))
            self._refuse_file(place, "P102", message, _("Le partager en plusieurs lignes de la procédure."))
        if event.style == '"':
            unsafe = unsafe_escape(self.path, value, place)
            if unsafe is not None:
                self.problems.append(unsafe)
        cut = (
            not event.style and event.end_mark.line + 1 in self.glued and self._is_cut_by_comment(event.end_mark, value)
        )
        owner = self.stack[-1] if self.stack else None
        if type(owner) is Map and self.keys[-1] is None:
            self._take_key(owner, value, place)
            return
        if not event.style and value in _EMPTY and not cut:
            place = self._report_empty(owner, place)
        self._attach_value(owner, value, place)

    def _start_collection(self, event: Any, made: type[Map] | type[Seq]) -> None:
        place = _position_of_event(event)
        self._count_node(event, place)
        owner = self.stack[-1] if self.stack else None
        if type(owner) is Map and self.keys[-1] is None:
            self._refuse_file(place, "P111", _("Une clé doit être un mot."), _("Écrire « clé: valeur »."))
        if len(self.stack) >= MAX_DEPTH:
            message = _("Trop de niveaux imbriqués : {most} au plus.").format(most=MAX_DEPTH)
            self._refuse_file(place, "P102", message, _("Vérifier que chaque crochet ouvert est fermé."))
        value = made(place)
        self._attach_value(owner, value, place)
        self.stack.append(value)
        self.flow.append(event.flow_style)
        self.keys.append(None)

    def _attach_value(self, owner: Map | Seq | None, value: Any, place: Position) -> None:
        if type(owner) is Map:
            key = self.keys[-1]
            assert key is not None
            owner[key] = value
            owner.values_at[key] = place
            self.keys[-1] = None
        elif type(owner) is Seq:
            owner.append(value)
            owner.items_at.append(place)
        else:
            self.root, self.root_at = value, place

    def _take_key(self, owner: Map, key: str, place: Position) -> None:
        if key == "<<":
            message = _("« << » n'est pas accepté.")
            self._refuse_file(place, "P107", message, _("Écrire les clés en entier."))
        if key.strip("\u00a0\u202f") != key:
            message, remedy = _("Une espace insécable touche cette clé."), _("La remplacer par des espaces ordinaires.")
            self.problems.append(self._problem_at(place, "P112", message, remedy))
        first = owner.keys_at.setdefault(key, place)
        if first is not place:
            message = _("La clé « {key} » est déjà là, ligne {line}.").format(key=key[:60], line=first[0])
            self.problems.append(self._problem_at(place, "P109", message, _("Garder l'une des deux.")))
        self.keys[-1] = key

    def _is_cut_by_comment(self, end: Any, value: str) -> bool:
        """Whether YAML ended an unquoted text at a `#` that probably was a part of it; then adds P113."""
        line, column = end.line + 1, end.column
        lost = _GLUED_AFTER.match(self.glued[line], column)
        if lost is None:
            return False
        message = _("« {lost} » serait perdu : après une espace, « # » commence un commentaire.").format(
            lost=lost["lost"][:60]
        )
        rest = lost["lost"] if not (self.flow and self.flow[-1]) else re.split(r"[],}]", lost["lost"])[0]
        remedy = _('Mettre le texte entre guillemets : "{text}" ; pour un commentaire, une espace après « # ».').format(
            text=f"{value} {rest}".strip()[:80]
        )
        self.problems.append(self._problem_at((line, lost.start("lost") + 1), "P113", message, remedy))
        return True

    def _report_empty(self, owner: Map | Seq | None, place: Position) -> Position:
        """Adds P110 for an empty value; returns its position, which is that of its key if it has one."""
        if type(owner) is Map:
            key = self.keys[-1] or ""
            place = owner.keys_at[key]
            message, remedy = _("« {key} » est vide.").format(key=key[:60]), _("Écrire une valeur, ou retirer la clé.")
        else:
            message, remedy = _("Valeur vide."), _("Écrire une valeur, ou retirer la ligne.")
        if self.flow and self.flow[-1]:
            remedy = _("Entre { } et [ ], une virgule sépare : mettre entre guillemets un texte qui en contient.")
        self.problems.append(self._problem_at(place, "P110", message, remedy))
        return place

    def _count_node(self, event: Any, place: Position) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            message = _("Fichier trop long : plus de {most} valeurs.").format(most=format_number(MAX_NODES))
            self._refuse_file(place, "P102", message, _("Partager la procédure en plusieurs fichiers."))
        if event.anchor is not None:
            self._refuse_alias(place)
        if event.tag is not None:
            message = _("Une étiquette de type YAML (« ! ») n'est pas acceptée.")
            self._refuse_file(place, "P108", message, _("Mettre le texte entre guillemets."))

    def _refuse_alias(self, place: Position) -> NoReturn:
        message = _("« & » et « * » ont un sens particulier en YAML et ne sont pas acceptés.")
        self._refuse_file(place, "P107", message, _('Mettre le texte entre guillemets : "*3200".'))

    def _refuse_file(self, place: Position, code: str, message: str, remedy: str) -> NoReturn:
        raise _Stop(self._problem_at(place, code, message, remedy))

    def _problem_at(self, place: Position, code: str, message: str, remedy: str) -> Problem:
        return Problem(self.path, *place, "error", code, message, remedy)


def _parser_events(text: str) -> Iterator[Any]:
    """The events of the parser: libyaml's where it is available."""
    loader = _PARSER(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _position_of_event(event: Any) -> Position:
    mark = event.start_mark
    return mark.line + 1, mark.column + 1
