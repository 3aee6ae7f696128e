"""What is derived from one session, kept from one look to the next by whoever works on it: a cache, never a fact."""

from __future__ import annotations

from typing import TypeVar, cast

_Cache = TypeVar("_Cache")


class Projection:
    """The caches of one session, one of a kind. Each tells by itself whether what it holds still stands; without any of
    them the same is derived, only slower."""

    def __init__(self) -> None:
        self._caches: dict[type, object] = {}

    def cache(self, kind: type[_Cache]) -> _Cache:
        """The cache of a kind, empty when it is first asked for."""
        if kind not in self._caches:
            self._caches[kind] = kind()
        return cast(_Cache, self._caches[kind])
