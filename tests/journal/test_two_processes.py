"""Several processes on one journal: nothing lost, nothing twice, each sees the other's ticks."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pannesi.journal.sqlite import SqliteJournal
from tests.journal.edges import edge

TICKS = 200
WRITER = """
import sys
from pathlib import Path
from pannesi.journal.sqlite import SqliteJournal
from tests.journal.edges import draft, edge
name = sys.argv[2]
journal = SqliteJournal(Path(sys.argv[1]), edge(name))
print("ready", flush=True)
sys.stdin.readline()
for number in range(int(sys.argv[3])):
    journal.append([draft(f"{name}-{number}", text="mot")])
    print("ack", number, flush=True)
"""


def started(path: Path, name: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(path), name, str(TICKS)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_writers_and_a_slow_reader_lose_nothing(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    reader = SqliteJournal(path, edge("reader"))
    writers = {name: started(path, name) for name in ("w1", "w2")}
    for process in writers.values():
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
    for process in writers.values():
        assert process.stdin is not None
        process.stdin.write("go\n")
        process.stdin.flush()
    seen: list[str] = []
    mark = 0
    while any(process.poll() is None for process in writers.values()):
        if reader.changed():
            tail = reader.tail(mark)
            mark = tail.mark
            seen += [event.id for event in tail.events]
            reader.events("s1")
    seen += [event.id for event in reader.tail(mark).events]
    acknowledged = {
        f"{name}-{line.split()[1]}"
        for name, process in writers.items()
        for line in process.communicate(timeout=60)[0].splitlines()
        if line.startswith("ack")
    }
    expected = {f"{name}-{number}" for name in writers for number in range(TICKS)}
    assert acknowledged == expected
    assert sorted(seen) == sorted(expected), "the reader saw each tick once"
    assert {event.id for event in reader.events("s1")} == expected
    assert reader.verify() == ()


def test_orders_of_two_processes_interleave_without_two_equal_places(tmp_path: Path) -> None:
    path = tmp_path / "journal.db"
    journal = SqliteJournal(path, edge("reader"))
    processes = [started(path, name) for name in ("w1", "w2")]
    for process in processes:
        process.communicate("go\n", timeout=60)
    orders = [event.order for event in journal.events("s1")]
    assert len(set(orders)) == 2 * TICKS
    hlcs = [event.hlc for event in journal.tail(0).events]
    assert hlcs == sorted(hlcs), "each commit came after all that its writer could see"
