"""A disk whose power is cut: the recorded writes of a program, replayed up to any point, with what a disk may do to
writes that were not synced: keep them, drop them, tear them."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

Environment = dict[str, str] | None
Content = dict[str, bytes]
"""Files and what they hold."""
_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_FD = re.compile(r"^(?:AT_FDCWD|\d+)(?:<([^>]*)>)?")
_HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
TRACED = "pwrite64,write,ftruncate,fsync,fdatasync,unlink,unlinkat,openat,mkdir,mkdirat"
JOURNAL = "journal.db"


@dataclass(frozen=True)
class Operation:
    """One call that reached the kernel. `kind`: write, truncate, sync, unlink, create, folder, ack."""

    kind: str
    path: str = ""
    content: bytes = b""
    offset: int = 0


def record(
    program: list[str],
    trace: Path,
    folder: Path,
    *,
    acknowledges: bytes,
    typed: str = "",
    environment: Environment = None,
) -> list[Operation]:
    """Runs Python with these arguments under strace; returns what it did to a journal below `folder` and to the folders
    there, and what it showed of `acknowledges`."""
    command = ["strace", "-f", "-qq", "-y", "-xx", "-s", "200000", "-e", f"trace={TRACED}", "-o", str(trace)]
    done = subprocess.run(
        [*command, sys.executable, *program], input=typed.encode(), capture_output=True, timeout=120,
        env={**os.environ, **(environment or {})},
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    return list(_parsed(trace.read_text(), folder, acknowledges))


def _parsed(trace: str, folder: Path, acknowledges: bytes) -> Iterator[Operation]:
    folders = {str(folder)}
    for line in trace.splitlines():
        match = _CALL.match(line)
        if match is None or match[3].startswith("-"):
            continue
        call, rest = match[1], match[2]
        strings = [bytes.fromhex(chunk.replace("\\x", "")) for chunk in _HEX.findall(rest)]
        place = _FD.match(rest)
        on = (
            bytes.fromhex(place[1].replace("\\x", "")).decode()
            if place and place[1] and "\\x" in place[1]
            else (place[1] if place else "")
        )
        if call == "write" and strings and acknowledges in strings[0]:
            yield Operation("ack", content=strings[0].strip())
            continue
        named = call in ("openat", "unlink", "unlinkat", "mkdir", "mkdirat")
        path = strings[0].decode(errors="replace") if named and strings else on
        if not path or not (path + "/").startswith(str(folder) + "/"):
            continue
        if call in ("mkdir", "mkdirat"):
            folders.add(path)
            yield Operation("folder", path)
        elif path not in folders and not Path(path).name.startswith(JOURNAL):
            continue
        elif call == "pwrite64":
            yield Operation("write", path, strings[0], int(rest.rsplit(", ", 1)[1]))
        elif call == "ftruncate":
            yield Operation("truncate", path, offset=int(rest.rsplit(", ", 1)[1]))
        elif call in ("fsync", "fdatasync"):
            yield Operation("sync", path)
        elif call in ("unlink", "unlinkat"):
            yield Operation("unlink", path)
        elif call == "openat" and "O_CREAT" in rest:
            yield Operation("create", path)


@dataclass
class File:
    """The bytes of a file that are synced, and the writes that are not."""

    durable: bytes = b""
    pending: list[Operation] = field(default_factory=list)

    def as_left_by(self, fate: str) -> bytes:
        """What a disk shows after the cut, its unsynced writes `kept`, `dropped`, or the last one `torn`."""
        content = bytearray(self.durable)
        if fate == "dropped":
            return bytes(content)
        for index, write in enumerate(self.pending):
            torn = fate == "torn" and index == len(self.pending) - 1
            if write.kind == "truncate":
                del content[write.offset :]
                continue
            written = write.content[: len(write.content) // 2] if torn else write.content
            content.extend(b"\0" * (write.offset - len(content)))
            content[write.offset : write.offset + len(written)] = written
        return bytes(content)

    @property
    def now(self) -> bytes:
        """What the running system sees."""
        return self.as_left_by("kept")


@dataclass
class Disk:
    """Files and names below a folder that was there before; a name is only sure once the folder it stands in is synced."""

    files: dict[str, File] = field(default_factory=dict)
    folders: set[str] = field(default_factory=set)
    unsure: dict[str, File | None] = field(default_factory=dict)
    """Names whose last change their folder was not synced after: what stood there durably (None: nothing)."""
    promised: Content = field(default_factory=dict)
    """What the files held when something was last acknowledged."""
    acknowledged: int = 0

    def apply(self, operation: Operation) -> None:
        """Does what a call did."""
        path = operation.path
        if operation.kind == "ack":
            self.acknowledged += 1
            self.promised = {name: file.now for name, file in self.files.items()}
        elif operation.kind == "folder":
            self.unsure.setdefault(path, None)
            self.folders.add(path)
        elif operation.kind == "create" and path not in self.files:
            self.unsure.setdefault(path, None)
            self.files[path] = File()
        elif operation.kind in ("write", "truncate"):
            self.files[path].pending.append(operation)
        elif operation.kind == "unlink" and path in self.files:
            gone = self.files.pop(path)
            self.unsure.setdefault(path, gone)
        elif operation.kind == "sync" and path in self.files:
            file = self.files[path]
            file.durable, file.pending = file.now, []
        elif operation.kind == "sync":
            self.unsure = {name: before for name, before in self.unsure.items() if os.path.dirname(name) != path}

    def cuts(self) -> Iterator[Content]:
        """Everything that a cut at this moment may leave, in the combinations that matter."""
        for names in ("kept", "dropped") if self.unsure else ("kept",):
            there = self._sure() if names == "dropped" else self.files
            waiting = [path for path, file in there.items() if file.pending]
            for fates in product(("kept", "dropped", "torn"), repeat=len(waiting)):
                by_path = dict(zip(waiting, fates, strict=True))
                yield {path: file.as_left_by(by_path.get(path, "kept")) for path, file in there.items()}

    def _sure(self) -> dict[str, File]:
        """What is there by the names that are sure: what lies in a folder goes with its name."""
        there = dict(self.files)
        for path, before in self.unsure.items():
            there.pop(path, None)
            if before is not None:
                there[path] = before
        lost = tuple(path + "/" for path in self.folders if path in self.unsure)
        return {path: file for path, file in there.items() if not path.startswith(lost)}


def states(operations: list[Operation]) -> Iterator[tuple[Content, Content]]:
    """For a cut after every operation: what was there when something was last acknowledged, and what is left."""
    disk = Disk()
    met: set[tuple[int, tuple[tuple[str, bytes], ...]]] = set()
    for operation in operations:
        disk.apply(operation)
        for left in disk.cuts():
            key = (disk.acknowledged, tuple(sorted(left.items())))
            if key not in met:
                met.add(key)
                yield disk.promised, left


def laid_out(place: Path, content: Content, original: Path) -> Path:
    """Writes what a cut left of the folder `original`, elsewhere; returns where."""
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir()
    for path, held in content.items():
        (place / Path(path).relative_to(original)).write_bytes(held)
    return place
