"""Folding a session of 5,000 events against one of 500 (per event), and one more event on each."""

from __future__ import annotations

from collections.abc import Iterator

from bench.measure import Figure, compare
from pannesi.session.events import Event
from pannesi.session.facts.lines import LineAnswered
from pannesi.session.state import State, fold


def session(length: int) -> list[Event]:
    """A session of `length` events over a hundred lines, each replacing what its line said before."""
    last: dict[str, str] = {}
    made = []
    for number in range(length):
        line = f"line-{number % 100}"
        event = Event(
            f"e{number}", "s", "w", number + 1, number, "2026-11-24T02:12:00.000Z", "AB", LineAnswered.kind,
            {"visit": "v", "line": line, "option": str(number % 7)}, (last[line],) if line in last else (),
        )  # fmt: skip
        last[line] = event.id
        made.append(event)
    return made


def figures() -> Iterator[Figure]:
    long, short = session(5_000), session(500)

    def ten_short() -> None:
        for _time in range(10):
            fold(short)

    yield compare("fold of 5,000 events / ten folds of 500", lambda: fold(long), ten_short, 1.5)
    states = {len(events): fold(events) for events in (long, short)}

    def more(state: State, before: list[Event]) -> None:
        for number in range(200):
            payload = {"visit": "v", "line": f"line-{number % 100}", "option": "x"}
            event = Event(
                f"m{number}", "s", "w2", number, 10**6 + number, before[0].at, "AB", LineAnswered.kind, payload
            )
            state.events.pop(event.id, None)
            state.apply(event)

    yield compare(
        "200 more events after 5,000 / after 500",
        lambda: more(states[5_000], long),
        lambda: more(states[500], short),
        1.5,
    )
