"""Keys on Windows are dated, and bursts known, as on Unix: Textual's own reading loop runs here on a console of paper."""

from __future__ import annotations

import asyncio
import ctypes
import importlib
import itertools
import sys
import threading
from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from textual import _time, events
from textual.driver import Driver
from textual.message import Message

from pannesi.tui.runtime import driver as drivers
from pannesi.tui.runtime.key_bursts import Burst
from pannesi.tui.runtime.keyboard_input import KeyboardBatches, KeyboardInput, PasteParser

WAIT_TIMEOUT, KEY_EVENT = 0x102, 1
LABEL = "2600451278\r"
Script = list[float | str]
"""What happens at a keyboard: seconds that pass, and what has come by then."""


class Console:
    """The calls of the Windows console that Textual's thread makes, and the clock that they take time by."""

    def __init__(self, script: Script) -> None:
        self.script, self.now = list(script), 1000.0
        self.GetStdHandle = lambda _number: 7
        self.GetStdHandle.argtypes = self.GetStdHandle.restype = None  # type: ignore[attr-defined]
        self.exit_event: threading.Event | None = None

    def WaitForMultipleObjects(self, _count: int, _handles: object, _every: object, patience: Any) -> int:
        """Ready where keys came; else the patience passes, or less where keys come before."""
        if not self.script:
            assert self.exit_event is not None
            self.exit_event.set()
            return WAIT_TIMEOUT
        first = self.script[0]
        if isinstance(first, str):
            return 0
        passed = min(first, patience.value / 1000)
        self.now += passed
        left = round(first - passed, 6)
        self.script[:1] = [left] if left > 0 else []
        return 0 if self.script and isinstance(self.script[0], str) else WAIT_TIMEOUT

    def ReadConsoleInputW(self, _handle: object, records: Any, _most: int, count: Any) -> None:
        """All the keys that came by now, each pressed and let go."""
        pressed = str(self.script.pop(0))
        for number, key in enumerate(pressed):
            for down in (True, False):
                record = records._obj[2 * number + (not down)]
                record.EventType = KEY_EVENT
                record.Event.KeyEvent.bKeyDown = down
                record.Event.KeyEvent.wVirtualKeyCode = 65
                record.Event.KeyEvent.uChar.UnicodeChar = key
        count._obj.value = 2 * len(pressed)


