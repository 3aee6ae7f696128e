"""Looking back from the full screen: lines signalled are answered, figures counted by period, files written."""

from __future__ import annotations

import asyncio
import json
import threading
from datetime import datetime
from pathlib import Path

import pytest

from pannesi.history.catalogue import SessionCatalogue as Catching
from pannesi.history.learning.noted_numbers import number_replies_in
from pannesi.history.learning.redlines import replies_in
from pannesi.journal.audit_entries import ExportEntry
from pannesi.journal.audit_log import audit_events
from pannesi.journal.store import AUDIT_SESSION
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.tui.runtime import index_progress as catching_up
from pannesi.tui.screens.redlines import RedlinesScreen
from pannesi.tui.screens.sessions import SessionsScreen
from pannesi.tui.screens.statistics import StatisticsScreen
from tests.support.driving import (
    enter,
    open_sessions,
    play,
    press,
    running,
    screen_line,
    screen_text,
    settled,
    station,
    wait_for_sessions,
    wait_for_words,
    write,
)

PRIVATE = "Madame Inventée [RADI]"


NUMBER = "05 59 00 00 00"


def a_night_with_a_number(folder: Path) -> str:
    """Writes an open session that noted a number and signalled the call that has none; the id of the note."""
    here = station(folder)
    desk = here.desk()
    visit = desk.open(want.Open("cas-3", "images-invisibles")).current_cases[0]
    desk.do(want.Redline(visit, "prevenir-informatique", "wrong"))
    desk.do(want.Note(f"{NUMBER}, {PRIVATE}", visit, "prevenir-informatique", "astreinte-informatique"))
    here.journal.close()
    return str(desk.state.notes[-1].id)


def a_night(folder: Path) -> str:
    """Writes an open session with two reported lines; its id."""
    here = station(folder)
    desk = here.desk()
    visit = desk.open(want.Open("cas-3", "images-invisibles")).current_cases[0]
    desk.do(want.Redline(visit, "production", "wrong", PRIVATE))
    desk.do(want.Redline(visit, desk.look().rows[0].line.id, "unclear"))
    here.journal.close()
    return desk.session or ""


def test_a_line_signalled_is_read_beside_its_file_and_answered_with_one_key(tmp_path: Path) -> None:
    session = a_night(tmp_path)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await press(pilot, "s")
            await wait_for_words(pilot, "signalées · 2 sans réponse")
            assert isinstance(pilot.app.screen, RedlinesScreen)
            await wait_for_words(pilot, "7 cas jamais joués en exercice")
            assert "cases/cas-3-pacs.yaml:" in screen_line(pilot)
            assert f"FAUX : {PRIVATE}" in screen_line(pilot)
            before = pilot.app.station.journal.events(session)
            await press(pilot, "r")
            await press(pilot, "enter")
            await wait_for_words(pilot, "il faut quelques mots")
            await press(pilot, "r")
            await write(pilot, "le numéro est bon")
            await wait_for_words(pilot, "signalées · 1 sans réponse")
            await press(pilot, "c")
            await write(pilot, "2026-12")
            await wait_for_words(pilot, "Tout a reçu une réponse")
            await press(pilot, "o")
            await wait_for_words(pilot, "gardé tel quel : le numéro est bon")
            assert "corrigé dans la version" in screen_line(pilot)
            assert pilot.app.station.journal.events(session) == before
            replies = replies_in(pilot.app.station.journal).values()
            assert {reply.answer for reply in replies} == {"corrected", "declined"}
            assert {reply.who for reply in replies} == {"AB"}
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, SessionsScreen)

    play(act)


def test_an_answer_is_shown_without_reading_any_session_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    a_night(tmp_path)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await press(pilot, "s")
            await wait_for_words(pilot, "signalées · 2 sans réponse")
            journal, read_again = pilot.app.station.journal, list[str]()
            events = journal.events

            def noted(name: str) -> tuple[Event, ...]:
                read_again.append(name)
                read: tuple[Event, ...] = events(name)
                return read

            monkeypatch.setattr(journal, "events", noted)
            await press(pilot, "r")
            await write(pilot, "le numéro est bon")
            await wait_for_words(pilot, "signalées · 1 sans réponse")
            assert set(read_again) == {AUDIT_SESSION}

    play(act)


def test_no_line_signalled_says_so(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "f3", "s")
            await wait_for_words(pilot, "Aucune ligne n'a été signalée")
            await press(pilot, "c", "r")
            assert "Corrigé dans quelle version" not in screen_line(pilot)

    play(act)


