"""The full-screen program driven by keys alone, without a terminal."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from textual import events
from textual import screen as textual_screen
from textual.pilot import Pilot

from pannesi.application.context import Station, open_station
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.support.clock import Clock
from pannesi.tui.app import PannesiApp
from pannesi.tui.prompt import Prompt
from pannesi.tui.runtime.key_bursts import KeyClock
from pannesi.tui.screen import BaseScreen
from pannesi.tui.screens.choice_list import ChoiceListScreen
from pannesi.tui.screens.desk_screen import DeskScreen
from pannesi.tui.screens.home import HomeScreen
from pannesi.tui.screens.patient_line import PatientLineScreen
from pannesi.tui.screens.register import RegisterScreen
from pannesi.tui.screens.session import SessionScreen
from pannesi.tui.screens.session_base import SessionBaseScreen
from pannesi.tui.screens.sessions import SessionsScreen
from pannesi.tui.theme.styles import Depth
from pannesi.tui.widgets import item_list
from tests.support.building import NIGHT

setattr(textual_screen, "UPDATE_PERIOD", 0.001)  # noqa: B010 - the library declares it final
"""Seconds between two paints: what sixty a second would leave idle is no part of what is tried."""
item_list.SCROLL_BAR_DELAY = 0.001


class Ticking:
    """A wall clock that advances one second each time it is looked at."""

    def __init__(self, start: datetime = NIGHT) -> None:
        self.now = start

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def station(folder: Path, *, exercise: bool = False, who: str = "AB", site: Path | None = None) -> Station:
    """A station on a journal in `folder`, whose clock advances a second each time it is read."""
    return open_station(
        str(site or shipped_folder()), str(folder), who, {}, folder, exercise=exercise, clock=Clock(real_now=Ticking())
    )


@asynccontextmanager
async def running(  # type: ignore[no-untyped-def]
    folder: Path,
    size: tuple[int, int] = (80, 24),
    depth: Depth = "full",
    key_clock: KeyClock | None = None,
    **more: Any,
):
    """An app on home, and its pilot. Raises what the app crashed on, which a pilot alone would not tell."""
    app = PannesiApp(station(folder, **more), depth, key_clock=key_clock)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        yield pilot
    if "committer" in vars(app):
        app.committer._thread.shutdown()  # its thread would keep the app until the process ends
    gc.unfreeze()  # a program freezes what it loaded, once; here the app before would be kept with it, for good
    crashed = getattr(app, "crashed", None)
    if crashed is not None:
        raise crashed


def session_screen(pilot: Pilot[Any]) -> SessionScreen:
    """The screen of the session, which must be the current one."""
    assert isinstance(pilot.app.screen, SessionScreen), pilot.app.screen
    return pilot.app.screen


async def settled(pilot: Pilot[Any]) -> None:
    """Waits until whatever was asked for is committed and shown: nothing is queued, nor waits to be painted. Raises
    what the app crashed on: nothing of a crashed app is ever done."""
    calm = 0
    for _turn in range(20_000):
        crashed = getattr(pilot.app, "crashed", None)
        if crashed is not None:
            raise crashed
        calm = 0 if _work_left(pilot) else calm + 1
        if calm > 8:
            return
        await asyncio.sleep(0 if calm else 0.001)
    raise AssertionError(f"it never settles: {_work_left(pilot) or 'by now it is calm'}")


def _work_left(pilot: Pilot[Any]) -> str:
    """What is still to be done, in words; empty where nothing is."""
    screen = pilot.app.screen
    if isinstance(screen, SessionBaseScreen | DeskScreen) and screen.busy:
        return "a commit"
    if isinstance(screen, SessionBaseScreen) and not screen._first_painted:
        return "the first paint of the session"
    if screen._callbacks or screen._layout_required or screen._repaint_required:
        return "a layout or a paint of the screen"
    if pilot.app.keys_waiting:  # type: ignore[attr-defined]
        return "keys that wait"
    if any(widget._bar_due for widget in screen.query(item_list.ItemList)):
        return "a scroll bar"
    pumps = [pilot.app, screen, *screen.walk_children()]
    return next(
        (f"messages of {pump}" for pump in pumps if not pump._message_queue.empty() or pump._next_callbacks), ""
    )


async def press(pilot: Pilot[Any], *keys: str) -> None:
    """Presses keys; straight into the program, since a pilot's own way waits for the whole process to be idle."""
    for key in keys:
        event = events.Key(key, _character(key))
        event.set_sender(pilot.app)
        assert pilot.app._driver is not None
        pilot.app._driver.send_message(event)
        await settled(pilot)


def _character(key: str) -> str | None:
    if len(key) == 1:
        return key
    return {"space": " ", "exclamation_mark": "!", "ampersand": "&", "minus": "-"}.get(key)


async def write(pilot: Pilot[Any], words: str) -> None:
    """Answers the prompt."""
    field = pilot.app.screen.query_one("#words")
    field.value = words  # type: ignore[attr-defined]
    await press(pilot, "enter")


def prompt_words(here: BaseScreen) -> str:
    """The question that is asked; empty without one."""
    asked = here.open_prompt
    return asked.words_asked if isinstance(asked, Prompt) else ""


