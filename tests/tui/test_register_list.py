"""The list of patients by keys: one digit settles what is owed, with the whole identity in view; search; scanner."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from textual._styles_cache import StylesCache
from textual.geometry import Region
from textual.strip import Strip
from textual.widget import Widget

from pannesi.session import actions as want
from pannesi.tui.screens.patient_line import PatientLineScreen
from pannesi.tui.screens.register import RegisterScreen
from pannesi.tui.screens.session import SessionScreen
from pannesi.tui.widgets.text_block import TextBlock
from tests.support.driving import enter, play, press, running, screen_line, screen_text, session_screen, write
from tests.support.hands import Hand, stands
from tests.support.plain_playing import flat, station_of
from tests.support.plain_playing import play as play_plain
from tests.support.plain_words import lines as plain_lines
from tests.support.recordings import scanned

FACTS = {"origin": "externe", "exam": "coupe", "unit": "autre", "identity": "connue"}
PATIENTS = (
    {"nom": "Dumortier-Inventé", "prenom": "Marie", "naissance": "03/04/1957", "sexe": "F", "ipp": "8001234567"},
    {"nom": "Essai", "prenom": "Paul", "naissance": "12/03/1960", "sexe": "M", "ipp": "8007654321"},
)


async def listed(pilot: Any) -> SessionScreen:
    """The list of two patients."""
    here = await enter(pilot, 7)
    for fields in PATIENTS:
        here.desk.do(want.AddPatient(FACTS, fields=fields))
    await press(pilot, "d")
    return here


def test_the_foot_says_in_full_who_is_under_the_cursor_and_the_rows_do_not(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await listed(pilot)
            text = screen_text(pilot)
            assert "A-01  Dumortier-Inventé Marie, né(e) le 3 avril 1957, F, IPP 8001234567" in text
            assert "Essai" not in text
            await press(pilot, "down")
            assert "A-02  Essai Paul, né(e) le 12 mars 1960, M, IPP 8007654321" in screen_text(pilot)
            assert "Dumortier" not in screen_text(pilot)
            assert "▶○ A-02" in screen_text(pilot)
            assert "▶○ A-01" not in screen_text(pilot)

    play(act)


def test_a_move_draws_of_the_foot_only_the_lines_that_say_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await listed(pilot)
            screen = pilot.app.screen
            foot, drawn, later = screen.query_one("#foot", TextBlock), list[int](), list[object]()
            refresh, after = foot.refresh, screen.call_after_refresh
            monkeypatch.setattr(
                foot,
                "refresh",
                lambda *regions, **more: drawn.extend(one.y for one in regions) or refresh(*regions),  # type: ignore[func-returns-value]
            )
            monkeypatch.setattr(screen, "call_after_refresh", lambda *given: later.append(given) or after(*given))  # type: ignore[func-returns-value]
            monkeypatch.setattr(StylesCache, "render_widget", lambda _here, widget, crop: rendered(widget, crop))
            by_textual: list[Widget] = []

            def rendered(widget: Widget, crop: Region) -> list[Strip]:
                by_textual.append(widget)
                return usual(widget._styles_cache, widget, crop)

            await press(pilot, "down")
            assert drawn == [1]  # who that is; the rule above and what is owed to both stay as they stand
            assert "A-02  Essai Paul" in screen_text(pilot)
            assert foot not in by_textual
            assert not later  # it is painted by then

    usual = StylesCache.render_widget
    play(act)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 10)])
def test_a_digit_says_done_what_is_owed_to_the_patient_at_the_foot(size: tuple[int, int], tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=size) as pilot:
            here = await listed(pilot)
            await press(pilot, "down")
            assert "A-02 Essai Paul" in screen_line(pilot), "it is in view"
            await press(pilot, "3")
            assert [duty.patient.label for duty in here.desk.look().duties if duty.status == "done"] == ["A-02"]
            assert "3 ✓ CD remis" in screen_line(pilot)
            before = len(here.desk.state.events)
            await press(pilot, "3")
            assert "est déjà dit" in screen_line(pilot)
            await press(pilot, "8")
            assert "8 : rien n'est dû à ce chiffre." in screen_line(pilot)
            assert len(here.desk.state.events) == before

    play(act)


def test_where_the_foot_has_no_room_no_digit_settles_anything(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(40, 8)) as pilot:
            here = await listed(pilot)
            before = len(here.desk.state.events)
            await press(pilot, "3")
            assert len(here.desk.state.events) == before

    play(act)


@pytest.mark.parametrize(
    ("facts", "name", "digit"),
    [({"origin": "externe"}, "Inventé", "3"), (FACTS, "?", "2")],
    ids=["unsure", "an identity that nobody knows"],
)
def test_what_asks_something_first_is_opened_in_the_card(
    facts: dict[str, str], name: str, digit: str, tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            here.desk.do(want.AddPatient(facts, fields={"nom": name, "sexe": "F"}))
            before = len(here.desk.state.events)
            await press(pilot, "d", digit)
            card = pilot.app.screen
            assert isinstance(card, PatientLineScreen)
            assert card.cursor == ("duty", here.desk.look().duties[int(digit) - 1].key)
            assert len(here.desk.state.events) == before
            assert f"A-01  {'nom inconnu' if name == '?' else name}" in screen_text(pilot), (
                "the card says who it is too"
            )

    play(act)


def test_a_digit_counts_only_once_the_patient_could_be_read(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "7", "enter")
            here = session_screen(pilot)
            for fields in PATIENTS:
                here.desk.do(want.AddPatient(FACTS, fields=fields))
            await hand.presses(pilot, "d")
            before = len(here.desk.state.events)
            await hand.types(pilot, [("down", 0.0), ("3", 0.1)])
            assert "3 encore pour confirmer" in screen_line(pilot)
            assert len(here.desk.state.events) == before
            await hand.presses(pilot, "3")
            assert len(here.desk.state.events) == before + 1

    play(act)


@pytest.mark.parametrize("key", ["slash", "c"])
@pytest.mark.parametrize("words", ["1960", "essai", "8007654321", "12/03/1960"])
def test_search_lists_only_what_it_finds_and_escape_shows_all_again(words: str, key: str, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await listed(pilot)
            await press(pilot, key)
            await write(pilot, words)
            text = screen_text(pilot)
            assert "A-02" in text
            assert "A-01" not in text
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, RegisterScreen)
            assert "A-01" in screen_text(pilot)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, SessionScreen)

    play(act)


def test_what_finds_nothing_stays_typed_and_hides_no_line(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await listed(pilot)
            await press(pilot, "slash")
            await write(pilot, "zzz")
            assert "« zzz » : aucune ligne." in screen_text(pilot)
            await press(pilot, *"paul", "enter")
            assert "« paul » : 1 ligne" in screen_text(pilot)

    play(act)


def test_a_number_that_is_scanned_leads_to_its_line_and_records_nothing(tmp_path: Path) -> None:
    async def act() -> None:
        hand = Hand()
        async with running(tmp_path, key_clock=hand.key_clock) as pilot:
            await hand.presses(pilot, "7", "enter")
            here = session_screen(pilot)
            for number in ("3001", "1002"):
                here.desk.do(want.AddPatient(FACTS, fields={"nom": "Inventé", "ipp": number}))
            await hand.presses(pilot, "d")
            before = stands(here.desk.state)
            await hand.types(pilot, scanned("1002"))
            assert stands(here.desk.state) == before
            assert isinstance(pilot.app.screen, RegisterScreen)
            assert pilot.app.screen.current is not None
            assert pilot.app.screen.current.label == "A-02"
            assert "lu : 1002" in screen_line(pilot)

    play(act)


def test_line_by_line_too_a_search_shortens_the_list_and_who_it_is_is_said_before_what_is_done() -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-4", "ris-et-pacs"))
    for fields in PATIENTS:
        desk.do(want.AddPatient(FACTS, fields=fields))
    screen = flat(play_plain(station, "", "d essai", "1", "/", "", "q"))
    assert "« essai » ; / seul montre toutes les lignes" in screen
    said = screen.index("A-02 : Essai Paul, né(e) le 12 mars 1960, M, IPP 8007654321")
    assert said < screen.index("A-02 · Saisi à la main sur la station : fait")
    searched = screen.index("« essai »")
    assert "A-01" not in screen[searched : screen.index("fait", said)]
    assert len(plain_lines(station)) == 2
    assert "aucune ligne. Les voici toutes" in flat(play_plain(station, "", "d zzz", "", "q"))
