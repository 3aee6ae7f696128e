"""The times of keys: which keys are one burst of a machine, and which came too soon to be meant for what is shown.

A label scanner is a keyboard: a key every few milliseconds, then Enter. Some terminals give what is pasted as keys. A
key held down repeats thirty times a second. Nobody types twelve keys a second for long, nor reads a line in a quarter
of one.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import events
from textual.screen import Screen
from textual.widgets import Input

from pannesi.support.i18n import N_, _, translated
from pannesi.support.text_safety import typed_line
from pannesi.tui.runtime.textual_internals import key_time
from pannesi.tui.widgets.prompt_input import PromptInput

if TYPE_CHECKING:
    from textual.message import Message
    from textual.widget import Widget

    from pannesi.session.events import Event
    from pannesi.tui.program import Program
    from pannesi.tui.runtime.key_queue import KeyQueueApp

BURST_GAP = 0.025
"""Seconds: keys nearer to each other than this were not typed by hand."""
BURST_LENGTH = 4
"""How many keys so near are a burst; fewer may be two fingers that fell together."""
READING_TIME = 0.25
"""Seconds without any key, and with its line painted, before a key may assert that something was done."""
REPEAT_GAP = 0.1
"""Seconds at most between two repeats of a key held down; a Linux console takes longest."""
FASTEST_TYPING = 1 / 15
"""Seconds between two keys of the fastest typist."""
READ_STALL = 0.15
"""Seconds between two reads of the keyboard beyond which it is not known when each key came."""


class Burst(events.InputEvent, bubble=False):
    """Keys that a machine typed, as one text; a line feed stands for Enter."""

    def __init__(self, text: str, *, begun: bool) -> None:
        super().__init__()
        self.text = text
        self.begun = begun
        """Whether its first key was handled already: by one key alone no burst is known."""


def estimate_key_times(count: int, read_at: float, empty_at: float) -> list[float]:
    """The time of each of `count` keys that were read together at `read_at`, where nothing was there to read at
    `empty_at` (all in seconds).

    Keys that are read in time came together. After a stall of the program they may be what a person typed meanwhile:
    they are spread over the stall, unless they are too many for a hand.
    """
    if read_at - empty_at <= READ_STALL or read_at - empty_at < count * FASTEST_TYPING:
        return [read_at] * count
    step = (read_at - empty_at) / max(count, 1)
    return [read_at - step * (count - 1 - number) for number in range(count)]


def is_scanner_key(message: Message) -> bool:
    """Whether a message is a key that a scanner may send. Arrows, which may be repeated or come from a wheel, are
    not."""
    return isinstance(message, events.Key) and (message.is_printable or message.key in ("enter", "tab", "space"))


class BurstDetector:
    """Joins keys that come too near to each other into one `Burst`. Any other key is passed on at once, and no key of a
    person waits."""

    def __init__(self) -> None:
        self._near_keys: list[events.Key] = []
        """The last keys, each nearer than `BURST_GAP` to the one before."""
        self._first_passed_on = False
        """Whether the first of them was passed on."""

    def take(self, messages: Iterable[Message]) -> list[Message]:
        """Takes messages that were read together, keys with their times; returns what is passed on now."""
        passed_on: list[Message] = []
        for message in messages:
            if not isinstance(message, events.Key) or not is_scanner_key(message):
                if isinstance(message, events.Key | events.Paste):
                    passed_on += self._end_run()
                passed_on.append(message)
                continue
            if self._near_keys and message.time - self._near_keys[-1].time >= BURST_GAP:
                passed_on += self._end_run()
            self._near_keys.append(message)
        if self._near_keys and not self._first_passed_on and len(self._near_keys) < BURST_LENGTH:
            self._first_passed_on = True
            passed_on.append(self._near_keys[0])
        return passed_on

    @property
    def pending(self) -> bool:
        """Whether a key is held back until it is clear whether more keys follow it."""
        return len(self._near_keys) > self._first_passed_on

    def flush(self, now: float) -> list[Message]:
        """What is passed on because nothing came until `now`: the keys held back, alone or as a burst."""
        return self._end_run() if self.pending and now - self._near_keys[-1].time >= BURST_GAP else []

    def _end_run(self) -> list[Message]:
        run, given = self._near_keys, self._first_passed_on
        self._near_keys, self._first_passed_on = [], False
        if len(run) < BURST_LENGTH:
            return list(run[given:])
        burst = Burst("".join(map(_sign, run)), begun=given)
        burst.time = run[-1].time
        return [burst]


class TimedBurstDetector:
    """A `BurstDetector` for a driver that gives keys one by one: what is held back is passed on by a timer."""

    def __init__(self, pass_to: Callable[[Message], object], now: Callable[[], float] = key_time) -> None:
        self._pass_to, self._now, self._detector, self._lock = pass_to, now, BurstDetector(), threading.Lock()

    def take(self, message: Message) -> None:
        """Passes on what can be, in the order in which it came."""
        with self._lock:
            self._pass_on(self._detector.take([message]))

    def _flush(self) -> None:
        with self._lock:
            self._pass_on(self._detector.flush(self._now()))

    def _pass_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self._pass_to(message)
        if self._detector.pending:
            waiting = threading.Timer(BURST_GAP, self._flush)
            waiting.daemon = True
            waiting.start()


def _sign(key: events.Key) -> str:
    return {"enter": "\n", "tab": "\t", "space": " "}.get(key.key) or key.character or ""


@dataclass(frozen=True)
class KeyPress:
    """One key that is being handled."""

    number: int
    at: float
    """When it came, by the clock of the keys, in seconds."""
    before: float
    """When the key before it came."""


@dataclass(frozen=True)
class KeyContext:
    """The screen and the focused field when a key was handled, in case it turns out to be the first of a burst."""

    number: int
    screen: object
    field: Widget | None
    value: str
    """The text of the field."""


class KeyClock:
    """The clock that dates keys. A program that drives the screens, as a test does, has none: all its keys are
    deliberate."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now

    def is_deliberate(self, key_press: KeyPress, shown_at: float | None) -> bool:
        """Whether a key may assert that something was done: before it, its subject was painted, and no key came, for
        long enough to be read."""
        return shown_at is not None and key_press.at - max(key_press.before, shown_at) >= READING_TIME


