"""Cycles in links between names, found in time linear in the number of links."""

from __future__ import annotations

from collections.abc import Collection, Mapping


def names_in_cycles(links: Mapping[str, Collection[str]]) -> frozenset[str]:
    """The names that are on some cycle of `links`."""
    return frozenset(cycle_numbers(links))


def cycle_numbers(links: Mapping[str, Collection[str]]) -> dict[str, int]:
    """For each name on a cycle of `links`, the number of its strongly connected component.

    Exactly the links between two names of one component are on a cycle. Kosaraju's algorithm (Sharir, "A
    strong-connectivity algorithm", 1981), after removing the names that lead nowhere or that nothing leads to.
    """
    successors = {name: {other for other in others if other in links} for name, others in links.items()}
    predecessors: dict[str, set[str]] = {name: set() for name in links}
    for name, others in successors.items():
        for other in others:
            predecessors[other].add(name)
    _trim_acyclic(successors, predecessors)
    _trim_acyclic(predecessors, successors)
    numbers: dict[str, int] = {}
    assigned: set[str] = set()
    for number, start in enumerate(reversed(_in_postorder(successors))):
        if start in assigned:
            continue
        members, pending = {start}, [start]
        while pending:
            new_members = predecessors[pending.pop()] - members - assigned
            members |= new_members
            pending += new_members
        assigned |= members
        if len(members) > 1 or start in successors[start]:
            numbers.update(dict.fromkeys(members, number))
    return numbers


def _in_postorder(successors: Mapping[str, Collection[str]]) -> list[str]:
    """Every name in the postorder of a depth-first search, without recursion."""
    postorder: list[str] = []
    visited: set[str] = set()
    for start in successors:
        stack = [(start, iter(successors[start]))] if start not in visited else []
        visited.add(start)
        while stack:
            _name, others = stack[-1]
            onward = next((other for other in others if other not in visited), None)
            if onward is None:
                postorder.append(stack.pop()[0])
            else:
                visited.add(onward)
                stack.append((onward, iter(successors[onward])))
    return postorder


def _trim_acyclic(successors: dict[str, set[str]], predecessors: dict[str, set[str]]) -> None:
    """Removes from both maps each name without successors, until every name left has some."""
    ends = [name for name, others in successors.items() if not others]
    while ends:
        end = ends.pop()
        del successors[end]
        for name in predecessors.pop(end):
            if name in successors:
                successors[name].discard(end)
                if not successors[name]:
                    ends.append(name)
