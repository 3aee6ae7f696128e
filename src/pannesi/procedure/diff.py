"""What an operator would see changed between two versions of a site, by id and never by place in a file. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

from pannesi.procedure.diff_items import DiffItem, ItemKey, diff_items_of
from pannesi.procedure.model.procedure import Site
from pannesi.support.sequences import longest_increasing_subsequence

ChangeKind = Literal["added", "removed", "moved", "changed", "renumbered"]


@dataclass(frozen=True)
class Change:
    """One difference. `unit` is a unit's id, or `contacts`."""

    thing: str
    """`line`, `option`, `symptom`, `message`, `field`, `unit`, `site`, `contact`, `channel` or `schedule`."""
    unit: str
    id: str
    how: ChangeKind
    """`moved`: to another phase or branch (`place`), or among its neighbours (`order`). `renumbered`: nothing but the
    static number of a line."""
    aspect: str = ""
    """The key that differs, in the author's words (`when`, `say`, `value`…); empty for what came or went."""
    old: str = ""
    new: str = ""
    title: str = ""
    """How it is called now, or was."""
    number: str = ""
    """The static number of a line, now or before it went."""

    @property
    def grave(self) -> bool:
        """Whether a wrong value here sends a call astray: a way to reach somebody."""
        return self.thing == "channel"

    def as_json(self) -> dict[str, Any]:
        """The change as plain values."""
        return {
            "thing": self.thing, "unit": self.unit, "id": self.id, "how": self.how, "aspect": self.aspect,
            "old": self.old, "new": self.new, "title": self.title, "number": self.number,
        }  # fmt: skip


def site_changes(old: Site, new: Site) -> tuple[Change, ...]:
    """Every difference, in the reading order of the new version; what is gone comes after, by unit."""
    before, after = diff_items_of(old), diff_items_of(new)
    moved = _out_of_order(before, after)
    found: list[Change] = []
    for item, thing in after.items():
        if item in before:
            found += _changed(item, before[item], thing, item in moved)
        else:
            found.append(Change(*item, "added", new=_brief(thing), title=thing.title, number=thing.number))
    for item, thing in before.items():
        if item not in after:
            found.append(Change(*item, "removed", old=_brief(thing), title=thing.title, number=thing.number))
    return tuple(found)


def _brief(thing: DiffItem) -> str:
    """What came or went, in short: its own words, and to the letter for a message."""
    body = thing.aspects.get("body")
    return body.words if body is not None and body.value is not None else thing.title


def _changed(item: ItemKey, old: DiffItem, new: DiffItem, among_neighbours: bool) -> Iterator[Change]:
    for aspect in dict.fromkeys((*new.aspects, *old.aspects)):
        was, now = old.aspects.get(aspect), new.aspects.get(aspect)
        if (was.value if was is not None else None) != (now.value if now is not None else None):
            how: ChangeKind = "moved" if aspect == "place" else "changed"
            words = (was.words if was is not None else "", now.words if now is not None else "")
            yield Change(*item, how, aspect, *words, title=new.title, number=new.number)
    if among_neighbours:
        yield Change(*item, "moved", "order", old.number, new.number, title=new.title, number=new.number)
    elif old.number != new.number:
        yield Change(*item, "renumbered", "number", old.number, new.number, title=new.title, number=new.number)


def _out_of_order(before: dict[ItemKey, DiffItem], after: dict[ItemKey, DiffItem]) -> set[ItemKey]:
    """The fewest items that changed places among neighbours that stayed in one group."""
    found: set[ItemKey] = set()
    groups: dict[tuple[str, str, tuple[str, ...]], list[ItemKey]] = {}
    for item, thing in before.items():
        if thing.group and item in after and after[item].group == thing.group:
            groups.setdefault((item[0], item[1], thing.group), []).append(item)
    rank = {item: at for at, item in enumerate(after)}
    for items in groups.values():
        stayed = longest_increasing_subsequence([rank[item] for item in items])
        found |= {item for place, item in enumerate(items) if place not in stayed}
    return found
