"""What a screen makes of the times of keys: a burst of a machine, and a key that came too soon to be meant.

A key held down repeats thirty times a second. Nobody reads a line in a quarter of one.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.screen import Screen
from textual.widgets import Input

from pannesi.support.i18n import N_, _, translated
from pannesi.support.keyboard_azerty import unshifted_number
from pannesi.support.text_safety import typed_line
from pannesi.tui.runtime.burst_timing import MOST_BEGUN
from pannesi.tui.widgets.prompt_input import PromptInput

if TYPE_CHECKING:
    from textual.app import App
    from textual.widget import Widget

    from pannesi.session.events import Event
    from pannesi.tui.program import Program
    from pannesi.tui.runtime.key_queue import KeyQueueApp

READING_TIME = 0.25
"""Seconds without any key, and with its line painted, before a key may assert that something was done."""
WORDS_A_SECOND = 5.0
"""How many words of a line a quick reader takes in a second."""
AGAIN_AND_AGAIN = 0.6
"""Seconds between two keys of somebody who presses one again and again without reading, at most."""
ENTER_AFTER_DIGIT = 1.0
"""Seconds in which Enter still belongs to a digit that answered by itself: a hand confirms what it typed."""
REPEAT_GAP = 0.1
"""Seconds at most between two repeats of a key held down; a Linux console takes longest."""


class Burst(events.InputEvent, bubble=False):
    """Keys that a machine typed, as one text; a line feed stands for Enter."""

    def __init__(self, text: str, *, begun: int) -> None:
        super().__init__()
        self.text = text
        self.begun = begun
        """How many of its first keys were handled already: by a few keys no burst is known."""


@dataclass(frozen=True)
class KeyPress:
    """One key that is being handled."""

    number: int
    at: float
    """When it came, by the clock of the keys, in seconds."""
    before: float
    """When the key before it came."""


@dataclass(frozen=True)
class Stance:
    """What a screen showed when a key was handled, so that what the key opened or moved can be put back."""

    screen: KeyTimingScreen
    prompt: object
    """The prompt that was open; None without one."""
    view: Mapping[str, Any]
    """The attributes of `KEPT_VIEW`."""


@dataclass(frozen=True)
class KeyContext:
    """The screen and the focused field when a key was handled, in case it turns out to be the first of a burst."""

    number: int
    screen: object
    field: Widget | None
    value: str
    """The text of the field."""
    stances: tuple[Stance, ...] = ()
    """What each screen of the stack showed, the current one last."""
    later: tuple[KeyContext, ...] = ()
    """The same of the keys after it that belong to the burst and were handled too."""

    @property
    def count(self) -> int:
        """How many keys of the burst were handled."""
        return 1 + len(self.later)


class KeyClock:
    """The clock that dates keys. A program that drives the screens, as a test does, has none: all its keys are
    deliberate."""

    def __init__(self, now: Callable[[], float]) -> None:
        self.now = now

    def is_deliberate(self, key_press: KeyPress, shown_at: float | None) -> bool:
        """Whether a key may assert that something was done: before it, its subject was painted, and no key came, for
        long enough to be read."""
        return shown_at is not None and key_press.at - max(key_press.before, shown_at) >= READING_TIME

    def was_read(self, key_press: KeyPress, shown_at: float | None, words: int) -> bool:
        """Whether so many words stood there long enough to be read before a key that is not one of many."""
        if shown_at is None or key_press.at - key_press.before < AGAIN_AND_AGAIN:
            return False
        return key_press.at - shown_at >= words / WORDS_A_SECOND


_LABEL = re.compile(r"(?=.*\d)[\w./+-]+")
_KEYS = {"enter": N_("Entrée"), "space": N_("Espace")}


class KeyTimingScreen(Screen[Any]):
    """A screen that looks at the times of keys: nothing is recorded that nobody meant, and nothing is dropped
    silently."""

    busy: bool
    KEPT_VIEW: ClassVar[tuple[str, ...]] = ()
    """The attributes that say what it shows of what it is about, and that keys change without writing anything."""
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
        self._words_led_to = 0
        """How many words have to be read of the subject, where an act led to it by itself and reading is asked for; 0
        where the person went there."""
        self._words_ahead = 0
        """The same of the subject that is drawn next."""
        self._key_of_commit = 0
        """The number of the key that asked for the commit under way."""
        self._written_for: deque[tuple[int, Event]] = deque(maxlen=MOST_BEGUN)
        """The numbers of the last keys that wrote something, each with the first fact that it wrote."""
        self._to_undo: tuple[int, str, str] | None = None
        """The number of the key whose fact is undone when its commit has ended, and the messages then."""
        self._undone_for_machine: deque[str] = deque(maxlen=MOST_BEGUN)
        """The ids of the last facts undone here since a machine had typed their key: no key asked for that undoing."""

    @property
    def key_queue(self) -> KeyQueueApp:
        """The app, as the queue of keys."""
        return self.app

    def say(self, words: str, *, alarm: bool = False) -> None:
        """Shows a message about what was just asked for."""
        raise NotImplementedError

    def undo_fact(self, event: Event, said: str) -> None:
        """Undoes a fact, or puts back what it undid, and shows why. Only screens that write facts have it."""
        raise NotImplementedError

    @property
    def open_prompt(self) -> object:
        """The prompt that is open; None without one."""
        return None

    @property
    def may_be_closed(self) -> bool:
        """Whether it can be closed again when a burst opened it: nothing was written by opening it, or is being."""
        return not self.busy

    def stance(self) -> Stance:
        """What stands there now."""
        kept = {name: getattr(self, name) for name in self.KEPT_VIEW}
        return Stance(self, self.open_prompt, kept)

    def stand_as(self, stance: Stance) -> None:
        """Shows again what it showed: the prompt that was opened since is closed, what was moved is moved back. A
        prompt that was answered since stays closed."""

    def note_click(self) -> None:
        """Counts a click as a key."""
        self.key_queue.note_click()

    def note_shown(self, what: Hashable, *, painted: bool = False) -> None:
        """Notes what the next key would be about, and since when it is shown: now where it is painted already, else
        from its paint on."""
        if self.key_queue.key_clock is None or what == self._subject:
            return
        self._subject, self._subject_painted_at = what, None
        self._words_led_to = self._words_ahead
        if painted:
            self._note_painted(what)
        else:
            self.call_after_refresh(self._note_painted, what)

    def draw_led_to(self, words: int, draw: Callable[[], None]) -> None:
        """Draws what an act led to by itself: the key that asserts the next act counts once so many words were read."""
        self._words_ahead = words
        draw()
        self._words_ahead = 0

    @property
    def unread(self) -> bool:
        """Whether the key that is being handled came before what an act led to could be read."""
        key_clock, words = self.key_queue.key_clock, self._words_led_to
        if key_clock is None or not words:
            return False
        return not key_clock.was_read(self.key_queue.key_press, self._subject_painted_at, words)

    def _note_painted(self, what: Hashable) -> None:
        key_clock = self.key_queue.key_clock
        if what == self._subject and key_clock is not None:
            self._subject_painted_at = key_clock.now()

    def is_deliberate(self) -> bool:
        """Whether the key that is being handled may assert that something was done."""
        key_clock = self.key_queue.key_clock
        return key_clock is None or (
            not self.busy
            and not self.unread
            and key_clock.is_deliberate(self.key_queue.key_press, self._subject_painted_at)
        )

    def confirms_digit(self, key: str) -> bool:
        """Whether a key is the Enter that a hand types after a digit. Wherever Enter may assert something, that digit
        has answered by itself: a question, a prompt, a list to choose from, a field of a form."""
        queue = self.key_queue
        return key == "enter" and queue.key_clock is not None and queue.follows_digit(ENTER_AFTER_DIGIT)

    def is_answer_ahead(self, sign: str) -> bool:
        """Whether a key answers the question that comes once the commit under way has ended."""
        return False

    def ask_to_press_again(self, key: str, words: str) -> None:
        """Says that a key came too soon to assert something: pressed once more, it counts. Of a key held down, what its
        repeats recorded is undone."""
        if self.key_queue.is_held(READING_TIME):
            self.say(held_key_words(), alarm=True)
            self.app.undo_key(self.key_queue.key_press.number - 2, held_key_words())
        if self.key_queue.is_held():
            if self._last_said[0] != held_key_words():
                self.say(held_key_words(), alarm=True)
            return
        name = translated(_KEYS[key]) if key in _KEYS else key.upper()
        again = _("Lire la ligne, puis {key} encore pour confirmer : {what}") if self.unread else ""
        self.say((again or _("{key} encore pour confirmer : {what}")).format(key=name, what=words), alarm=True)

    def remember_written(self, events: tuple[Event, ...]) -> None:
        """Notes, after a commit, which key it was for, in case that key belonged to a burst."""
        from pannesi.session.facts.session import Undone

        undone = {name for event in events if isinstance(event.body, Undone) for name in event.body.taken_back}
        if events and undone.isdisjoint(self._undone_for_machine):
            self._written_for.append((self._key_of_commit, events[0]))

    def handle_burst(self, text: str, given: KeyContext | None) -> None:
        """Puts the text that a machine typed into the focused field, or shows it where there is none; nothing is
        recorded. `given`: what was there when its first key was handled as a key; what that recorded is undone. A key
        that opened the field, or stands in it already, is no part of what is put there."""
        words = in_one_line(text)
        field = self.app.focused
        if isinstance(field, PromptInput) and _takes_rest(field, given):
            count = given.count if given is not None else 0
            if is_scan(text):
                self.say(self.put_scan(field, text, count, _("Entrée pour valider")), alarm=True)
                return
            self.put_text(field, for_a_field(text[count:]))
            if "\n" in text:
                self.say(_("lu : {words}, rien d'enregistré ; Entrée pour valider.").format(words=words), alarm=True)
            return
        said = _("lu : {words}, rien d'enregistré.").format(words=words)
        if not words:
            said = held_key_words()
        self.say(said, alarm=True)
        if given is not None and words:
            undone = _("lu : {words}, rien d'enregistré ; ce que son premier signe avait noté est annulé.")
            back = _("lu : {words}, rien d'enregistré ; ce que son premier signe avait annulé est rétabli.")
            self.app.undo_key(given.number, undone.format(words=words), back.format(words=words))

    def put_scan(self, field: PromptInput, text: str, begun: int, enter: str) -> str:
        """Puts a label that was scanned into a field and returns what is said of it. It takes the place of a label that
        stands there, and stands apart from words: two texts in one would be a third. `begun`: how many of its signs
        stand in the field already; `enter`: what Enter does."""
        words, before = in_one_line(text), _text_before(field, for_a_field(text)[:begun])
        said = _("lu : {words}, rien d'enregistré ; {enter}.")
        if not before:
            self.put_text(field, for_a_field(text)[begun:])
        else:
            if is_label(before):
                said = _("lu : {words}, à la place de « {before} », rien d'enregistré ; {enter}.")
            field.select_all()
            self.put_text(field, words if is_label(before) else f"{before} {words}")
        return said.format(words=words, before=before, enter=enter)

    def put_text(self, field: PromptInput, text: str) -> None:
        """Puts a text into a field, without any digit of it choosing an answer."""
        if field.id == "words":
            with field.prevent(Input.Changed):
                field.put(text)
        else:
            field.put(text)

    def undo_key(self, number: int, said: str, said_back: str = "") -> None:
        """Undoes what the keys from that number on recorded on this screen, the last first, at once or when its commit
        has ended. What they had undone is put back, and `said_back` is said then."""
        if self.busy and self._key_of_commit >= number:
            self._to_undo = number, said, said_back
        elif self._written_for and self._written_for[-1][0] >= number:
            from pannesi.session.facts.session import Undone

            _key, event = self._written_for.pop()
            more = bool(self._written_for) and self._written_for[-1][0] >= number
            self._to_undo = (number, said, said_back) if more else None
            self._undone_for_machine.append(event.id)
            self.undo_fact(event, said_back if said_back and isinstance(event.body, Undone) else said)

    def undo_due_key(self) -> None:
        """Undoes, after a commit, what was to be undone then."""
        due, self._to_undo = self._to_undo, None
        if due is not None:
            self.undo_key(*due)


def return_to_stance(app: App[Any], given: KeyContext, text: str) -> None:
    """Closes what the first keys of a label opened, and moves back what they moved. What they closed stays closed."""
    stack = app.screen_stack
    before = next((stance for stance in reversed(given.stances) if stance.screen in stack), None)
    if before is None or not _opens_nothing(text):
        return
    while app.screen is not before.screen:
        above = app.screen
        if not isinstance(above, KeyTimingScreen) or not above.may_be_closed:
            return
        above.dismiss(None)
    before.screen.stand_as(before)


def _opens_nothing(text: str) -> bool:
    """Whether a burst is a label, which commands nothing: its first sign is a digit, or the scanner pressed Enter
    behind a number of letters and digits. Else its first key may be a command, and the rest words that a person typed
    and a slow line brings in pieces."""
    return unshifted_number(text[:1]).isdecimal() or (text.endswith("\n") and is_label(in_one_line(text)))


def is_label(words: str) -> bool:
    """Whether a burst may be what a label holds: no blank, and at least a digit."""
    return _LABEL.fullmatch(words) is not None


def is_scan(text: str) -> bool:
    """Whether a burst is a whole label: a scanner presses Enter behind it."""
    return text.endswith("\n") and is_label(in_one_line(text))


def _text_before(field: PromptInput, begun: str) -> str:
    """What stands in a field besides what is selected there, and besides the signs just typed at its cursor."""
    first, last = sorted(field.selection)
    first = first - len(begun) if field.value[:first].endswith(begun) else first
    return (field.value[:first] + field.value[last:]).strip()


def _takes_rest(field: PromptInput, given: KeyContext | None) -> bool:
    """Whether the rest of a burst goes into a field: nothing of it was handled, its first key stands there already, or
    opened it."""
    if given is None or given.field is None:
        return True
    return given.field is field and given.value != field.value


def held_key_words() -> str:
    """The message for a key held down."""
    return _("Touche tenue : un seul appui compte.")


def in_one_line(text: str) -> str:
    """A burst as it is told."""
    return " ".join(typed_line(text).split())


def for_a_field(text: str) -> str:
    """A burst as it goes into a field, with its blanks: over a slow line it may be a piece of what a person types."""
    return re.sub(r"\s+", " ", typed_line(text.strip("\n\t")))