async def announce_return(pilot: Pilot[Any], words: str = "AB, poste 2") -> None:
    """Answers who saw the return and where, and that it is now."""
    await write(pilot, words)
    await write(pilot, "")


async def enter(pilot: Pilot[Any], number: int) -> SessionScreen:
    """Opens an entry by its number."""
    assert isinstance(pilot.app.screen, HomeScreen)
    await press(pilot, *str(number), "enter")
    return session_screen(pilot)


async def begin_patient(pilot: Pilot[Any], entry: int = 7) -> SessionScreen:
    """A session, and the form of a first patient, an outpatient for a cross-sectional exam, at the field of the name."""
    here = await enter(pilot, entry)
    await press(pilot, "p", "1", "1", "1")
    return here


def screen_text(pilot: Pilot[Any]) -> str:
    """What the screen shows, as text."""
    app = pilot.app
    width, height = app.size
    lines = app.screen._compositor.render_strips()
    return "\n".join(strip.text[:width].rstrip() for strip in lines[:height])


def screen_line(pilot: Pilot[Any]) -> str:
    """What the screen shows, as one line: where it was wrapped does not matter."""
    return " ".join(screen_text(pilot).split())


async def wait_for_sessions(pilot: Pilot[Any]) -> None:
    """Waits until the list of sessions has read the journal."""
    await settled(pilot)
    for _turn in range(4_000):
        screen = pilot.app.screen
        if not (isinstance(screen, SessionsScreen) and screen.reading):
            break
        await asyncio.sleep(0.005)
    await pilot.pause()


async def open_sessions(pilot: Pilot[Any]) -> SessionsScreen:
    """The list of sessions, once it has read the journal."""
    await press(pilot, "f3")
    await wait_for_sessions(pilot)
    assert isinstance(pilot.app.screen, SessionsScreen)
    return pilot.app.screen


async def wait_for_words(pilot: Pilot[Any], words: str) -> None:
    """Waits for words, wherever lines end in them: what a thread reads or writes arrives later."""
    wanted = "".join(words.split())
    for _turn in range(2_000):
        if wanted in "".join(screen_line(pilot).split()):
            return
        await asyncio.sleep(0.005)
    raise AssertionError(f"{words!r} never shows in {screen_line(pilot)}")


async def onward(pilot: Pilot[Any]) -> None:
    """One step towards the end, by the keys that a person would press."""
    screen = pilot.app.screen
    if isinstance(screen, ChoiceListScreen):
        await press(pilot, "1")
        return
    if isinstance(screen, RegisterScreen):
        sheet = screen.sheet
        open_lines = [
            patient
            for patient in screen.view.walk.patients
            if sheet.missing_words(patient) and not sheet.waits_for_return(patient)
        ]
        await press(pilot, "enter" if open_lines else "escape")
        return
    if isinstance(screen, PatientLineScreen):
        await on_a_line(pilot, screen)
        return
    here = session_screen(pilot)
    if here.asking:
        await write(pilot, "" if "Depuis quand" in prompt_words(here) else "AB, poste 2")
        return
    walk = here.view.walk
    early = walk.stage in ("alert", "degraded_mode", "waiting")
    owed = [duty for duty in walk.duties if duty.status == "open" and not (early and duty.phase == "return_to_normal")]
    unsettled = walk.stage == "to_close" and any(not patient.settled for patient in walk.patients)
    if walk.next is None and (owed or unsettled):
        await press(pilot, "d")
    elif walk.next is None and walk.stage == "waiting":
        await press(pilot, "r")
    elif walk.next is None:
        await press(pilot, "x")
    elif walk.next.patients_due and walk.next.line.verb == "do":
        await press(pilot, "d")
    elif walk.next.line.verb in ("ask", "verify"):
        await press(pilot, "tab", "1")
    else:
        await press(pilot, "tab", "enter")


async def on_a_line(pilot: Pilot[Any], screen: PatientLineScreen) -> None:
    """Does the next thing that is open on a patient line; waives what cannot be verified."""
    patient = screen.patient
    if screen.asking and screen._usual_answers:
        await press(pilot, "1")
    elif screen.asking:
        await write(pilot, "4021")  # a reason, or what a step fills: one field takes digits only
    elif patient is None or not screen.sheet.missing_words(patient) or screen.sheet.waits_for_return(patient):
        await press(pilot, "escape")
    elif screen.on_question:
        await press(pilot, "1")
    elif screen.cursor == ("verify", "") and screen.sheet.empty_required_fields(patient):
        await press(pilot, "d")
    else:
        await press(pilot, "enter")


async def to_the_end(pilot: Pilot[Any], most: int = 300) -> None:
    """Presses what a person would press until the session is closed. Fails when it never is."""
    for _step in range(most):
        screen = pilot.app.screen
        if isinstance(screen, SessionScreen) and screen.view.walk.stage == "closed":
            return
        await onward(pilot)
    raise AssertionError(f"no end:\n{screen_text(pilot)}")


def play(act: Callable[[], Awaitable[None]]) -> None:
    """Runs what drives an app."""
    asyncio.run(act())  # type: ignore[arg-type]
