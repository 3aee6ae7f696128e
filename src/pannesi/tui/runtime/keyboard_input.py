"""What is read from the keyboard as messages: keys with their times, a burst as one, a paste as text, never as keys."""

from __future__ import annotations

import re
import threading
from codecs import getincrementaldecoder
from collections.abc import Callable, Iterable

from textual import events
from textual._xterm_parser import XTermParser
from textual.message import Message

from pannesi.support.text_safety import repair_latin_1, without_sequences
from pannesi.tui.runtime.burst_timing import (
    BURST_GAP,
    KeyRun,
    TimedKey,
    TypedKeys,
    end_run,
    estimate_key_times,
    pass_time,
    take_keys,
)
from pannesi.tui.runtime.key_bursts import Burst

KEYBOARD_POLL = 0.1
"""Seconds that a read of the keyboard waits before it is checked whether the program was left."""
REST_WITHIN = 0.5
"""Seconds after an Escape, or the last piece of an arrow, within which the rest of it may still come."""
_REST = re.compile(r"\[[0-9;]*[A-HPQRSZ~]|O[A-DFHP-S]")
"""What follows ESC in the sequences of arrows, of the keys around them and of function keys."""
_REST_BEGUN = re.compile(r"\[[0-9;]*|O")
BEGIN, END = "\x1b[200~", "\x1b[201~"


class PasteBuffer:
    """Holds back a bracketed paste until it is complete, then passes it on without control sequences."""

    def __init__(self) -> None:
        self._paste: str | None = None
        """The text of the paste so far; None outside of one."""
        self._tail = ""
        """The last characters passed on: the mark that begins a paste may arrive in two reads."""

    def feed(self, data: str) -> str:
        """Takes what was read from the terminal; returns what the parser of keys may see of it now."""
        passed_on = ""
        while data:
            if self._paste is None:
                before, begun, data = self._split_at_paste(data)
                passed_on += before
                if begun:
                    self._paste = ""
                continue
            self._paste, data = self._paste + data, ""
            pasted, end, after = self._paste.partition(END)
            if end:
                passed_on += without_sequences(pasted) + END
                self._paste, data = None, after
        return passed_on

    def _split_at_paste(self, data: str) -> tuple[str, bool, str]:
        """Splits at the mark that begins a paste: what comes before it and the mark, whether there is one, what
        follows."""
        overlap = len(self._tail)
        at = (self._tail + data).find(BEGIN)
        if at < 0:
            self._tail = (self._tail + data)[1 - len(BEGIN) :]
            return data, False, ""
        after = at + len(BEGIN) - overlap
        self._tail = ""
        return data[:after], True, data[after:]


class PasteParser(XTermParser):
    """Textual's parser of terminal input behind a `PasteBuffer`.

    Textual takes an ESC inside a paste for the beginning of a key, and what follows it for keys: a coloured line copied
    from another terminal would answer questions.
    """

    def __init__(self, debug: bool = False) -> None:
        super().__init__(debug)
        self._pastes = PasteBuffer()

    def feed(self, data: str) -> Iterable[Message]:
        """Parses what was read, pastes made safe; an empty string ends the input."""
        if not data:
            yield from super().feed(data)
        elif read := self._pastes.feed(data):
            yield from super().feed(read)


class LateRest:
    """What still comes of an escape sequence whose first character passed for the Escape key.

    Over a slow line an arrow (ESC `[` `B`) may arrive in pieces. Textual waits a tenth of a second for the second one,
    and would take it, when it comes later, for `[` and `B` typed by hand.
    """

    def __init__(self) -> None:
        self._escaped_at = float("-inf")
        """When ESC, or the last piece behind it, came."""
        self._held = ""
        self._by_hand = True
        """Whether what is held may have been typed: not where ESC came with it."""

    def escaped(self, at: float) -> None:
        """Notes when an ESC alone was taken for a key, in seconds."""
        self._escaped_at, self._by_hand = at, True

    def broken_off(self, keys: str, at: float) -> bool:
        """Whether the keys that the parser makes of ESC and what came with it, once nothing followed in time, are the
        beginning of such a sequence. They are then held here, and nobody typed them."""
        if _REST_BEGUN.fullmatch(keys) is None:
            return False
        self._held, self._escaped_at, self._by_hand = keys, at, False
        return True

    def feed(self, text: str, at: float) -> str:
        """Takes what was read; returns what the parser of keys may see of it now."""
        held, self._held = self._held, ""
        whole, typed = held + text, held + text if self._by_hand else text
        if at - self._escaped_at >= REST_WITHIN:
            return typed
        rest = _REST.match(whole)
        if rest is not None:
            self._escaped_at = float("-inf")
            return whole[rest.end() :]
        if _REST_BEGUN.fullmatch(whole):
            self._held, self._escaped_at, typed = whole, at, ""
        return typed

    def flush(self, now: float) -> str:
        """What was held back and is no such rest, since nothing followed it in time."""
        return self.feed("", now) if self._held and now - self._escaped_at >= REST_WITHIN else ""


def is_scanner_key(message: Message) -> bool:
    """Whether a message is a key that a scanner may send. Arrows, which may be repeated or come from a wheel, are
    not."""
    return isinstance(message, events.Key) and (message.is_printable or message.key in ("enter", "tab", "space"))


