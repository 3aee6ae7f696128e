"""The caches of the projections of one session, kept from one walk to the next."""

from __future__ import annotations

from typing import TypeVar, cast

_Cache = TypeVar("_Cache")


class ProjectionCaches:
    """The caches of one session, one of each class. Each decides itself whether its content is still valid; results are
    the same without them, only slower."""

    def __init__(self) -> None:
        self._caches: dict[type, object] = {}

    def of(self, kind: type[_Cache]) -> _Cache:
        """The cache of a class, made empty at the first call."""
        if kind not in self._caches:
            self._caches[kind] = kind()
        return cast(_Cache, self._caches[kind])
