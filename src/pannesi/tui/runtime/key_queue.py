"""The queue of keys: each is handled when the screen that the one before led to is drawn."""

from __future__ import annotations

import asyncio
import time
from collections import deque
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from textual import events
from textual.app import App
from textual.message import Message
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from pannesi.support.keyboard_azerty import unshifted_number
from pannesi.tui.runtime.burst_timing import MOST_BEGUN
from pannesi.tui.runtime.key_bursts import REPEAT_GAP, Burst, KeyClock, KeyContext, KeyPress, KeyTimingScreen
from pannesi.tui.runtime.textual_internals import call_after

LOST_KEY_AFTER = 2.0
"""Seconds after which a key whose handling was never seen to end no longer holds up the next."""
LOST_KEY_GRACE = 0.5
"""Seconds more, for an event loop that was busy all the time until then."""
SURE_BY_HAND = 0.4
"""Seconds after a key in which a machine that typed it has typed the rest: a label of forty signs, and its end."""


BUBBLINGS = 2
"""How many times the marker behind a key goes up from the focused widget: once with the key, once more with what the
key asked of a field (`Input.Changed`, `Input.Submitted`)."""


class KeyHandled(Message):
    """A marker sent behind a key to the same widget: when it has bubbled up to the app, the key was handled."""

    def __init__(self, rounds: int) -> None:
        super().__init__()
        self.rounds = rounds


