"""The differences between two versions of a site that an operator would see; things are matched by their ids."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pannesi.procedure.diff_items import NO_ASPECT, DiffItem, ItemKey, diff_items_of
from pannesi.procedure.model.procedure import Site
from pannesi.support.sequences import longest_increasing_subsequence

ChangeKind = Literal["added", "removed", "moved", "changed", "renumbered"]


@dataclass(frozen=True)
class Change:
    """One difference between two versions of a site."""

    thing: str
    """What changed: `line`, `option`, `symptom`, `message`, `field`, `unit`, `site`, `contact`, `channel` or
    `schedule`."""
    unit: str
    """The id of the unit that it is in, or `contacts`."""
    id: str
    how: ChangeKind
    """`moved`: to another phase or branch (`aspect` is `place`), or among its neighbours (`order`). `renumbered`:
    only the static number of a line changed."""
    aspect: str = ""
    """The key that differs, as authors write it (`when`, `say`, `value`…); empty for what was added or removed."""
    old: str = ""
    new: str = ""
    title: str = ""
    """Its title in the new version, or before it was removed."""
    number: str = ""
    """The static number of a line in the new version, or before it was removed."""

    @property
    def concerns_a_channel(self) -> bool:
        """Whether a way to reach somebody changed: a mistake there sends a call to a wrong number."""
        return self.thing == "channel"

    def as_json(self) -> dict[str, Any]:
        """The change as values for JSON."""
        return {
            "thing": self.thing, "unit": self.unit, "id": self.id, "how": self.how, "aspect": self.aspect,
            "old": self.old, "new": self.new, "title": self.title, "number": self.number,
        }  # fmt: skip


def site_changes(old: Site, new: Site) -> tuple[Change, ...]:
    """Every difference, in the reading order of the new version; what was removed comes last."""
    before, after = diff_items_of(old), diff_items_of(new)
    moved = _out_of_order(before, after)
    changes: list[Change] = []
    for key, item in after.items():
        if key in before:
            changes += _changes_of_item(key, before[key], item, key in moved)
        else:
            changes.append(Change(*key, "added", new=_item_words(item), title=item.title, number=item.number))
    for key, item in before.items():
        if key not in after:
            changes.append(Change(*key, "removed", old=_item_words(item), title=item.title, number=item.number))
    return tuple(changes)


def _item_words(item: DiffItem) -> str:
    """What was added or removed, in words: the whole text of a message, else the title."""
    body = item.aspects.get("body")
    return body.words if body is not None and body.value is not None else item.title


def _changes_of_item(key: ItemKey, old: DiffItem, new: DiffItem, among_neighbours: bool) -> Iterator[Change]:
    """The changes of an item that both versions have; `among_neighbours`: its rank among them changed."""
    for name in dict.fromkeys((*new.aspects, *old.aspects)):
        before, after = old.aspects.get(name, NO_ASPECT), new.aspects.get(name, NO_ASPECT)
        if before.value != after.value:
            how: ChangeKind = "moved" if name == "place" else "changed"
            yield Change(*key, how, name, before.words, after.words, title=new.title, number=new.number)
    if among_neighbours:
        yield Change(*key, "moved", "order", old.number, new.number, title=new.title, number=new.number)
    elif old.number != new.number:
        yield Change(*key, "renumbered", "number", old.number, new.number, title=new.title, number=new.number)


def _out_of_order(before: dict[ItemKey, DiffItem], after: dict[ItemKey, DiffItem]) -> set[ItemKey]:
    """The fewest items that must have changed places among those that stayed in the same group."""
    moved: set[ItemKey] = set()
    groups: dict[tuple[str, str, tuple[str, ...]], list[ItemKey]] = {}
    for key, item in before.items():
        if item.group and key in after and after[key].group == item.group:
            groups.setdefault((key[0], key[1], item.group), []).append(key)
    rank = {key: index for index, key in enumerate(after)}
    for keys in groups.values():
        in_order = longest_increasing_subsequence([rank[key] for key in keys])
        moved |= {key for index, key in enumerate(keys) if index not in in_order}
    return moved
