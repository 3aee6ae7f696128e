"""Where a line of the procedure is written: the file, the line and the column of its id."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pannesi.procedure.loading.site_files import is_unit_path
from pannesi.procedure.loading.yaml_reader import Map, read
from pannesi.procedure.model.lines import VERBS


class LinePositions:
    """Looks lines up in the files of a site as they are; each file is read when it is first needed."""

    def __init__(self, files: Mapping[str, bytes]) -> None:
        self._files = files
        self._units: dict[str, tuple[str, dict[str, tuple[int, int]]]] | None = None

    def place(self, unit: str, line: str) -> tuple[str, int, int] | None:
        """(path, line, column), both counted from 1; None when today's files have no such line."""
        if self._units is None:
            self._units = dict(self._read())
        path, lines = self._units.get(unit, ("", {}))
        at = lines.get(line)
        return (path, *at) if at is not None else None

    def _read(self) -> Iterator[tuple[str, tuple[str, dict[str, tuple[int, int]]]]]:
        for path, content in sorted(self._files.items()):
            tree, _problems = read(path, content) if is_unit_path(path) else (None, [])
            if tree is not None and isinstance(tree.get("id"), str):
                yield tree["id"], (path, dict(_lines(tree)))


def _lines(tree: Map) -> Iterator[tuple[str, tuple[int, int]]]:
    """Every line below a tree: a mapping with an id and a verb."""
    waiting: list[Any] = list(tree.values())
    while waiting:
        one = waiting.pop()
        if isinstance(one, Map):
            if isinstance(one.get("id"), str) and any(verb in one for verb in VERBS):
                yield one["id"], one.values_at["id"]
            waiting += one.values()
        elif isinstance(one, list):
            waiting += one