def test_the_arrows_choose_the_period_and_the_figures_follow(tmp_path: Path) -> None:
    a_night(tmp_path)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            await press(pilot, "c")
            await wait_for_words(pilot, "année 2026")
            await wait_for_words(pilot, "1 panne,")
            await press(pilot, "left")
            await wait_for_words(pilot, "Aucune panne dans cette période")
            assert "année 2025" in screen_line(pilot)
            await press(pilot, "right", "p")
            await wait_for_words(pilot, "mois 11/2026")
            await wait_for_words(pilot, "1 panne,")
            await press(pilot, "left", "right")
            await wait_for_words(pilot, "mois 11/2026")
            assert "→" not in screen_line(pilot)
            await press(pilot, "right", "right")
            await wait_for_words(pilot, "mois 11/2026")
            await press(pilot, "p")
            await wait_for_words(pilot, "Toutes les pannes")
            await press(pilot, "left")
            shown = pilot.app.screen
            assert isinstance(shown, StatisticsScreen)
            assert shown.period == (None, None)
            await press(pilot, "d")
            await write(pilot, "du 1/11/2026 au 24/11/2026")
            await wait_for_words(pilot, "Pannes du 01/11/2026 au 24/11/2026")
            await wait_for_words(pilot, "1 panne,")
            await press(pilot, "left", "d")
            await write(pilot, "depuis 25/11/2026")
            await wait_for_words(pilot, "Pannes depuis le 25/11/2026 Aucune panne")
            await press(pilot, "d")
            await write(pilot, "demain")
            await wait_for_words(pilot, "n'est pas un jour")
            await press(pilot, "d", "escape")
            assert isinstance(pilot.app.screen, StatisticsScreen)
            assert pilot.app.screen.period == ("2026-11-25", None)
            await press(pilot, "p", "right")
            await wait_for_words(pilot, "année 2026")

    play(act)


def test_reports_lie_in_the_home_folder_and_never_over_another_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    name = a_night(tmp_path / "data")
    mine = home / f"rapport-{name}.md"
    mine.write_text("à moi", "utf-8")

    async def act() -> None:
        async with running(tmp_path / "data") as pilot:
            journal = pilot.app.station.journal

            def exported() -> list[str]:
                return [str(entry.payload["what"]) for entry in audit_events(journal) if entry.kind == ExportEntry.kind]

            await open_sessions(pilot)
            await press(pilot, "e", "3", "1")
            await wait_for_words(pilot, f"rapport-{name}-2.md")
            assert exported() == []
            await press(pilot, "enter", "e", "4", "2")
            await wait_for_words(pilot, f"rapport-{name}.json")
            assert exported() == ["report"]
            await press(pilot, "e", "5")
            await wait_for_words(pilot, f"registre-{name}.csv")
            assert exported() == ["report", "register"]
            await press(pilot, "escape", "c")
            await wait_for_words(pilot, "1 panne,")
            await press(pilot, "e", "2")
            await wait_for_words(pilot, "chiffres-2026.html")
            await settled(pilot)

    play(act)
    assert mine.read_text("utf-8") == "à moi"
    assert PRIVATE not in (home / f"rapport-{name}-2.md").read_text("utf-8")
    assert PRIVATE in json.dumps(json.loads((home / f"rapport-{name}.json").read_text("utf-8")), ensure_ascii=False)
    assert (home / "chiffres-2026.html").stat().st_size > 1000
    assert sorted(path.suffix for path in home.iterdir()) == [".csv", ".html", ".json", ".md", ".md"]


