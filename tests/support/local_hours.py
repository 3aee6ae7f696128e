"""Moments of Paris, and invented windows of a schedule."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

PARIS = ZoneInfo("Europe/Paris")


def local(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=PARIS)


_HOURS = st.builds("{:02d}:{:02d}".format, st.integers(0, 23), st.sampled_from([0, 15, 30]))
_DAYS = st.lists(
    st.sampled_from(["lundi", "samedi", "dimanche", "ouvrés", "tous", "fériés"]), min_size=1, max_size=2, unique=True
)

WINDOWS = st.lists(
    st.fixed_dictionaries({"days": _DAYS, "from": _HOURS, "to": _HOURS}, optional={"only": st.just("urgent")}),
    min_size=1,
    max_size=3,
)
