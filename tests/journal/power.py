"""A disk whose power is cut: the recorded writes of a program, replayed up to any point, with what a disk may do to
writes that were not synced: keep them, drop them, tear them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from itertools import product
from pathlib import Path

_CALL = re.compile(r"^(?:\d+ +)?(\w+)\((.*)\) += (-?\d+)")
_FD = re.compile(r"^(?:AT_FDCWD|\d+)(?:<([^>]*)>)?")
_HEX = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')
TRACED = "pwrite64,write,ftruncate,fsync,fdatasync,unlink,unlinkat,openat"


@dataclass(frozen=True)
class Operation:
    """One call that reached the kernel. `kind`: write, truncate, sync, unlink, create, ack."""

    kind: str
    path: str = ""
    content: bytes = b""
    offset: int = 0


def record(script: str, arguments: list[str], trace: Path, folder: Path) -> list[Operation]:
    """Runs a Python script under strace and returns what it did below `folder`, and its acknowledgements."""
    command = ["strace", "-f", "-qq", "-y", "-xx", "-s", "200000", "-e", f"trace={TRACED}", "-o", str(trace)]
    subprocess.run(
        [*command, sys.executable, "-c", script, *arguments], check=True, timeout=60, stdout=subprocess.DEVNULL
    )
    return list(_parsed(trace.read_text(), folder))


def _parsed(trace: str, folder: Path) -> Iterator[Operation]:
    for line in trace.splitlines():
        found = _CALL.match(line)
        if found is None or found[3].startswith("-"):
            continue
        call, rest = found[1], found[2]
        strings = [bytes.fromhex(one.replace("\\x", "")) for one in _HEX.findall(rest)]
        place = _FD.match(rest)
        on = (
            bytes.fromhex(place[1].replace("\\x", "")).decode()
            if place and place[1] and "\\x" in place[1]
            else (place[1] if place else "")
        )
        if call == "write" and strings and strings[0].startswith(b"ack "):
            yield Operation("ack", content=strings[0].strip())
            continue
        path = strings[0].decode(errors="replace") if call in ("openat", "unlink", "unlinkat") and strings else on
        if not path or not (path + "/").startswith(str(folder) + "/"):
            continue
        if call == "pwrite64":
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
    durable: bytes = b""
    pending: list[Operation] = field(default_factory=list)

    def as_left_by(self, fate: str) -> bytes:
        """What a disk shows after the cut, its unsynced writes `kept`, `dropped`, or the last one `torn`."""
        content = bytearray(self.durable)
        if fate == "dropped":
            return bytes(content)
        for index, one in enumerate(self.pending):
            torn = fate == "torn" and index == len(self.pending) - 1
            if one.kind == "truncate":
                del content[one.offset :]
                continue
            written = one.content[: len(one.content) // 2] if torn else one.content
            content.extend(b"\0" * (one.offset - len(content)))
            content[one.offset : one.offset + len(written)] = written
        return bytes(content)

    @property
    def now(self) -> bytes:
        return self.as_left_by("kept")


@dataclass
class Disk:
    """Files and the names in one folder; names, too, are only sure once the folder is synced."""

    folder: str
    files: dict[str, File]
    unsure: dict[str, File | None] = field(default_factory=dict)
    """Names whose last change the folder was not synced after: what stood there durably (None: nothing)."""
    acknowledged: int = 0

    def apply(self, operation: Operation) -> None:
        path = operation.path
        if operation.kind == "ack":
            self.acknowledged += 1
        elif operation.kind == "create" and path not in self.files:
            self.unsure.setdefault(path, None)
            self.files[path] = File()
        elif operation.kind in ("write", "truncate"):
            self.files[path].pending.append(operation)
        elif operation.kind == "unlink" and path in self.files:
            gone = self.files.pop(path)
            self.unsure.setdefault(path, gone)
        elif operation.kind == "sync" and path == self.folder:
            self.unsure.clear()
        elif operation.kind == "sync" and path in self.files:
            file = self.files[path]
            file.durable, file.pending = file.now, []

    def cuts(self) -> Iterator[dict[str, bytes]]:
        """Every folder that a cut at this moment may leave, in the combinations that matter."""
        for names in ("kept", "dropped") if self.unsure else ("kept",):
            there = dict(self.files)
            if names == "dropped":
                for path, before in self.unsure.items():
                    there.pop(path, None)
                    if before is not None:
                        there[path] = before
            waiting = [path for path, file in there.items() if file.pending]
            for fates in product(("kept", "dropped", "torn"), repeat=len(waiting)):
                by_path = dict(zip(waiting, fates, strict=True))
                yield {path: file.as_left_by(by_path.get(path, "kept")) for path, file in there.items()}


def states(
    before: dict[str, bytes], folder: str, operations: list[Operation]
) -> Iterator[tuple[int, dict[str, bytes]]]:
    """(acknowledged, folder content) for a cut after every operation."""
    disk = Disk(folder, {path: File(content) for path, content in before.items()})
    met: set[tuple[int, tuple[tuple[str, bytes], ...]]] = set()
    for operation in operations:
        disk.apply(operation)
        for left in deepcopy(disk).cuts():
            key = (disk.acknowledged, tuple(sorted(left.items())))
            if key not in met:
                met.add(key)
                yield disk.acknowledged, left


def laid_out(folder: Path, content: dict[str, bytes], original: str) -> Path:
    """Writes a folder as a cut left it, elsewhere; returns where."""
    folder.mkdir(exist_ok=True)
    for name in os.listdir(folder):
        (folder / name).unlink()
    for path, held in content.items():
        (folder / Path(path).relative_to(original)).write_bytes(held)
    return folder
