"""Names that lead back to themselves, found in time linear in the number of links."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def in_circles(links: Mapping[str, Collection[str]]) -> frozenset[str]:
    """The names that lie on a circle of `links` (or on a way from one circle to another)."""
    ahead = {name: {other for other in others if other in links} for name, others in links.items()}
    behind: dict[str, set[str]] = {name: set() for name in links}
    for name, others in ahead.items():
        for other in others:
            behind[other].add(name)
    _trim(ahead, behind)
    _trim(behind, ahead)
    return frozenset(ahead)


def _trim(ahead: dict[str, set[str]], behind: dict[str, set[str]]) -> None:
    """Takes out of both maps each name with nothing ahead, until every name left has something."""
    ends = [name for name, others in ahead.items() if not others]
    while ends:
        end = ends.pop()
        del ahead[end]
        for name in behind.pop(end):
            if name in ahead:
                ahead[name].discard(end)
                if not ahead[name]:
                    ends.append(name)
