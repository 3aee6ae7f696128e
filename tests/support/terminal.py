"""The real program under a real pseudo-terminal: what a person types, the raw bytes that come back, and `kill -9`."""

from __future__ import annotations

import fcntl
import os
import pty
import re
import resource
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import pyte

BETWEEN = 0.085
"""Seconds between two keys of a person who types fast."""
_KEY = re.compile("\x1b\\[200~.*?\x1b\\[201~|\x1b\\[[0-9;]*[A-Za-z~]|\x1bO.|.", re.DOTALL)
FIRST_FRAME = "\x1b[1;2H"
"""Where Textual leaves the cursor after each frame; the first paint, which is none of its own, never does."""
_DEAF_TO_SIGCONT = "import sys, signal; take = signal.signal; signal.signal = lambda number, handler: None if number == signal.SIGCONT else take(number, handler)"
_LOOK = 0.01
"""Seconds between two looks at a program."""
_PRIVATE = re.compile(rb"\x1b\[[>=<?][0-9;]*[a-zA-Z]")
"""What pyte does not know, and would show."""
_BEGUN = re.compile(rb"\x1b(?:\[[>=<?]?[0-9;]*)?\Z")
PATIENCE = 20.0
"""Seconds after which a program that says nothing more is taken for stuck."""


class Program:
    """One run of pannesi. Use as a context manager: it is killed at the end, whatever happened."""

    def __init__(
        self, data: Path, *arguments: str, environment: Mapping[str, str] | None = None, most_bytes: int | None = None,
        size: tuple[int, int] = (24, 200), term: str = "dumb",
    ) -> None:  # fmt: skip
        self.output = b""
        self._by_hand = term != "dumb" and "--plain" not in arguments
        self._ours, theirs = pty.openpty()
        fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", *size, 0, 0))
        settled = {**os.environ, "TERM": term, "LANG": "C.UTF-8", "PYTHONUTF8": "1", **(environment or {})}

        def prepare() -> None:
            fcntl.ioctl(0, termios.TIOCSCTTY, 0)
            signal.signal(signal.SIGINT, signal.SIG_DFL)  # as in a terminal, even if the tests run in the background
            if most_bytes is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (most_bytes, most_bytes))

        self._process = subprocess.Popen(
            self.command(data, arguments),
            stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True, env=settled, preexec_fn=prepare,
            cwd=Path(__file__).parents[2],
        )  # fmt: skip
        os.close(theirs)

    def command(self, data: Path, arguments: tuple[str, ...]) -> list[str]:
        """What is run."""
        return [sys.executable, "-m", "pannesi", "--data", str(data), *arguments]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        os.close(self._ours)

    def type(self, keys: str) -> None:
        """Types; what cannot be taken in any more is lost, as on a keyboard. Into the full screen key by key, as a hand
        does: all at once, they would be what a machine types."""
        if not self._by_hand:
            self.send(keys)
            return
        for number, key in enumerate(_KEY.findall(keys)):
            if number:
                self.read(BETWEEN)
            self.send(key)

    def send(self, keys: str) -> None:
        """The same all at once, as a machine does."""
        os.write(self._ours, keys.encode("utf-8", "surrogateescape"))

    def read(self, seconds: float) -> bytes:
        """Whatever comes within a time."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            if not select.select([self._ours], [], [], left)[0]:
                break
            try:
                more = os.read(self._ours, 65536)
            except OSError:
                break
            if not more:
                break
            self.output += more
        return self.output

    def until(self, words: str, times: int = 1) -> str:
        """Reads until the output holds `words` so many times. Fails when it never does."""
        end = time.monotonic() + PATIENCE
        while self.text.count(words) < times:
            if time.monotonic() > end or (
                self._process.poll() is not None and not self.read(0.2).count(words.encode())
            ):
                raise AssertionError(f"{words!r} never came:\n{self.text}")
            self.read(0.05)
        return self.text

    def settle(self, seconds: float = 0.3) -> None:
        """`settle` of this program alone."""
        settle((self,), seconds)

    def rests(self) -> bool:
        """Reads for a moment. Whether the program wrote nothing, and each of its threads waits for something to
        happen; so it does for good once it has ended."""
        if self._process.poll() is not None:
            return True
        length = len(self.output)
        self.read(_LOOK)
        if len(self.output) > length:
            return False
        tasks = Path(f"/proc/{self._process.pid}/task")
        try:
            states = [(task / "stat").read_text().rpartition(")")[2].split()[0] for task in tasks.iterdir()]
        except OSError:  # a thread, or the program, has just ended
            return False
        return set(states) == {"S"}

    def ready(self) -> None:
        """Waits until the full screen itself stands there, not only its first paint, which takes keys for home alone."""
        self.until("quitter")
        self.until(FIRST_FRAME)

    def calm(self, seconds: float = 0.4) -> None:
        """Waits until nothing was written for so long: what stands there can be read, and a key be meant for it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end and select.select([self._ours], [], [], seconds)[0]:
            length = len(self.output)
            self.read(0.01)
            if len(self.output) == length:
                return

    @property
    def text(self) -> str:
        """All that was written until now, as text."""
        return self.output.decode("utf-8", "replace").replace("\r\n", "\n")

    def kill(self) -> None:
        """`kill -9`; what it had already written is still read."""
        if self._process.poll() is None:
            os.kill(self._process.pid, signal.SIGKILL)
        self._process.wait()
        self.read(0.05)

    def ended(self) -> int:
        """Waits for the end by itself; the exit code."""
        end = time.monotonic() + PATIENCE
        while self._process.poll() is None:
            if time.monotonic() > end:
                raise AssertionError(f"it does not end:\n{self.text}")
            self.read(0.05)
        self.read(0.05)
        return self._process.returncode


