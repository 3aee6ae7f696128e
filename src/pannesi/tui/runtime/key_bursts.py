"""When keys came: which of them are one burst of a machine, and which came too soon to be meant for what was shown.

A label scanner is a keyboard: a key every few milliseconds, then Enter. Some terminals give what is pasted as keys. A
held key comes thirty times a second. Nobody types twelve keys a second for long, nor reads a line in a quarter of one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

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

NEAR = 0.025
"""Seconds: keys nearer to each other than this were not typed by a hand."""
LEAST = 4
"""How many keys so near are a burst; fewer may be two fingers that fell together."""
QUIET = 0.25
"""Seconds without any key, and with its line in view, before a key may say that something was done."""
HELD = 0.1
"""Seconds between two keys of one that is held down; a Linux console takes longest."""
FASTEST = 1 / 15
"""Seconds between two keys of the fastest person."""
LATE = 0.15
"""Seconds that may lie between two looks at the keyboard; more, and nobody looked: when keys came is not known."""


class Burst(events.InputEvent, bubble=False):
    """Keys that a machine typed, as one text; a line's end stands for Enter."""

    def __init__(self, text: str, *, begun: bool) -> None:
        super().__init__()
        self.text = text
        self.begun = begun
        """Whether its first key was given already: nobody can know a burst by that one."""


def estimate_key_times(count: int, read_at: float, empty_at: float) -> list[float]:
    """When each of so many keys came that were read together, where nothing was there to read at `empty_at`.

    Read in time, they came together. After a stall of the program they may be what a person typed meanwhile, and are
    taken so unless they are too many for that.
    """
    if read_at - empty_at <= LATE or read_at - empty_at < count * FASTEST:
        return [read_at] * count
    step = (read_at - empty_at) / max(count, 1)
    return [read_at - step * (count - 1 - number) for number in range(count)]


def is_scanner_key(message: Message) -> bool:
    """Whether it is a key that a scanner may send. An arrow held down, or made from a wheel, moves and says nothing."""
    return isinstance(message, events.Key) and (message.is_printable or message.key in ("enter", "tab", "space"))


class BurstDetector:
    """Makes one burst of keys that are too near; each other key goes on at once, and no ordinary key waits."""

    def __init__(self) -> None:
        self._run: list[events.Key] = []
        """Keys each near to the one before."""
        self._given = False
        """Whether the first of them went on."""

    def take(self, messages: Iterable[Message]) -> list[Message]:
        """What goes on of what came together, each with its time."""
        passed_on: list[Message] = []
        for message in messages:
            if not isinstance(message, events.Key) or not is_scanner_key(message):
                if isinstance(message, events.Key | events.Paste):
                    passed_on += self._ended()
                passed_on.append(message)
                continue
            if self._run and message.time - self._run[-1].time >= NEAR:
                passed_on += self._ended()
            self._run.append(message)
        if self._run and not self._given and len(self._run) < LEAST:
            self._given = True
            passed_on.append(self._run[0])
        return passed_on

    @property
    def pending(self) -> bool:
        """Whether a key waits for what comes within the next moment."""
        return len(self._run) > self._given

    def flush(self, now: float) -> list[Message]:
        """What goes on since nothing came meanwhile."""
        return self._ended() if self.pending and now - self._run[-1].time >= NEAR else []

    def _ended(self) -> list[Message]:
        run, given = self._run, self._given
        self._run, self._given = [], False
        if len(run) < LEAST:
            return list(run[given:])
        burst = Burst("".join(map(_sign, run)), begun=given)
        burst.time = run[-1].time
        return [burst]


class TimedBurstDetector:
    """A sorter for a driver that gives keys one by one: what waits goes on by itself when nothing more comes."""

    def __init__(self, give: Callable[[Message], object], now: Callable[[], float] = key_time) -> None:
        self._give, self._now, self._sorter, self._one_by_one = give, now, BurstDetector(), threading.Lock()

    def take(self, message: Message) -> None:
        """Gives on what can be, in the order in which it came."""
        with self._one_by_one:
            self._pass_on(self._sorter.take([message]))

    def _rest(self) -> None:
        with self._one_by_one:
            self._pass_on(self._sorter.flush(self._now()))

    def _pass_on(self, messages: Iterable[Message]) -> None:
        for message in messages:
            self._give(message)
        if self._sorter.pending:
            waiting = threading.Timer(NEAR, self._rest)
            waiting.daemon = True
            waiting.start()


def _sign(key: events.Key) -> str:
    return {"enter": "\n", "tab": "\t", "space": " "}.get(key.key) or key.character or ""


@dataclass(frozen=True)
class KeyPress:
    """One key that is being obeyed."""

    number: int
    at: float
    before: float
    """When the last key before it came."""


@dataclass(frozen=True)
class KeyContext:
    """What stood there when a key was given: should it turn out to be the first of a burst, it never was."""

    number: int
    screen: object
    field: Widget | None
    value: str
    """What the field said."""


