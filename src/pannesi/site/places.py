"""From a path in a unit's model to the place in its file where that was written."""

from __future__ import annotations

from typing import Any

from pannesi.site.yaml import Map, Place, Seq

Loc = tuple[str | int, ...]


def place_of(tree: Map, loc: Loc) -> Place:
    """Where `loc` stands; the nearest place around it when it was not written itself."""
    node: Any = tree
    place = tree.place
    for part in loc:
        if isinstance(node, Map) and isinstance(part, str) and part in node:
            place, node = node.values_at[part], node[part]
        elif isinstance(node, Seq) and isinstance(part, int) and part < len(node):
            place, node = node.items_at[part], node[part]
    return place
