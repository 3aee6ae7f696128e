"""YAML text → a tree with positions, read event by event within limits. Nothing is guessed: every scalar stays text.

Refused, with their place: aliases, anchors, tags, merge keys, duplicate keys, a second document, control and
bidirectional characters. Those are either traps for authors (`19:30` is 1170 in YAML 1.1) or ways to harm a reader.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import yaml as pyyaml

from pannesi.i18n import _
from pannesi.site.problem import Problem
from pannesi.text import clean, first_unsafe

MAX_BYTES = 1024 * 1024
MAX_DEPTH = 40
MAX_NODES = 50_000
MAX_SCALAR = 20_000
_EMPTY = frozenset({"", "~", "null", "Null", "NULL"})
_PARSER: Any = getattr(pyyaml, "CSafeLoader", pyyaml.SafeLoader)

Place = tuple[int, int]
"""Line and column, from 1."""


class Map(dict[str, Any]):
    """A mapping that knows where each key and each value stands."""

    __slots__ = ("keys_at", "place", "values_at")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.keys_at: dict[str, Place] = {}
        self.values_at: dict[str, Place] = {}


class Seq(list[Any]):
    """A sequence that knows where each item stands."""

    __slots__ = ("items_at", "place")

    def __init__(self, place: Place) -> None:
        super().__init__()
        self.place = place
        self.items_at: list[Place] = []


class _Stop(Exception):
    """Reading cannot go on past this problem."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem


def read(path: str, content: bytes) -> tuple[Map | None, list[Problem]]:
    """The tree of one file, or None with the problems that prevent it; problems that do not are listed too."""
    reader = _Reader(path)
    try:
        text = reader.decode(content)
        root = reader.build(text)
    except _Stop as stop:
        return None, [*reader.problems, stop.problem]
    except pyyaml.MarkedYAMLError as error:
        return None, [*reader.problems, reader.unreadable(error, content)]
    except pyyaml.YAMLError:
        return None, [*reader.problems, reader.problem(None, "P101", _("Ce fichier n'est pas du YAML lisible."))]
    return (None if reader.problems else root), reader.problems