@pytest.fixture
def win32(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Textual's driver for Windows, imported here."""
    names = ("textual.drivers.win32", "textual.drivers.windows_driver", "msvcrt")
    before = {name: sys.modules.pop(name, None) for name in names}
    monkeypatch.setattr(ctypes, "WinDLL", lambda *_given, **_more: Console([]), raising=False)
    sys.modules["msvcrt"] = ModuleType("msvcrt")
    try:
        yield importlib.import_module("textual.drivers.win32")
    finally:
        for name in names:
            sys.modules.pop(name, None)
        sys.modules.update({name: module for name, module in before.items() if module is not None})


def on_windows(win32: ModuleType, monkeypatch: pytest.MonkeyPatch, script: Script) -> list[Message]:
    """What the program is given of what happens at the keyboard of a Windows console."""
    console, messages = Console([*script, 0.5]), list[Message]()
    monkeypatch.setattr(win32, "KERNEL32", console)
    monkeypatch.setattr(win32, "GetStdHandle", console.GetStdHandle)
    monkeypatch.setattr(_time, "get_time", lambda: console.now)
    monkeypatch.setattr(drivers, "key_time", lambda: console.now)
    monkeypatch.setattr(Driver, "process_message", lambda _self, message: messages.append(message))

    async def run() -> None:
        made = drivers._windows_driver()(None)  # type: ignore[arg-type]
        console.exit_event = made.exit_event  # type: ignore[attr-defined]
        monitor = win32.EventMonitor(asyncio.get_running_loop(), None, made.exit_event, made.process_message)  # type: ignore[attr-defined]
        monitor.run()

    asyncio.run(run())
    return messages


def on_unix(monkeypatch: pytest.MonkeyPatch, script: Script) -> list[Message]:
    """The same as a Unix terminal brings it."""
    now, messages = 1000.0, list[Message]()
    monkeypatch.setattr(_time, "get_time", lambda: now)
    keyboard = KeyboardInput(now - drivers.LOADING_TIME, debug=False)
    for happened in [*script, 0.5]:
        if isinstance(happened, str):
            messages += keyboard.take(happened.encode(), now)
            continue
        end = round(now + happened, 6)
        while now < end:
            now = round(min(now + keyboard.patience, end), 6)
            messages += keyboard.nothing_came(now, now)
    return messages


def keys_with_times(messages: list[Message]) -> list[tuple[str, float]]:
    """Keys and bursts, each with when it came."""
    keys = [message for message in messages if isinstance(message, events.Key | Burst | events.Paste)]
    return [(message.key if isinstance(message, events.Key) else repr(message.text), message.time) for message in keys]


SCRIPTS: dict[str, Script] = {
    "one key": [0.5, "6"],
    "a hand": [0.5, "6", 0.12, "\r", 0.3, "1"],
    "a label in one read": [0.5, LABEL],
    "a label key by key": [0.5, *[part for key in LABEL for part in (key, 0.004)]],
    "a label in pieces": [0.5, "2", 0.05, "600451", 0.04, "278\r"],
    "two fingers": [0.5, "12", 0.4, "3"],
    "typed while it was loaded": ["6", 0.2, "\r"],
    "an arrow behind a label": [0.5, LABEL, "\x1b[A"],
    "a paste that would act": [0.5, "\x1b[200~mot \x1b[A\x1b[201~"],
}


@pytest.mark.parametrize("script", SCRIPTS.values(), ids=SCRIPTS)
def test_keys_come_as_on_unix_with_the_same_times(
    script: Script, win32: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = keys_with_times(on_windows(win32, monkeypatch, script))
    wanted = keys_with_times(on_unix(monkeypatch, script))
    assert [what for what, _at in seen] == [what for what, _at in wanted]
    assert [at for _what, at in seen] == pytest.approx([at for _what, at in wanted], abs=0.001)


def test_a_label_that_a_windows_console_gives_in_one_read_records_nothing(
    win32: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    (burst,) = on_windows(win32, monkeypatch, [0.5, LABEL])
    assert isinstance(burst, Burst)
    assert (burst.text, burst.begun) == ("2600451278\n", False)


def test_its_thread_parses_pastes_as_ours_does(win32: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    (paste,) = on_windows(win32, monkeypatch, [0.5, "\x1b[200~mot \x1b[A\x1b[201~"])
    assert isinstance(paste, events.Paste)
    assert win32.XTermParser is PasteParser


@pytest.mark.parametrize("keys", ["12poste", "il y a"])
def test_what_a_hand_typed_while_nobody_looked_is_spread_over_that_time(keys: str) -> None:
    """A batch is whole when its thread looks again; while the program stood still it looked at nothing."""
    clock, messages = [1000.0], list[Message]()
    batches = KeyboardBatches(999.9, messages.append, lambda: clock[0])
    batches.turn()
    clock[0] += 2.0
    for key in keys:
        message = events.Key({" ": "space"}.get(key, key), key)
        message.time = clock[0]
        batches.take(message)
    assert messages == []
    batches.turn()
    times = [message.time for message in messages]
    assert len(messages) == len(keys)
    assert all(later - earlier > 0.2 for earlier, later in itertools.pairwise(times))


def test_keys_held_back_go_on_though_nothing_more_is_read() -> None:
    clock, messages, there = [1000.0], list[Message](), threading.Event()

    def take(message: Message) -> None:
        messages.append(message)
        if len(messages) == 2:
            there.set()

    batches = KeyboardBatches(999.9, take, lambda: clock[0])
    for key in "12":
        message = events.Key(key, key)
        message.time = clock[0]
        batches.take(message)
    batches.turn()
    assert keys_with_times(messages) == [("1", 1000.0)]
    clock[0] += 1.0
    assert there.wait(20)
    assert keys_with_times(messages) == [("1", 1000.0), ("2", 1000.0)]
