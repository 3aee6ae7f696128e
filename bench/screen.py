"""A program under a real pseudo-terminal, timed by what comes back to the screen."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import termios
import time
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

import pyte

SIZE = (24, 80)
PATIENCE = 10.0
ENVIRONMENT = {"TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8", "PYTHONUTF8": "1"}
FIRST_FRAME = "\x1b[1;2H"
"""Where Textual leaves the cursor after a frame."""
OTHERS = ("TEXTUAL", "PANNESI", "NO_", "PYTHONDONTWRITEBYTECODE")
"""What the machine that measures may have set and an installed program does not meet: it finds its modules compiled."""
_MODES = re.compile(rb"\x1b\[[>=<?][0-9;]*[a-zA-Z$]+")


class Shown:
    """One run. Times are in seconds, from `time.perf_counter`."""

    def __init__(self, arguments: Sequence[str], folder: str, **more: str) -> None:
        self.output = b""
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))
        kept = {key: value for key, value in os.environ.items() if not key.startswith(OTHERS)}
        self.began = time.perf_counter()
        self.process = subprocess.Popen(
            list(arguments), stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, cwd=folder,
            env={**kept, **ENVIRONMENT, **more},
        )  # fmt: skip
        os.close(theirs)

    def __enter__(self) -> Shown:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.process.poll() is None:
            os.kill(self.process.pid, signal.SIGKILL)
        self.process.wait()
        os.close(self._ours)

    def _more(self, wait: float) -> bool:
        if not select.select([self._ours], [], [], wait)[0]:
            return False
        try:
            self.output += os.read(self._ours, 1 << 16)
        except OSError:
            return False
        return True

    def until(self, words: str, since: int = 0, patience: float = PATIENCE) -> float:
        """When `words` came, in what was written after `since` bytes. Raises TimeoutError after `patience` seconds."""
        wanted, end = words.encode(), time.perf_counter() + patience
        while self.output.find(wanted, since) < 0:
            if time.perf_counter() > end:
                raise TimeoutError(f"{words!r} was never shown")
            self._more(0.05)
        return time.perf_counter()

    def ready(self) -> None:
        """Waits until Textual has painted: before, home is painted already, and takes keys for itself alone."""
        self.until("quitter")
        self.until(FIRST_FRAME)

    @property
    def resident(self) -> float:
        """Bytes of memory that it holds now (Linux)."""
        lines = Path(f"/proc/{self.process.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmRSS:"))

    def quiet(self, seconds: float = 0.15) -> None:
        """Waits until nothing more is written."""
        while self._more(seconds):
            pass

    def press(self, keys: str, words: str) -> float:
        """Seconds from a key to the words that it brings on the screen."""
        since, start = len(self.output), time.perf_counter()
        os.write(self._ours, keys.encode())
        return self.until(words, since) - start

    def leave(self, keys: str = "\x11") -> float:
        """Seconds from the key that quits to the end of the process."""
        start = time.perf_counter()
        os.write(self._ours, keys.encode())
        while self.process.poll() is None:
            self._more(0.002)
            if time.perf_counter() - start > PATIENCE:
                raise TimeoutError("it does not end")
        return time.perf_counter() - start

    @property
    def worked(self) -> float:
        """Seconds of processor time that the program used until now, all threads together (Linux)."""
        threads = Path(f"/proc/{self.process.pid}/task").glob("*/schedstat")
        return sum(int(one.read_text().split()[0]) for one in threads) / 1e9

    @property
    def lines(self) -> list[str]:
        """The screen as a person sees it."""
        screen = pyte.Screen(SIZE[1], SIZE[0])
        pyte.ByteStream(screen).feed(_MODES.sub(b"", self.output))
        return list(screen.display)