class _Reader:
    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def problem(self, place: Place | None, code: str, message: str, help: str = "") -> Problem:
        line, column = place if place is not None else (None, None)
        return Problem(self.path, line, column, "error", code, message, help)

    def decode(self, content: bytes) -> str:
        if len(content) > MAX_BYTES:
            raise _Stop(
                self.problem(
                    None, "P102", _("Fichier trop gros : {size} octets, {most} au plus.").format(
                        size=len(content), most=MAX_BYTES
                    ), _("Partager la procédure en plusieurs fichiers."),
                )
            )  # fmt: skip
        try:
            text = content.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            before = content[: error.start].decode("utf-8", errors="replace")
            place = (before.count("\n") + 1, len(before) - before.rfind("\n"))
            raise _Stop(
                self.problem(place, "P103", _("Ce n'est pas du texte en UTF-8."), _("Enregistrer le fichier en UTF-8."))
            ) from error
        text = text.replace("\r\n", "\n")
        unsafe = first_unsafe(text)
        if unsafe is not None:
            raise _Stop(self.unsafe(unsafe.group(), _place_in(text, unsafe.start())))
        return text

    def unsafe(self, character: str, place: Place) -> Problem:
        return self.problem(
            place, "P104", _("Caractère invisible interdit : {mark}").format(mark=f"U+{ord(character):04X}"),
            _("Supprimer ce caractère, puis retaper le texte autour."),
        )  # fmt: skip

    def unreadable(self, error: pyyaml.MarkedYAMLError, content: bytes) -> Problem:
        """The library's error in our words; its own sentence is never shown."""
        mark = error.problem_mark or error.context_mark
        text = content.decode("utf-8-sig").replace("\r\n", "\n")
        lines = text.split("\n")
        row = min(mark.line, len(lines) - 1) if mark is not None else 0
        column = min(mark.column, len(lines[row])) if mark is not None else 0
        said = f"{error.context or ''} {error.problem or ''}"
        message, remedy = _explain(said, lines[row], content)
        return self.problem((row + 1, column + 1), "P101", message, remedy)

    def build(self, text: str) -> Map | None:
        """Reads the events one after the other, without recursion: depth costs no stack."""
        stack: list[Map | Seq] = []
        pending: list[str | None] = []
        root: Map | Seq | str | None = None
        nodes = documents = 0
        for event in _events(text):
            kind = type(event)
            if kind is pyyaml.ScalarEvent or kind is pyyaml.MappingStartEvent or kind is pyyaml.SequenceStartEvent:
                place = (event.start_mark.line + 1, event.start_mark.column + 1)
                nodes += 1
                self._check(event, place, nodes, len(stack))
                value: Any
                if kind is pyyaml.ScalarEvent:
                    value = event.value
                    if stack and type(stack[-1]) is Map and pending[-1] is None:
                        pending[-1] = self._key(stack[-1], value, place)
                        continue
                    if event.style is None and value in _EMPTY:
                        self.problems.append(
                            self.problem(place, "P110", _("Valeur vide."), _("Écrire une valeur, ou retirer la clé."))
                        )
                else:
                    value = Map(place) if kind is pyyaml.MappingStartEvent else Seq(place)
                    if stack and type(stack[-1]) is Map and pending[-1] is None:
                        raise _Stop(self.problem(place, "P111", _("Une clé doit être un mot, pas une liste.")))
                if stack:
                    _attach(stack[-1], pending, value, place)
                else:
                    root = value
                if kind is not pyyaml.ScalarEvent:
                    stack.append(value)
                    pending.append(None)
            elif kind is pyyaml.MappingEndEvent or kind is pyyaml.SequenceEndEvent:
                stack.pop()
                pending.pop()
            elif kind is pyyaml.AliasEvent:
                raise _Stop(self._no_alias(event))
            elif kind is pyyaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    place = (event.start_mark.line + 1, event.start_mark.column + 1)
                    raise _Stop(
                        self.problem(place, "P105", _("Deuxième document dans le fichier."), _("Retirer la ligne « --- »."))
                    )
        if not isinstance(root, Map):
            place = root.place if isinstance(root, Seq) else (1, 1)
            raise _Stop(
                self.problem(place, "P106", _("Le fichier doit être fait de lignes « clé: valeur »."),
                             _("Commencer par « format: 1 »."))
            )  # fmt: skip
        return root

    def _check(self, event: Any, place: Place, nodes: int, depth: int) -> None:
        if event.anchor is not None:
            raise _Stop(self._no_alias(event))
        if event.tag is not None:
            raise _Stop(
                self.problem(place, "P108", _("Étiquette de type YAML (« ! ») interdite."),
                             _("Écrire le texte entre guillemets."))
            )  # fmt: skip
        if nodes > MAX_NODES:
            raise _Stop(self.problem(place, "P102", _("Fichier trop long : plus de {most} valeurs.").format(most=MAX_NODES)))
        if depth > MAX_DEPTH:
            raise _Stop(
                self.problem(place, "P102", _("Trop de niveaux imbriqués : {most} au plus.").format(most=MAX_DEPTH))
            )
        if type(event) is not pyyaml.ScalarEvent:
            return
        if len(event.value) > MAX_SCALAR:
            raise _Stop(
                self.problem(place, "P102", _("Texte trop long : {most} caractères au plus.").format(most=MAX_SCALAR))
            )
        if event.style == '"':
            unsafe = first_unsafe(event.value)
            if unsafe is not None:
                raise _Stop(self.unsafe(unsafe.group(), place))

    def _key(self, owner: Map, key: str, place: Place) -> str:
        if key == "<<":
            raise _Stop(self.problem(place, "P107", _("« << » n'est pas accepté : écrire les clés en entier.")))
        if key in owner.keys_at:
            self.problems.append(
                self.problem(place, "P109", _("La clé « {key} » est déjà là, ligne {line}.").format(
                    key=clean(key[:60]), line=owner.keys_at[key][0]), _("Garder l'une des deux."))
            )  # fmt: skip
        owner.keys_at.setdefault(key, place)
        return key

    def _no_alias(self, event: Any) -> Problem:
        place = (event.start_mark.line + 1, event.start_mark.column + 1)
        return self.problem(
            place, "P107", _("« & » et « * » ont un sens particulier en YAML et ne sont pas acceptés."),
            _('Mettre le texte entre guillemets : "*3200".'),
        )  # fmt: skip


def _events(text: str) -> Iterator[Any]:
    """The parser's events; libyaml's parser where it is there, and never its loader."""
    loader = _PARSER(text)
    try:
        while loader.check_event():
            yield loader.get_event()
    finally:
        loader.dispose()


def _attach(owner: Map | Seq, pending: list[str | None], value: Any, place: Place) -> None:
    if isinstance(owner, Map):
        key = pending[-1]
        if key is not None:
            owner[key] = value
            owner.values_at[key] = place
        pending[-1] = None
    else:
        owner.append(value)
        owner.items_at.append(place)


def _place_in(text: str, index: int) -> Place:
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _explain(said: str, line: str, content: bytes) -> tuple[str, str]:
    """What a parser's complaint means to an author, and the remedy."""
    if "\t" in line[: len(line) - len(line.lstrip())] or "'\\t'" in said:
        return _("Une tabulation sert de retrait."), _("Remplacer les tabulations par des espaces.")
    if b"\0" in content:
        return _("Ce fichier n'est pas un texte."), _("Vérifier que c'est bien le fichier YAML.")
    if "quoted scalar" in said:
        return _("Un guillemet n'est pas fermé."), _("Fermer le guillemet, ou doubler l'apostrophe dans le texte.")
    if "mapping values are not allowed" in said:
        return _("« : » dans un texte."), _("Mettre tout le texte entre guillemets.")
    if "could not find expected ':'" in said:
        return _("Il manque « : » après une clé."), _("Écrire « clé: valeur », avec une espace après le deux-points.")
    if "cannot start any token" in said:
        return _("Ce caractère ne peut pas commencer un texte."), _("Mettre le texte entre guillemets.")
    if "did not find expected" in said or "block" in said:
        return _("Le retrait ou la ponctuation ne va pas ici."), _("Aligner la ligne avec ses voisines.")
    return _("Le YAML ne se lit pas à cet endroit."), _("Vérifier les guillemets, les crochets et les retraits.")