_KEYS = {"enter": N_("Entrée"), "space": N_("Espace")}


class KeyTimingScreen(Screen[Any]):
    """A screen that looks at the times of keys: nothing is recorded that nobody meant, and nothing is dropped
    silently."""

    busy: bool
    _last_said: tuple[str, bool]

    if TYPE_CHECKING:

        @property
        def app(self) -> Program:  # type: ignore[override]  # Textual knows it as any app
            """The program that every screen runs in."""

    def __init__(self) -> None:
        super().__init__()
        self._subject: Hashable = None
        """What the next key would be about."""
        self._subject_painted_at: float | None = None
        """Since when that is on the screen; None until it is painted."""
        self._key_of_commit = 0
        """The number of the key that asked for the commit under way."""
        self._written_for: tuple[int, Event] | None = None
        """The number of the last key that wrote something, and the first fact that it wrote."""
        self._to_undo: tuple[int, str] | None = None
        """The number of the key whose fact is undone when its commit has ended, and the message then."""

    @property
    def key_queue(self) -> KeyQueueApp:
        """The app, as the queue of keys."""
        return self.app

    def say(self, words: str, *, alarm: bool = False) -> None:
        """Shows a message about what was just asked for."""
        raise NotImplementedError

    def undo_fact(self, event: Event, said: str) -> None:
        """Undoes a fact and shows why. Only screens that write facts have it."""
        raise NotImplementedError

    def note_click(self) -> None:
        """Counts a click as a key."""
        self.key_queue.note_click()

    def note_shown(self, what: Hashable) -> None:
        """Notes what the next key would be about, and, once it is painted, since when it is shown."""
        if self.key_queue.key_clock is None or what == self._subject:
            return
        self._subject, self._subject_painted_at = what, None
        self.call_after_refresh(self._note_painted, what)

    def _note_painted(self, what: Hashable) -> None:
        key_clock = self.key_queue.key_clock
        if what == self._subject and key_clock is not None:
            self._subject_painted_at = key_clock.now()

    def is_deliberate(self) -> bool:
        """Whether the key that is being handled may assert that something was done."""
        key_clock = self.key_queue.key_clock
        return key_clock is None or (
            not self.busy and key_clock.is_deliberate(self.key_queue.key_press, self._subject_painted_at)
        )

    def is_answer_ahead(self, sign: str) -> bool:
        """Whether a key answers the question that comes once the commit under way has ended."""
        return False

    def ask_to_press_again(self, key: str, words: str) -> None:
        """Says that a key came too soon to assert something: pressed once more, it counts. Of a key held down, what its
        repeats recorded is undone."""
        if self.key_queue.is_held(READING_TIME):
            self.say(held_key_words(), alarm=True)
            self.app.undo_key(self.key_queue.key_press.number - 2, held_key_words())
        if self.key_queue.is_held() and self._last_said[0] == held_key_words():
            return
        name = translated(_KEYS[key]) if key in _KEYS else key.upper()
        self.say(_("{key} encore pour confirmer : {what}").format(key=name, what=words), alarm=True)

    def remember_written(self, events: tuple[Event, ...]) -> None:
        """Notes, after a commit, which key it was for, in case that key belonged to a burst."""
        if events:
            self._written_for = self._key_of_commit, events[0]

    def handle_burst(self, text: str, given: KeyContext | None) -> None:
        """Puts the text that a machine typed into the focused field, or shows it where there is none; nothing is
        recorded. `given`: what was there when its first key was handled as a key; what that recorded is undone."""
        words = in_one_line(text)
        field = self.app.focused
        if isinstance(field, PromptInput) and (given is None or (given.field is field and given.value != field.value)):
            self.put_text(field, for_a_field(text[given is not None :]))
            if "\n" in text:
                self.say(_("lu : {words}, rien d'enregistré ; Entrée pour valider.").format(words=words), alarm=True)
            return
        said = _("lu : {words}, rien d'enregistré.").format(words=words)
        if not words:
            said = held_key_words()
        self.say(said, alarm=True)
        if given is not None and words:
            undone = _("lu : {words}, rien d'enregistré ; ce que son premier signe avait noté est annulé.")
            self.app.undo_key(given.number, undone.format(words=words))

    def put_text(self, field: PromptInput, text: str) -> None:
        """Puts a text into a field, without any digit of it choosing an answer."""
        if field.id == "words":
            with field.prevent(Input.Changed):
                field.put(text)
        else:
            field.put(text)

    def undo_key(self, number: int, said: str) -> None:
        """Undoes what the key of that number recorded on this screen, at once or when its commit has ended."""
        if self.busy and self._key_of_commit == number:
            self._to_undo = number, said
        elif self._written_for is not None and self._written_for[0] == number:
            event, self._written_for = self._written_for[1], None
            self.undo_fact(event, said)

    def undo_due_key(self) -> None:
        """Undoes, after a commit, what was to be undone then."""
        due, self._to_undo = self._to_undo, None
        if due is not None:
            self.undo_key(*due)


def held_key_words() -> str:
    """The message for a key held down."""
    return _("Touche tenue : un seul appui compte.")


def in_one_line(text: str) -> str:
    """A burst as it is told."""
    return " ".join(typed_line(text).split())


def for_a_field(text: str) -> str:
    """A burst as it goes into a field, with its blanks: over a slow line it may be a piece of what a person types."""
    return re.sub(r"\s+", " ", typed_line(text.strip("\n\t")))
