"""What an entry chosen beside open sessions may be: what harms least comes first."""

from __future__ import annotations

from dataclasses import replace

import pytest

from pannesi.history.overview import Overview
from pannesi.presentation.session_lists.joining import ways_in
from tests.support.plain_playing import NIGHT, shipped

SITE = shipped().site
PACS = Overview(
    "s1", "PACS", "alert", False, NIGHT, NIGHT, None, 0, (), 3, NIGHT, entered=("cas-3/images-invisibles",)
)  # fmt: skip
RIS = replace(PACS, id="s2", title="RIS", entered=("cas-2/ris",))
BOTH = replace(PACS, id="s3", title="RIS et PACS", entered=("cas-2/ris", "cas-3/images-invisibles"))
SEARCH = replace(PACS, id="s4", title="Recherche", stage="search", entered=("triage",))


def offered(unit: str, symptom: str | None, *sessions: Overview) -> list[str]:
    return [
        f"{way.how} {way.session.title if way.session else ''}".strip()
        for way in ways_in(SITE, unit, symptom, sessions)
    ]


@pytest.mark.parametrize(
    ("entry", "sessions", "ways"),
    [
        (("cas-2", "ris"), (PACS,), ["new", "join PACS"]),
        (("cas-3", "images-invisibles"), (PACS,), ["resume PACS", "new"]),
        (("cas-3", "images-invisibles"), (RIS, BOTH), ["resume RIS et PACS", "new", "join RIS"]),
        (("cas-7", "cache-seul"), (PACS, RIS, BOTH), ["new", "join PACS", "join RIS", "join RIS et PACS"]),
        (("cas-2", "ris"), (SEARCH,), ["join Recherche", "new"]),
        (("cas-2", "ris"), (SEARCH, PACS), ["new", "join Recherche", "join PACS"]),
        (("triage", None), (SEARCH,), ["resume Recherche", "new"]),
        (("triage", "attaque"), (PACS,), ["new", "join PACS"]),
    ],
)  # fmt: skip
def test_a_session_apart_stands_before_mixing_and_what_goes_on_already_before_both(
    entry: tuple[str, str | None], sessions: tuple[Overview, ...], ways: list[str]
) -> None:
    assert offered(*entry, *sessions) == ways


def test_an_entry_that_opens_another_is_known_by_what_it_opens() -> None:
    (leads,) = [entry for entry in SITE.entries if entry.symptom.opens is not None]
    session = replace(PACS, entered=(leads.symptom.opens or "",))
    assert offered(leads.unit.id, leads.symptom.id, session) == ["resume PACS", "new"]
