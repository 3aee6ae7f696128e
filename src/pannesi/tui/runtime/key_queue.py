"""Keys are obeyed one after the other: one that comes early waits until what the one before asked for is on screen."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from pannesi.tui.runtime.key_bursts import HELD, Burst, KeyClock, KeyContext, KeyPress

PATIENCE = 2.0
"""Seconds after which a key that was never heard of again no longer holds up the next."""
GRACE = 0.5
"""Seconds more, in which the program was not busy."""


ROUNDS = 2
"""The key itself goes up once; what it asks of a field goes up once more."""


class KeyHandled(Message):
    """Follows a key on its way up from the widget that it was given to, behind it, whoever took it."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.rounds = rounds


class KeyQueueApp(App[int]):
    """An app that gives a key only once the one before was obeyed, on the screen that it led to.

    Textual hands each key at once to the widget that has the focus then. Of keys that come together, from a slow line
    or on a busy machine, the later ones would go to a field, a list or a screen that the first was about to leave:
    `6`, Enter, `1` would open what `61` finds.
    """

    def __init__(self, *, key_clock: KeyClock | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.key_clock = key_clock
        """The clock of the keys; None where all are meant."""
        self.key_press = KeyPress(0, 0.0, 0.0)
        """The key that is being obeyed, or was last."""
        self._lately: deque[tuple[str, float]] = deque(maxlen=4)
        """The last keys, and when they came."""
        self._given = KeyContext(0, None, None, "")
        """What stood there when that key was given."""
        self._early: deque[tuple[events.Key | events.Paste | Burst, float]] = deque()
        """What was typed and waits, each with when the key before it came."""
        self._came_at = float("-inf")
        """When the last key came."""
        self._typed_at = 0.0
        self._given_at: float | None = None
        """When the key that is being obeyed was given; None when there is none."""
        self._given_on: Screen[object] | None = None
        self._waited: asyncio.TimerHandle | None = None
        """Looks, once patience is over, whether the key was heard of."""

    async def on_event(self, event: events.Event) -> None:
        if not isinstance(event, events.Key | events.Paste | Burst) or event.is_forwarded:
            await super().on_event(event)
            return
        self._early.append((event, self._came_at))
        self._came_at = event.time
        self._typed_at = time.monotonic()
        if self._given_at is None:
            await self._handle_next()

    @property
    def keys_waiting(self) -> bool:
        """Whether a key is being obeyed, or waits for its turn."""
        return self._given_at is not None or bool(self._early)

    def quiet_for(self, seconds: float) -> bool:
        """Whether no key was typed for so long, nor is being obeyed."""
        return not self.keys_waiting and time.monotonic() - self._typed_at > seconds

    async def _handle_next(self) -> None:
        self._given_at = None
        if self._waited is not None:
            self._waited.cancel()
        if not self._early or self.holds_back(self._early[0][0]):
            return
        event, before = self._early.popleft()
        self._given_at, self._given_on = time.monotonic(), self.screen
        self._wait(PATIENCE, self._given_at, again=True)
        first = self.focused or self.screen
        if isinstance(event, Burst):
            self.handle_burst(event.text, self._given if event.begun else None)
        else:
            self._lately.append((event.key if isinstance(event, events.Key) else "", event.time))
            self.key_press = KeyPress(self.key_press.number + 1, event.time, before)
            field = self.focused if isinstance(self.focused, Input) else None
            self._given = KeyContext(
                self.key_press.number, self.screen, field, field.value if field is not None else ""
            )
            await super().on_event(event)
        await self._follow(first, ROUNDS)

    def holds_back(self, event: events.Event) -> bool:
        """Whether a key is for what comes once a commit has ended: an answer typed ahead."""
        return False

    async def resume_keys(self) -> None:
        """A commit has ended: the key that waited for it, if one did."""
        if self._given_at is None:
            await self._handle_next()

    def handle_burst(self, text: str, given: KeyContext | None) -> None:
        """What a machine typed: text, no keys. `given`: what stood there when its first key was taken for one."""

    def is_held(self, after: float = 0.0) -> bool:
        """Whether the last keys are one that is held down; with `after`, whether the first that it repeated by itself
        came two keys ago, and at least so long after the one that was pressed."""
        if len({key for key, _at in self._lately}) != 1 or len(self._lately) < 4:
            return False
        first, second, third, last = (at for _key, at in self._lately)
        return last - third < HELD and third - second < HELD and second - first >= after

    def note_click(self) -> None:
        """A click stands for a key; nothing came before it."""
        at = self.key_clock.now() if self.key_clock is not None else 0.0
        self.key_press = KeyPress(self.key_press.number + 1, at, float("-inf"))

    def _wait(self, seconds: float, given_at: float, *, again: bool) -> None:
        loop = asyncio.get_running_loop()
        self._waited = loop.call_later(seconds, self.call_later, self._handle_next_if_lost, given_at, again)

    async def _handle_next_if_lost(self, given_at: float, again: bool) -> None:
        """The next key, where what followed the last one went down with a widget that was taken apart. `again`: a
        program that was busy all the time hears of the key only now; it is given a moment for that."""
        if self._given_at == given_at and again:
            self._wait(GRACE, given_at, again=False)
        elif self._given_at == given_at:
            await self._handle_next()

    async def _follow(self, first: Widget, rounds: int) -> None:
        if not first.post_message(KeyHandled(rounds)):
            await self._handle_next()  # it is gone already

    async def on_key_handled(self, obeyed: KeyHandled) -> None:
        if obeyed.rounds > 1:
            await self._follow(self.focused or self.screen, obeyed.rounds - 1)
        else:
            await self._key_settled()

    async def _key_settled(self) -> None:
        """The key was obeyed. A screen that it led to is told what it must know, and draws itself, first."""
        if self.screen is self._given_on:
            await self._handle_next()
        else:
            self._given_on = self.screen
            self.screen.call_later(self._once_drawn, self.screen)

    def _once_drawn(self, screen: Screen[object]) -> None:
        screen.call_after_refresh(self.call_later, self._key_settled)
