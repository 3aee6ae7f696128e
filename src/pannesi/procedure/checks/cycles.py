"""Names that lead back to themselves, found in time linear in the number of links."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def names_in_cycles(links: Mapping[str, Collection[str]]) -> frozenset[str]:
    """The names from which `links` lead back to themselves."""
    return frozenset(cycle_numbers(links))


def cycle_numbers(links: Mapping[str, Collection[str]]) -> dict[str, int]:
    """For each name from which `links` lead back to itself, the number of its circle: a link between two names of one
    circle comes back, one that leads from a circle to another does not."""
    ahead = {name: {other for other in others if other in links} for name, others in links.items()}
    behind: dict[str, set[str]] = {name: set() for name in links}
    for name, others in ahead.items():
        for other in others:
            behind[other].add(name)
    _trim(ahead, behind)
    _trim(behind, ahead)
    found: dict[str, int] = {}
    seen: set[str] = set()
    for number, start in enumerate(reversed(_finished(ahead))):
        if start in seen:
            continue
        members, waiting = {start}, [start]
        while waiting:
            fresh = behind[waiting.pop()] - members - seen
            members |= fresh
            waiting += fresh
        seen |= members
        if len(members) > 1 or start in ahead[start]:
            found.update(dict.fromkeys(members, number))
    return found


def _finished(ahead: Mapping[str, Collection[str]]) -> list[str]:
    """Every name, those to which it leads before it, as a walk in depth leaves them."""
    done: list[str] = []
    met: set[str] = set()
    for start in ahead:
        waiting = [(start, iter(ahead[start]))] if start not in met else []
        met.add(start)
        while waiting:
            _name, others = waiting[-1]
            onward = next((other for other in others if other not in met), None)
            if onward is None:
                done.append(waiting.pop()[0])
            else:
                met.add(onward)
                waiting.append((onward, iter(ahead[onward])))
    return done


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
