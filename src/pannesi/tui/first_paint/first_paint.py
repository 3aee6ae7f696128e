"""Home on the screen before Textual: painted by plain codes, with a thread that keeps and obeys early keys."""

from __future__ import annotations

import os
import select
import threading
import time
from collections.abc import Callable, Hashable, Mapping
from typing import NoReturn

from pannesi.presentation.home.content import HomeContent
from pannesi.support.light_dataclass import dataclass
from pannesi.tui.first_paint.early_keys import Chunk, EarlyKeys, asks_to_quit, for_the_choice
from pannesi.tui.first_paint.picture import Picture
from pannesi.tui.first_paint.terminal import DEFAULT_SIZE, EarlyTerminal
from pannesi.tui.theme.styles import Depth, palette_of


@dataclass(frozen=True)
class HandedOver:
    """What the first paint leaves to Textual."""

    key: Hashable | None
    """The key of the item that the cursor is on."""
    chunks: list[Chunk]
    """Keys for home that were not obeyed yet."""
    unseen: str
    """What was typed after a key that leads away from home."""


class FirstPaint:
    """The first paint of one start. Nothing is painted, and no key read, where the screen could not be as Textual's."""

    def __init__(
        self, depth: Depth, environment: Mapping[str, str], terminal: EarlyTerminal,
        quit: Callable[[], NoReturn], clock: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        self.terminal = terminal
        self._depth, self._palette, self._clock = depth, palette_of(depth, environment), clock
        self._quit = quit
        """Ends the program at once; the terminal is restored."""
        self._picture: Picture | None = None
        self._lock = threading.Lock()
        """Held while the picture or the screen changes."""
        self._keys = EarlyKeys(self._move)
        self._reader: threading.Thread | None = None
        self._stop, self._stopped = -1, -1
        """The ends of a pipe: written to, and read by the thread, to end it."""
        self.over = threading.Event()
        """Set once Textual reads the keyboard."""
        self.handed: HandedOver | None = None
        """What was left to Textual, once it was."""

    @property
    def size(self) -> tuple[int, int]:
        """Columns and rows of the screen."""
        columns, rows = self.terminal.size
        return columns or DEFAULT_SIZE[0], rows or DEFAULT_SIZE[1]

    @property
    def painted(self) -> bool:
        """Whether home stands on the screen."""
        return self._picture is not None

    def show(self, content: HomeContent, said: str = "", *, alarm: bool = False) -> None:
        """Paints home, or paints it again where it says something else by now; the cursor stays."""
        if self._palette is None or self.terminal.handed_over:
            return
        picture = Picture(content, self._depth, self._palette, said, alarm)
        if not picture.fits or not (self.painted or self.terminal.take()):
            return
        with self._lock:
            if self._picture is not None:
                picture.point_at(self._picture.key)
            self._picture = picture
            self.terminal.write(picture.whole())
        if self._reader is None:
            self._stopped, self._stop = os.pipe()
            self._reader = threading.Thread(target=self._read_keys, name="early keys", daemon=True)
            self._reader.start()

    def _move(self, by: int) -> bool:
        with self._lock:
            moved = self._picture.moved(by) if self._picture is not None else None
            if moved is not None:
                self.terminal.write(moved)
        return moved is not None

    def _read_keys(self) -> None:
        """The thread of early keys."""
        while True:
            ready, _writable, _failed = select.select([self.terminal.keyboard, self._stopped], [], [])
            if self._stopped in ready:
                return
            try:
                data = os.read(self.terminal.keyboard, 4096)
            except OSError:
                data = b""
            if not data:
                return  # the terminal is gone, which Textual notices
            self._keys.take(data, self._clock())
            if asks_to_quit(self._keys.chunks):
                self.terminal.leave(self._quit)

    def hand_over(self) -> HandedOver:
        """Stops reading keys, once Textual is ready for them."""
        if self.handed is None:
            self._end_reader()
            chunks, unseen = for_the_choice(self._keys.left(self._clock()))
            self.handed = HandedOver(self._picture.key if self._picture is not None else None, chunks, unseen)
        return self.handed

    def _end_reader(self) -> None:
        reader, self._reader = self._reader, None
        if reader is not None:
            os.write(self._stop, b".")
            reader.join()
            os.close(self._stop)
            os.close(self._stopped)

    def end(self) -> None:
        """Puts the terminal back, if Textual has not done so; does nothing a second time."""
        self._end_reader()
        self.terminal.restore()
