"""What the procedure does not say is told as warnings, at its place, and blocks nobody."""

from __future__ import annotations

import pytest

from pannesi.procedure.gaps import gaps_of
from pannesi.procedure.loading.loader import load_files
from tests.support.small_site import HEAD, small, small_loaded, small_site


def test_every_kind_of_gap_is_told_at_its_place() -> None:
    loaded = small_loaded()
    gaps = gaps_of(small_site(), loaded.trees)
    assert [(gap.path, gap.line, gap.column, gap.code) for gap in gaps] == [
        ("cases/cas-1-pacs.yaml", 56, 10, "P405"),
        ("cases/cas-1-pacs.yaml", 99, 28, "P406"),
        ("cases/cas-2-tout.yaml", 12, 16, "P404"),
        ("cases/cas-2-tout.yaml", 34, 34, "P403"),
        ("cases/cas-2-tout.yaml", 36, 21, "P405"),
        ("contacts.yaml", 13, 77, "P402"),
        ("contacts.yaml", 16, 34, "P402"),
        ("contacts.yaml", 37, 39, "P401"),
        ("contacts.yaml", 40, 5, "P401"),
        ("contacts.yaml", 46, 21, "P405"),
    ]
    assert {gap.severity for gap in gaps} == {"warning"}
    assert all(gap.help for gap in gaps)


def test_without_trees_no_line_is_made_up() -> None:
    gaps = gaps_of(small_site())
    assert len(gaps) == 10
    assert {(gap.line, gap.column) for gap in gaps} == {(None, None)}
    assert {gap.path for gap in gaps} == {"contacts.yaml", "cas-1", "cas-2"}


def told(cas_9: str) -> list[str]:
    """The codes of the gaps of one more case."""
    loaded = load_files(small(cas_9=HEAD + cas_9), "x")
    assert loaded.site is not None
    return [gap.code for gap in gaps_of(loaded.site, loaded.trees) if gap.path == "cases/cas-9.yaml"]


DOWN = "alert: [{id: a, broadcast: m, label: Panne, source: z}]\nmessages: {m: {type: ⚠, body: x}, n: {type: ⓘ, body: y}}\n"


def test_a_message_of_failure_wants_one_that_ends_it() -> None:
    assert told(DOWN) == ["P404"]
    assert told(DOWN + "return_to_normal: [{id: b, broadcast: n, closes: m, label: Fin, source: z}]\n") == []


def test_the_end_may_be_written_in_another_file() -> None:
    ends = "alert: [{id: b, broadcast: cas-9/n, closes: cas-9/m, label: Fin, source: z}]\n"
    other = HEAD.replace("cas-9", "cas-8").replace("mark: 9", "mark: 8") + ends
    loaded = load_files(small(cas_9=HEAD + DOWN, cas_8=other), "x")
    assert loaded.site is not None
    assert "cases/cas-9.yaml" not in {gap.path for gap in gaps_of(loaded.site, loaded.trees)}


@pytest.mark.parametrize("kind", ["type: ⓘ, body: x"])
def test_a_message_that_only_informs_needs_no_end(kind: str) -> None:
    assert told(f"alert: [{{id: a, broadcast: m, label: x, source: z}}]\nmessages: {{m: {{{kind}}}}}\n") == []


def test_a_message_sent_twice_is_one_gap_and_one_of_the_return_is_none() -> None:
    twice = "{id: a, broadcast: m, label: x, source: z}, {id: b, broadcast: m, label: x, source: z}"
    assert told(f"alert: [{twice}]\nmessages: {{m: {{type: ⚠, body: x}}}}\n") == ["P404"]
    assert told(f"return_to_normal: [{twice}]\nmessages: {{m: {{type: ⚠, body: x}}}}\n") == []


def test_hours_that_nobody_wrote_for_public_holidays_are_a_gap() -> None:
    contacts = small()["contacts.yaml"].replace(b"holidays: closed", b"holidays: unknown")
    loaded = load_files(small(contacts=contacts), "x")
    assert loaded.site is not None
    lines = [gap.line for gap in gaps_of(loaded.site, loaded.trees) if gap.code == "P402"]
    assert lines == [10, 13, 16]