def test_a_number_noted_is_confirmed_or_removed_where_lines_are_answered_and_any_answer_is_withdrawn(
    tmp_path: Path,
) -> None:
    note = a_night_with_a_number(tmp_path)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            journal = pilot.app.station.journal
            await open_sessions(pilot)
            await press(pilot, "s")
            await wait_for_words(pilot, "Lignes signalées · 1 sans réponse Numéros notés · 1 sans réponse")
            here = pilot.app.screen
            assert isinstance(here, RedlinesScreen)
            assert f"{note[:8]} Astreinte informatique : {NUMBER}" in screen_line(pilot)
            assert 'channels, kind: phone, value: "05 59 00 00 00"' in screen_line(pilot)
            assert PRIVATE not in screen_line(pilot)
            assert "C corrigé en version" in screen_line(pilot)
            assert "Z annuler" not in screen_line(pilot), "nothing was answered"
            await press(pilot, "down")
            assert "C juste" in screen_line(pilot)
            await press(pilot, "c")
            await wait_for_words(pilot, "Numéros notés · 0 sans réponse")
            assert number_replies_in(journal)[note].confirmed
            await press(pilot, "z")
            await wait_for_words(pilot, "Numéros notés · 1 sans réponse")
            assert number_replies_in(journal) == {}
            assert here.current_number is not None
            await press(pilot, "r", "1")
            await wait_for_words(pilot, "Retiré, Z l'annule")
            await press(pilot, "o")
            assert "(faux numéro)" in screen_line(pilot)
            await press(pilot, "u")
            await wait_for_words(pilot, "non validé")
            assert number_replies_in(journal) == {}
            await press(pilot, "up", "r")
            await write(pilot, "le numéro est bon")
            await wait_for_words(pilot, "gardé tel quel")
            (redline,) = replies_in(journal)
            await press(pilot, "z")
            await wait_for_words(pilot, "Lignes signalées · 1 sans réponse")
            assert replies_in(journal) == {}
            assert here.current is not None
            assert here.current.redline.event == redline
            assert journal.verify() == ()

    play(act)


@pytest.mark.parametrize(("key", "words"), [("c", "Chiffres"), ("s", "Lignes signalées")])
def test_while_the_journal_is_read_the_figures_and_the_lines_signalled_say_how_far_it_is(
    key: str, words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index never gets further than one event at a time here, and waits to be let on."""
    a_night(tmp_path)
    go_on = threading.Event()
    real = Catching.catch_up

    def slowly(self: Catching, now: datetime, most: int = 0) -> bool:
        if self.unread_events() <= 4:
            go_on.wait()
        return real(self, now, 1)

    monkeypatch.setattr(catching_up, "REPORT_INTERVAL", 0.0)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await open_sessions(pilot)
            journal = station(tmp_path)
            for _each in range(3):
                journal.desk().open(want.Open("cas-3", "images-invisibles"))
            journal.journal.close()
            monkeypatch.setattr(Catching, "catch_up", slowly)
            await press(pilot, key)
            try:
                await wait_for_words(pilot, words)
                await wait_for_words(pilot, "lecture du journal :")
                await wait_for_words(pilot, "encore")
            finally:
                go_on.set()
            for _turn in range(2_000):
                if "lecture du journal" not in screen_line(pilot):
                    break
                await asyncio.sleep(0.005)
            assert "lecture du journal" not in screen_line(pilot)

    play(act)


def test_the_figures_are_written_in_the_four_forms_of_a_report_and_for_a_spreadsheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("typst", reason="the PDF needs the extra `paper`")
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(Path, "home", lambda: home)
    a_night(tmp_path / "data")

    async def act() -> None:
        async with running(tmp_path / "data") as pilot:
            await open_sessions(pilot)
            await press(pilot, "c")
            await wait_for_words(pilot, "1 panne")
            for digit, form in enumerate(("pdf", "html", "md", "json", "xlsx"), 1):
                await press(pilot, "e", str(digit))
                await wait_for_words(pilot, f"chiffres-2026.{form}")

    play(act)
    page = (home / "chiffres-2026.md").read_text("utf-8")
    assert "| Dysfonctionnement du PACS | 1 |" in page
    figures = json.loads((home / "chiffres-2026.json").read_text("utf-8"))
    assert figures["outages"] == 1
    assert (home / "chiffres-2026.pdf").read_bytes().startswith(b"%PDF")
    assert "<svg" in (home / "chiffres-2026.html").read_text("utf-8")
    assert (home / "chiffres-2026.xlsx").read_bytes().startswith(b"PK")


def test_what_a_filter_keeps_of_a_session_is_seen_at_once_where_its_account_was(tmp_path: Path) -> None:
    """Below the account, at 80 columns and 24 lines, nothing of the facts is in view: the key would do nothing."""

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 6)
            await press(pilot, "1", "1", "enter", "escape", "f3")
            await wait_for_sessions(pilot)
            await press(pilot, "enter", "c")
            assert "premier geste : après" in screen_text(pilot)
            await press(pilot, "f", "1")
            text = " ".join(screen_text(pilot).split())
            assert "seulement : lignes faites" in text
            assert "réponse : Plusieurs" in text
            assert "premier geste" not in text
            await press(pilot, "c")
            assert "premier geste : après" in screen_text(pilot)

    play(act)