def settle(programs: Sequence[Program], seconds: float) -> None:
    """Waits until programs have nothing left to do: no thread of theirs ran, nor wrote anything, for so long. However
    busy the machine is, what was typed is then obeyed and shown, and was there to be read."""
    end, still = time.monotonic() + PATIENCE, 0.0
    while still < seconds and time.monotonic() < end:
        at_rest = [program.rests() for program in programs]
        still = still + _LOOK * len(programs) if all(at_rest) else 0.0


class StoppableProgram(Program):
    """A program that can be looked at as `kill -9` would leave it, again and again in one run."""

    def command(self, data: Path, arguments: tuple[str, ...]) -> list[str]:
        """What is run: one that does not draw its screen anew when it goes on."""
        words = repr(["pannesi", "--data", str(data), *arguments])
        return [
            sys.executable,
            "-c",
            f"{_DEAF_TO_SIGCONT}; sys.argv = {words}; from pannesi.cli.main import main; main()",
        ]

    def frozen(self, data: Path, copy: Path) -> bool:
        """Copies a folder as `kill -9` would leave it now: the program is stopped meanwhile, and all that it had
        written to the terminal until then is in `output`. False where the program has ended."""
        os.kill(self._process.pid, signal.SIGSTOP)
        _pid, status = os.waitpid(self._process.pid, os.WUNTRACED)
        if not os.WIFSTOPPED(status):
            return False
        while select.select([self._ours], [], [], 0)[0]:
            self.read(0.001)
        shutil.copytree(data, copy)
        os.kill(self._process.pid, signal.SIGCONT)
        return True


class ShownScreen:
    """What a person would see of a program."""

    def __init__(self, program: Program, size: tuple[int, int] = (24, 80)) -> None:
        self._program, self._read = program, 0
        self._screen = pyte.Screen(size[1], size[0])
        self._stream = pyte.ByteStream(self._screen)

    def rows(self) -> list[str]:
        """The rows of the screen now."""
        new = self._program.output[self._read :]
        begun = _BEGUN.search(new)
        new = new[: begun.start()] if begun is not None else new
        self._read += len(new)
        self._stream.feed(_PRIVATE.sub(b"", new))
        return list(self._screen.display)


def ticks(text: str) -> Sequence[str]:
    """What was shown as done line by line, without the hour; also behind a prompt, and keys that were typed ahead."""
    return re.findall(r"✓ \d\d:\d\d · (.*)\n", text)
