"""Wherever the length of an outage is shown, what it is counted to is said: the return, or the closing."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from pannesi.documents.report.session_report import report_page
from pannesi.history.overview import Overview, OverviewStage
from pannesi.history.session_record import SessionRecord
from pannesi.history.session_summary import session_summary_of
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.figures.statistics import FIGURES, figure_lines
from pannesi.presentation.session_lists.session_summary import summary_lines
from pannesi.session import actions as want
from tests.support.building import NIGHT, Played
from tests.support.figures import figures, outage
from tests.support.session_playing import alerted, to_the_end


def night(*, back: bool, closed: bool) -> Played:
    """A night that comes back after a while, or not, and is closed long after, or not."""
    played, visit = alerted()
    played.now += timedelta(minutes=20)
    if back:
        played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    played.now += timedelta(hours=5)
    if closed and back:
        to_the_end(played)
    elif closed:
        played.do(want.Close("fin de service"))
    return played


def said(played: Played) -> tuple[str, str]:
    """How long the outage lasted, in the account and in the report."""
    account = session_summary_of(played.session, played.state, played.site, played.now)
    assert account is not None
    tell = SentenceWriter(played.site, played.state, lambda moment: "")
    lines = [words for _style, words in summary_lines(account, tell) if words.startswith("panne : ")]
    page = report_page(SessionRecord(played.session, played.state, played.site, account, ""), patients=False)
    (row,) = [words for name, words in page.summary if name == "Durée : panne"]
    return lines[0].removeprefix("panne : "), row


@pytest.mark.parametrize(
    ("back", "closed", "end"),
    [(True, True, " jusqu'au retour"), (True, False, " jusqu'au retour"), (False, True, " jusqu'à la clôture")],
)
def test_the_account_and_the_report_say_what_a_length_is_counted_to(back: bool, closed: bool, end: str) -> None:
    first, second = said(night(back=back, closed=closed))
    assert first == second
    assert first.endswith(end)


def test_what_still_lasts_is_counted_to_nothing() -> None:
    first, second = said(night(back=False, closed=False))
    assert first == f"{second}, et cela dure"
    assert "jusqu" not in first


def overview(stage: OverviewStage) -> Overview:
    closed = NIGHT + timedelta(hours=6) if stage == "closed" else None
    return Overview("s", "PACS", stage, False, NIGHT, NIGHT, closed, 0, (), 3, NIGHT + timedelta(hours=9))


def test_a_list_of_sessions_counts_to_the_closing_and_says_so_in_its_long_and_its_short_words() -> None:
    closed = overview("closed")
    assert closed.sentence() == "PACS, close, a duré 6 h 00 jusqu'à la clôture"
    assert closed.title_suffixes[:2] == ("close, a duré 6 h 00 jusqu'à la clôture", "close après 6 h 00")
    assert "jusqu" not in overview("waiting").sentence()


def test_figures_say_to_what_their_lengths_are_counted_in_the_terminal_and_on_a_page() -> None:
    found = figures(outage(1))
    words = "jusqu'au retour ; sans retour annoncé, jusqu'à la clôture"
    assert f"Durées comptées {words}." in [line.words for line in figure_lines(found, ZoneInfo("Europe/Paris"), 76)]
    assert ["Durées comptées", words] in [row for figure in FIGURES for row in figure.summary(found)]
