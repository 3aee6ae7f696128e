"""Where a line of the procedure, or a contact, is written in the files of a site."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pannesi.procedure.loading.site_files import CONTACTS, is_unit_path
from pannesi.procedure.loading.yaml_reader import Map, read
from pannesi.procedure.model.lines import VERBS


class LinePositions:
    """The positions of the lines in the files of a site. The files are parsed at the first question."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._units: dict[str, tuple[str, dict[str, tuple[int, int]]]] | None = None

    def place(self, unit: str, line: str) -> tuple[str, int, int] | None:
        """The path, line and column (from 1) of the id of a line; None when the files have no such line."""
        if self._units is None:
            self._units = dict(self._read_units())
        path, lines = self._units.get(unit, ("", {}))
        position = lines.get(line)
        return (path, *position) if position is not None else None

    def _read_units(self) -> Iterator[tuple[str, tuple[str, dict[str, tuple[int, int]]]]]:
        for path, content in sorted(self._files.items()):
            tree, _problems = read(path, content) if is_unit_path(path) else (None, [])
            if tree is not None and isinstance(tree.get("id"), str):
                yield tree["id"], (path, dict(_line_positions(tree)))


def _line_positions(tree: Map) -> Iterator[tuple[str, tuple[int, int]]]:
    """The id of every line in a tree (a mapping with an id and a verb), with the position of the id."""
    waiting: list[Any] = list(tree.values())
    while waiting:
        node = waiting.pop()
        if isinstance(node, Map):
            if isinstance(node.get("id"), str) and any(verb in node for verb in VERBS):
                yield node["id"], node.values_at["id"]
            waiting += node.values()
        elif isinstance(node, list):
            waiting += node


def place_of_contact(files: Mapping[str, bytes], contact: str) -> str:
    """Where a contact is written, `contacts.yaml:41`; the name of the file alone where it has no such contact."""
    content = files.get(CONTACTS)
    tree, _problems = read(CONTACTS, content) if content is not None else (None, [])
    listed = tree.get("contacts") if tree is not None else None
    for node in listed if isinstance(listed, list) else ():
        if isinstance(node, Map) and node.get("id") == contact:
            return f"{CONTACTS}:{node.values_at['id'][0]}"
    return CONTACTS
