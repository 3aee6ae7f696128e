"""What the list of sessions shows of the session under the cursor, on a wide screen."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from pannesi.history.overview import Overview
from pannesi.presentation.session_lists.session_preview import session_boxes
from pannesi.presentation.text.side_boxes import drawn_boxes
from tests.support.building import NIGHT

PARIS = ZoneInfo("Europe/Paris")
OPEN = Overview(
    "20261124-0312-0001", "Dysfonctionnement du RIS et du PACS", "alert", False, NIGHT, NIGHT, None, 3, ("AB", "CD"), 9,
    NIGHT + timedelta(minutes=47), could_not=1, to_take_over=True, seen="Plus d'images", next_act="Prévenir l'astreinte",
)  # fmt: skip


def words(session: Overview, width: int = 46) -> str:
    return "\n".join(line.plain for line in drawn_boxes(session_boxes(session, PARIS, width - 4), 40, width))


def test_an_open_session_says_its_next_act_and_that_it_waits_to_be_taken_over() -> None:
    said = words(OPEN)
    for part in (
        "24/11/2026 03:12",
        "0 h 47",
        "AB, CD",
        "3",
        "Prévenir l'astreinte",
        "à reprendre",
        "dit 1 fois",
        OPEN.id,
    ):
        assert part in said
    assert "rien à faire maintenant" in words(replace(OPEN, next_act=""))


def test_a_closed_session_says_when_and_no_next_act() -> None:
    said = words(replace(OPEN, stage="closed", closed_at=NIGHT + timedelta(hours=5), to_take_over=False))
    assert "24/11/2026 08:12" in said
    assert "Prochain geste" not in said
    assert "reprendre" not in said


@pytest.mark.parametrize("width", [30, 46])
def test_no_line_is_wider_than_the_column_nor_cut(width: int) -> None:
    lines = drawn_boxes(session_boxes(replace(OPEN, title="Dysfonctionnement " * 6), PARIS, width - 4), 40, width)
    assert {line.width for line in lines} <= {0, width}
    assert not any("…" in line.plain for line in lines)