class BurstDetector:
    """Joins keys that a machine typed into one `Burst`, as `burst_timing` decides."""

    def __init__(self) -> None:
        self._run = KeyRun[events.Key]()

    def take(self, messages: Iterable[Message]) -> list[Message]:
        """Takes messages that were read together, keys with their times; returns what is passed on now."""
        passed_on: list[Message] = []
        together: list[TimedKey[events.Key]] = []
        for message in messages:
            if isinstance(message, events.Key) and is_scanner_key(message):
                together.append((message.time, message))
                continue
            if isinstance(message, events.Key | events.Paste):
                passed_on += [*self._take_keys(together), *self._end_run()]
                together = []
            passed_on.append(message)
        return [*passed_on, *self._take_keys(together)]

    @property
    def pending(self) -> bool:
        """Whether a key is held back until it is clear whether more keys follow it."""
        return self._run.pending

    def flush(self, now: float) -> list[Message]:
        """What is passed on because nothing came until `now`: the keys held back, alone or as a burst."""
        self._run, passed_on = pass_time(self._run, now)
        return _messages_of_runs(passed_on)

    def _take_keys(self, keys: list[TimedKey[events.Key]]) -> list[Message]:
        self._run, passed_on = take_keys(self._run, keys)
        return _messages_of_runs(passed_on)

    def _end_run(self) -> list[Message]:
        _run, passed_on = end_run(self._run)
        self._run = KeyRun()
        return _messages_of_runs(passed_on)


def _messages_of_runs(decided: Iterable[TypedKeys[events.Key]]) -> list[Message]:
    return [_burst_of_keys(typed) if typed.is_burst else typed.keys[0][1] for typed in decided]


def _burst_of_keys(typed: TypedKeys[events.Key]) -> Burst:
    burst = Burst("".join(_character_of_key(key) for _at, key in typed.keys), begun=typed.begun)
    burst.time = typed.keys[-1][0]
    return burst


def _character_of_key(key: events.Key) -> str:
    return {"enter": "\n", "tab": "\t", "space": " "}.get(key.key) or key.character or ""


def date_keys(messages: Iterable[Message], read_at: float, empty_at: float) -> None:
    """Dates the keys among messages that were read together, where nothing was there to read at `empty_at`."""
    keys = [message for message in messages if is_scanner_key(message)]
    for key, at in zip(keys, estimate_key_times(len(keys), read_at, empty_at), strict=True):
        key.time = at


class KeyboardInput:
    """Makes messages of the bytes that are read from a Unix terminal."""

    def __init__(self, empty_at: float, *, debug: bool) -> None:
        self._parser, self._detector, self._late = PasteParser(debug), BurstDetector(), LateRest()
        self._decode = getincrementaldecoder("utf-8")("surrogateescape").decode
        self._empty_at = empty_at
        """When there was last nothing to read, by the clock that dates keys."""
        self._before_us = True
        """Whether what is read next may have been typed before the terminal was in raw mode."""

    @property
    def patience(self) -> float:
        """How many seconds a read waits: briefly where a key waits for the next one, else until it is checked whether
        the program was left."""
        return BURST_GAP if self._detector.pending else KEYBOARD_POLL

    def take(self, data: bytes, read_at: float) -> list[Message]:
        """What was read at a moment."""
        if self._before_us:
            data = data.replace(b"\n", b"\r")  # an Enter typed then: the terminal was not ours yet
        self._before_us = False
        text = self._late.feed(repair_latin_1(self._decode(data)), read_at)
        messages = list(self._parser.feed(text)) if text else []  # a letter of several bytes may come in two reads
        date_keys(messages, read_at, self._empty_at)
        self._empty_at = read_at
        return [*self._detector.take(messages), *self._timed_out(read_at)]

    def nothing_came(self, until: float, now: float) -> list[Message]:
        """What goes on because nothing was there to read `until` a moment."""
        self._empty_at, self._before_us = until, False
        typed = self._late.flush(now)
        late = self._detector.take(list(self._parser.feed(typed))) if typed else []
        return [*self._detector.flush(now), *late, *self._timed_out(now)]

    def _timed_out(self, now: float) -> list[Message]:
        """Keys of an escape sequence that was not completed in time."""
        messages = list(self._parser.tick())
        keys = [message for message in messages if isinstance(message, events.Key)]
        if any(key.key == "escape" for key in keys):
            self._late.escaped(now)
        elif keys and self._late.broken_off("".join(key.character or "" for key in keys), now):
            return []
        return self._detector.take(messages)


class KeyboardBatches:
    """The same of a driver that gives the keys of one read one by one, as Textual's on Windows does: `turn` is called
    where its loop looks at the keyboard again, and ends a batch."""

    def __init__(self, empty_at: float, pass_to: Callable[[Message], object], now: Callable[[], float]) -> None:
        self._empty_at, self._pass_to, self._now = empty_at, pass_to, now
        self._batch: list[Message] = []
        self._detector, self._lock = BurstDetector(), threading.RLock()

    def take(self, message: Message) -> None:
        """A message of the batch that is being read; what is no key of a scanner ends it, and does not wait."""
        with self._lock:
            self._batch.append(message)
            if not is_scanner_key(message):
                self._end_batch()

    def turn(self) -> None:
        """The loop looks at the keyboard again: the batch before is whole, or nothing came."""
        with self._lock:
            if self._batch:
                self._end_batch()
            else:
                self._empty_at = self._now()
                self._flush()

    def _end_batch(self) -> None:
        """Dates what was read and passes it on. Keys are dated where Textual makes them, which is when it read them."""
        messages, self._batch = self._batch, []
        read_at = max(message.time for message in messages)
        date_keys(messages, read_at, self._empty_at)
        self._empty_at = read_at
        self._pass_on(self._detector.take(messages))

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