class KeyQueueApp(App[int]):
    """An app that handles a key only when the one before was handled, on the screen that it led to.

    Textual gives each key at once to the widget that has the focus. Of keys that come together, from a slow line or on
    a busy machine, the later ones would go to a field, a list or a screen that the first was about to leave: `6`,
    Enter, `1` would open what `61` finds.
    """

    def __init__(self, *, key_clock: KeyClock | None = None, **more: Any) -> None:
        super().__init__(**more)
        self.key_clock = key_clock
        """The clock of the keys; None where all keys are deliberate."""
        self.key_press = KeyPress(0, 0.0, 0.0)
        """The key that is being handled, or was last."""
        self._last_keys: deque[tuple[str, float]] = deque(maxlen=4)
        """The last keys, by the sign that they type where they type one, and when they came."""
        self._key_contexts: deque[KeyContext] = deque(maxlen=MOST_BEGUN)
        """What was there when each of the last keys was handled."""
        self._waiting_keys: deque[tuple[events.Key | events.Paste | Burst, float]] = deque()
        """The keys that wait, each with the time of the key before it."""
        self._last_key_at = float("-inf")
        """When the last key came."""
        self._last_typed = 0.0
        """When the last key was queued, by the monotonic clock."""
        self._handled_since: float | None = None
        """Since when a key is being handled; None when none is."""
        self._handled_on: Screen[object] | None = None
        """The screen on which it is being handled."""
        self._put_off: Callable[[], None] | None = None
        """What the last key asks for, until it is clear that no machine typed it; the keys behind it wait."""
        self._lost_key_timer: asyncio.TimerHandle | None = None
        """Goes on with the next key where the end of this one is never seen."""

    async def on_event(self, event: events.Event) -> None:
        """Queues keys, pastes and bursts; any other event goes on at once."""
        if not isinstance(event, events.Key | events.Paste | Burst) or event.is_forwarded:
            await super().on_event(event)
            return
        self._waiting_keys.append((event, self._last_key_at))
        self._last_key_at = event.time
        self._last_typed = time.monotonic()
        if isinstance(event, Burst) and event.begun:
            self._put_off = None
        if self._handled_since is None:
            await self._handle_next()

    @property
    def keys_waiting(self) -> bool:
        """Whether a key is being handled, or waits for its turn."""
        return self._handled_since is not None or bool(self._waiting_keys)

    def quiet_for(self, seconds: float) -> bool:
        """Whether no key was typed for so many seconds, and none is being handled."""
        return not self.keys_waiting and time.monotonic() - self._last_typed > seconds

    async def _handle_next(self) -> None:
        """Handles the key that is first in the queue, unless it must wait for a commit."""
        self._handled_since = None
        if self._lost_key_timer is not None:
            self._lost_key_timer.cancel()
        if not self._waiting_keys or self._put_off is not None or self.holds_back(self._waiting_keys[0][0]):
            return
        event, before = self._waiting_keys.popleft()
        self._handled_since, self._handled_on = time.monotonic(), self.screen
        self._start_lost_key_timer(LOST_KEY_AFTER, self._handled_since, again=True)
        first = self.focused or self.screen
        if isinstance(event, Burst):
            self.handle_burst(event.text, self._begun_at(event.begun))
        else:
            typed = event.character or event.key if isinstance(event, events.Key) else ""
            self._last_keys.append((typed, event.time))
            self.key_press = KeyPress(self.key_press.number + 1, event.time, before)
            field = self.focused if isinstance(self.focused, Input) else None
            stances = tuple(each.stance() for each in self.screen_stack if isinstance(each, KeyTimingScreen))
            value = field.value if field is not None else ""
            self._key_contexts.append(KeyContext(self.key_press.number, self.screen, field, value, stances))
            await super().on_event(event)
        await self._send_behind(first, BUBBLINGS)

    def _begun_at(self, count: int) -> KeyContext | None:
        """What was there when the first of the last `count` keys was handled, with those after it."""
        last = list(self._key_contexts)[-count:] if count else []
        return replace(last[0], later=tuple(last[1:])) if last else None

    def holds_back(self, event: events.Event) -> bool:
        """Whether a key must wait until a commit has ended: an answer to the question that comes then."""
        return False

    def act_unless_machine(self, act: Callable[[], None]) -> None:
        """Calls `act`, which nothing takes back, once it is clear that the key being handled is no first sign of a
        label."""
        if self.key_clock is None:
            act()
            return
        self._put_off = act
        call_after(self, SURE_BY_HAND, partial(self._act_put_off, act))

    async def _act_put_off(self, act: Callable[[], None]) -> None:
        """Does what was put off, unless a machine typed its key; then goes on with the keys behind it."""
        if self._put_off is act:
            self._put_off = None
            act()
            await self.resume_keys()

    async def resume_keys(self) -> None:
        """Goes on with the keys that waited for a commit."""
        if self._handled_since is None:
            await self._handle_next()

    def handle_burst(self, text: str, given: KeyContext | None) -> None:
        """Handles a text that a machine typed. `given`: what was there when its first key was handled as a key."""

    def is_held(self, after: float = 0.0) -> bool:
        """Whether the last four keys are repeats of one that is held down. With `after`, whether they are the first
        repeats, at least so many seconds after the key was pressed."""
        if len({key for key, _at in self._last_keys}) != 1 or len(self._last_keys) < 4:
            return False
        first, second, third, last = (at for _key, at in self._last_keys)
        return last - third < REPEAT_GAP and third - second < REPEAT_GAP and second - first >= after

    def follows_digit(self, within: float) -> bool:
        """Whether the key before the one that is being handled was a digit, so few seconds earlier."""
        if len(self._last_keys) < 2:
            return False
        (before, then), (_key, now) = list(self._last_keys)[-2:]
        return now - then < within and unshifted_number(before).isdecimal()

    def note_click(self) -> None:
        """Counts a click as a key before which none came."""
        at = self.key_clock.now() if self.key_clock is not None else 0.0
        self.key_press = KeyPress(self.key_press.number + 1, at, float("-inf"))

    def _start_lost_key_timer(self, seconds: float, given_at: float, *, again: bool) -> None:
        """Makes sure that the queue goes on when the marker of this key never arrives."""
        loop = asyncio.get_running_loop()
        self._lost_key_timer = loop.call_later(seconds, self.call_later, self._handle_next_if_lost, given_at, again)

    async def _handle_next_if_lost(self, given_at: float, again: bool) -> None:
        """Goes on with the next key, where the marker was lost with a widget that was removed. `again`: an event loop
        that was busy all the time receives the marker only now; it is given a moment more."""
        if self._handled_since == given_at and again:
            self._start_lost_key_timer(LOST_KEY_GRACE, given_at, again=False)
        elif self._handled_since == given_at:
            await self._handle_next()

    async def _send_behind(self, first: Widget, rounds: int) -> None:
        """Sends the marker behind a key, from the widget that the key was given to."""
        if not first.post_message(KeyHandled(rounds)):
            await self._handle_next()  # it is gone already

    async def on_key_handled(self, obeyed: KeyHandled) -> None:
        """Sends the marker round once more, or goes on with the next key."""
        if obeyed.rounds > 1:
            await self._send_behind(self.focused or self.screen, obeyed.rounds - 1)
        else:
            await self._key_settled()

    async def _key_settled(self) -> None:
        """Goes on with the next key; on a new screen only once that is drawn."""
        if self.screen is self._handled_on:
            await self._handle_next()
        else:
            self._handled_on = self.screen
            self.screen.call_later(self._handle_next_once_drawn, self.screen)

    def _handle_next_once_drawn(self, screen: Screen[object]) -> None:
        screen.call_after_refresh(self.call_later, self._key_settled)
