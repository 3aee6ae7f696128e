"""A site whose files were changed within their shape: whatever still loads can be shown, drawn, compared, printed, replayed
and opened; whatever does not is told."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime
from typing import Any

import pytest

from pannesi.documents.binder.binder import binder_of
from pannesi.documents.formats.html import html_bytes
from pannesi.history.replay.comparison import compare_runs
from pannesi.history.replay.player import play
from pannesi.history.replay.recorded_session import RecordedSession, recorded_session_of
from pannesi.plain.home import answering, home_entries
from pannesi.presentation.line.preview import preview_lines
from pannesi.procedure.availability.reachability import contacts_at, render_contact_rows, zone_of
from pannesi.procedure.checks.site_check import problems_of
from pannesi.procedure.diff import site_changes
from pannesi.procedure.loading.loader import load_files, load_site
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.wording.graph import as_dot, as_mermaid, as_text, tree_of
from pannesi.procedure.wording.graph_svg import as_svg
from pannesi.procedure.wording.show_text import show_site, unit_as_json
from pannesi.session import actions as want
from tests.support.building import start
from tests.support.fuzzed_files import ROOT, SHIPPED, judged
from tests.support.fuzzed_trees import changed
from tests.support.session_playing import to_the_end
from tests.support.shipped_site import shipped

NIGHT = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)


def a_night() -> RecordedSession:
    """A session of the shipped site, with a patient, to its end."""
    played = start(shipped(), "cas-3", "images-invisibles")
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, "Essai Inventé"))
    to_the_end(played)
    lived = recorded_session_of(played.state, "Essai", shipped().register_fields)
    assert lived is not None
    return lived


def used(site: Site, lived: RecordedSession, *, printed: bool) -> None:
    """Everything that an author and an operator do with a site, as far as it is text."""
    assert show_site(site, 80)
    json.dumps([unit_as_json(site, unit) for unit in site.units])
    for unit in site.units:
        root = tree_of(site, unit)
        assert all(
            (list(as_text(root)), as_mermaid(root), as_dot(root), as_svg(root), list(preview_lines(site, unit, NIGHT)))
        )
    json.dumps([one.as_json() for one in site_changes(shipped(), site)])
    json.dumps([one.as_json() for one in compare_runs(lived, None, play(lived, site), shipped(), site)])
    assert list(home_entries(site))
    answering(site, NIGHT)
    render_contact_rows(contacts_at(site.contacts, NIGHT, None), NIGHT, zone_of(site.contacts))
    if printed:
        assert html_bytes(binder_of(site))


@pytest.mark.parametrize("seed", range(4))
def test_a_changed_site_is_told_or_can_be_used_everywhere(seed: int) -> None:
    dice, lived, base = random.Random(seed), a_night(), dict(load_site(ROOT).files)
    loads = 0
    for number in range(10):
        name = dice.choice(sorted(SHIPPED))
        path = name if name == "contacts.yaml" else f"cases/{name}"
        content = changed(name, dice)
        loaded = load_files({**base, path: content}, "x")
        judged(loaded, path, content)
        if loaded.site is not None:
            loads += 1
            used(loaded.site, lived, printed=number % 4 == 0)
            if number % 6 == 0:
                problems_of(loaded, date(2026, 11, 24), proof=True)
    assert loads, "a test that never gets past the loader tests the loader only"


def test_the_shipped_site_itself_can_be_used_everywhere() -> None:
    found: Any = shipped()
    used(found, a_night(), printed=True)