class KeyClock:
    """The clock of the keys, passed in: without one, as for a program that drives the screen, every key is meant."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now

    def is_deliberate(self, key_press: KeyPress, shown_at: float | None) -> bool:
        """Whether a key may say that something was done: what it says it of stood there, and no key came, for so long
        that somebody may have read it."""
        return shown_at is not None and key_press.at - max(key_press.before, shown_at) >= QUIET


_KEYS = {"enter": N_("Entrée"), "space": N_("Espace")}


class KeyTimingScreen(Screen[Any]):
    """What a screen makes of when keys came: nothing is recorded that nobody meant, and nothing dropped in silence."""

    ASSERTS: ClassVar[frozenset[str]] = frozenset()
    """The commands that say that something was done: they count on what stood there long enough to be read."""

    busy: bool
    _last_said: tuple[str, bool]

    if TYPE_CHECKING:

        @property
        def app(self) -> Program:  # type: ignore[override]  # Textual knows it as any app
            """The program that every screen runs in."""

    def __init__(self) -> None:
        super().__init__()
        self._in_view: Hashable = None
        """What a key would be about."""
        self._shown_at: float | None = None
        """Since when that is on the screen."""
        self._doing = 0
        """The key that asked for what is being committed."""
        self._wrote: tuple[int, Event] | None = None
        """The last key that something was written for, and what."""
        self._due_back: tuple[int, str] | None = None
        """The key whose fact is undone once its commit has ended, and what is said then."""

    @property
    def key_queue(self) -> KeyQueueApp:
        return self.app

    def say(self, words: str, *, alarm: bool = False) -> None:
        """A sentence about what was just asked for."""
        raise NotImplementedError

    def undo_fact(self, event: Event, said: str) -> None:
        """Undoes a fact and says why; only where facts are written."""
        raise NotImplementedError

    def note_click(self) -> None:
        """A click stands for the key that comes next."""
        self.key_queue.note_click()

    def note_shown(self, what: Hashable) -> None:
        """Notes what the next key would be about, and from its first paint on since when it is there."""
        if self.key_queue.key_clock is None or what == self._in_view:
            return
        self._in_view, self._shown_at = what, None
        self.call_after_refresh(self._painted_now, what)

    def _painted_now(self, what: Hashable) -> None:
        key_clock = self.key_queue.key_clock
        if what == self._in_view and key_clock is not None:
            self._shown_at = key_clock.now()

    def is_deliberate(self) -> bool:
        """Whether the key that is being obeyed may say that something was done."""
        key_clock = self.key_queue.key_clock
        return key_clock is None or (
            not self.busy and key_clock.is_deliberate(self.key_queue.key_press, self._shown_at)
        )

    def is_answer_ahead(self, sign: str) -> bool:
        """Whether a key is meant for what comes once the commit under way has ended."""
        return False

    def ask_to_press_again(self, key: str, words: str) -> None:
        """A key that came too soon is kept in sight: once more, and it counts."""
        if self.key_queue.is_held(QUIET):
            self.say(held_key_words(), alarm=True)
            self.app.undo_key(self.key_queue.key_press.number - 2, held_key_words())
        if self.key_queue.is_held() and self._last_said[0] == held_key_words():
            return
        name = translated(_KEYS[key]) if key in _KEYS else key.upper()
        self.say(_("{key} encore pour confirmer : {what}").format(key=name, what=words), alarm=True)

    def remember_written(self, events: tuple[Event, ...]) -> None:
        """A commit has ended: which key it was for is remembered, should that key be none."""
        if events:
            self._wrote = self._doing, events[0]

    def handle_burst(self, text: str, given: KeyContext | None) -> None:
        """Text that a machine typed: it goes into the field that stood there, as one; elsewhere it is shown. Nothing is
        recorded for it."""
        words = _in_one_line(text)
        field = self.app.focused
        if isinstance(field, PromptInput) and (given is None or (given.field is field and given.value != field.value)):
            self.put_text(field, _in_one_line(text[given is not None :]))
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
        """Puts a text into a field; where a digit answers, none of it does."""
        if field.id == "words":
            with field.prevent(Input.Changed):
                field.put(text)
        else:
            field.put(text)

    def undo_key(self, number: int, said: str) -> None:
        """Undoes what a key recorded here, at once or when its commit has ended."""
        if self.busy and self._doing == number:
            self._due_back = number, said
        elif self._wrote is not None and self._wrote[0] == number:
            event, self._wrote = self._wrote[1], None
            self.undo_fact(event, said)

    def undo_due_key(self) -> None:
        """A commit has ended: what was to be undone then."""
        due, self._due_back = self._due_back, None
        if due is not None:
            self.undo_key(*due)


def held_key_words() -> str:
    """What is said of a key held down."""
    return _("Touche tenue : un seul appui compte.")


def _in_one_line(text: str) -> str:
    return " ".join(typed_line(text).split())
