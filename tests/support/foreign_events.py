"""Events of another program: any kind, with any payload."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from hypothesis import strategies as st

from pannesi.session.events import Event
from pannesi.session.facts.reading import KINDS

NAMES = ("visit", "line", "unit", "symptom", "option", "contact", "outcome", "patient", "key", "event", "facts", "about",
         "began", "minutes", "label", "name", "role", "holds", "follows", "exercise", "response", "reason", "forced")  # fmt: skip
VALUES = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=8)
    | st.sampled_from(["e1", "e2", "cas-3", "oui"])
    | st.lists(st.text(max_size=4), max_size=2)
    | st.dictionaries(st.text(max_size=4), st.text(max_size=4), max_size=2)
)


def foreign(number: int, kind: str, payload: Mapping[str, Any], text: str | None) -> Event:
    return Event(f"e{number}", "s", "w", number, number, "2026-11-24T02:12:00.000Z", "AB", kind, payload, text=text)


EVENTS = st.lists(
    st.tuples(
        st.sampled_from([*KINDS, "x.y"]),
        st.dictionaries(st.sampled_from(NAMES), VALUES),
        st.none() | st.text(max_size=8),
    ),
    max_size=6,
).map(lambda rows: [foreign(number, *row) for number, row in enumerate(rows, start=1)])
