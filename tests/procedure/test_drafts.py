"""Drafts are for training only; a review that is overdue is told to who keeps the procedure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from pannesi.presentation.line.preview import PreviewContent, preview_content
from pannesi.procedure.loading.loader import load_files
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.review_status import overdue, review_warnings
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from tests.support.building import Played, start
from tests.support.session_sites import HOSPITAL
from tests.support.small_site import HEAD, small, small_site

DRAFT = HEAD + "status: brouillon\nsymptoms:\n  - {id: essai, label: Un essai, system: Essai}\n"


def drafted(unit: str) -> Site:
    """The invented hospital, with one unit a draft."""
    units = tuple(one.replace(status="brouillon") if one.id == unit else one for one in HOSPITAL.units)
    return replace(HOSPITAL, units=units)


def test_a_case_without_a_status_is_to_be_reviewed_and_can_be_followed() -> None:
    assert {unit.status for unit in small_site().units} == {"à relire"}
    assert start(HOSPITAL, "cas-3", "images").look().rows


def test_a_draft_is_refused_in_a_real_outage_and_played_in_an_exercise() -> None:
    site = drafted("cas-3")
    with pytest.raises(Refused, match="brouillon"):
        start(site, "cas-3", "images")
    played = start(site, "cas-3", "images", exercise=True)
    assert played.look().next is not None


@pytest.mark.parametrize(
    ("unit", "act"),
    [
        ("cas-4", lambda played: want.Follow(*played.line("tourne").key)),
        ("cas-5", lambda played: want.Join("cas-5", "envoi")),
        ("cas-5", lambda played: want.TurnAll(played.look().current_cases, "cas-5", "envoi")),
        ("annexe", lambda played: want.RunAnnex(*played.line("secours").key)),
    ],
    ids=["becomes", "joins", "turn", "run"],
)
def test_no_way_leads_into_a_draft_during_a_real_outage(unit: str, act) -> None:  # type: ignore[no-untyped-def]
    for exercise in (False, True):
        played: Played = start(drafted(unit), "cas-3", "images", exercise=exercise)
        played.do(want.Answer(*played.line("teleradio").key, "non"))
        played.do(want.Answer(*played.line("ris-aussi").key, "non"))
        before = len(played.events)
        if exercise:
            played.do(act(played))
            assert len(played.events) > before
        else:
            with pytest.raises(Refused, match="exercice"):
                played.do(act(played))
            assert len(played.events) == before


def test_a_draft_is_marked_among_the_entries() -> None:
    site = load_files({**small(), "cases/cas-9.yaml": DRAFT.encode()}, "x").site
    assert site is not None
    labels = [entry.label for entry in site.entries]
    assert "Un essai (brouillon)" in labels
    assert sum("brouillon" in label for label in labels) == 1


def test_a_case_in_use_may_not_lead_into_a_draft() -> None:
    line = "degraded_mode:\n  - {id: vers, becomes: cas-8, label: Cas 8, source: essai}\n"
    other = DRAFT.replace("cas-9", "cas-8").replace("mark: 9", "mark: 8")
    files = {**small(), "cases/cas-8.yaml": other.encode(), "cases/cas-9.yaml": (HEAD + line).encode()}
    loaded = load_files(files, "x")
    assert [(one.path, one.line, one.code) for one in loaded.problems] == [("cases/cas-9.yaml", 8, "P310")]
    both = load_files({**files, "cases/cas-9.yaml": (HEAD + "status: brouillon\n" + line).encode()}, "x")
    assert both.problems == ()


@pytest.mark.parametrize(("hour", "told"), [("22:59", False), ("23:01", True)])
def test_a_review_is_overdue_from_midnight_at_the_site_and_not_in_utc(hour: str, told: bool, tmp_path: Path) -> None:
    files = {**small(), "cases/cas-9.yaml": (HEAD + "review_by: 2026-01-30\n").encode()}
    for name, content in files.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    sheet = preview_content(
        SiteFolder(tmp_path), "cas-9", datetime.fromisoformat(f"2026-01-30T{hour}+00:00"), PreviewContent((), ())
    )
    assert any("P407" in one for one in sheet.problems) is told


def test_an_overdue_review_is_a_warning_at_its_place_from_the_day_after() -> None:
    loaded = load_files({**small(), "cases/cas-9.yaml": (HEAD + "review_by: 2026-01-31\n").encode()}, "x")
    assert loaded.site is not None
    assert overdue(loaded.site, date(2026, 1, 31)) == ()
    (problem,) = review_warnings(loaded.site, loaded.trees, date(2026, 2, 1))
    assert (problem.path, problem.line, problem.code, problem.severity) == ("cases/cas-9.yaml", 7, "P407", "warning")
    assert "2026-01-31" in problem.message
