"""Whatever the journal acknowledged survives a power cut at any point of its real writes."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pannesi.journal.port import Corrupt
from pannesi.journal.sqlite import SqliteJournal
from tests.journal.edges import edge
from tests.journal.power import laid_out, record, states

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace records the writes: apt-get install strace"
)

COMMITS = 4
SCRIPT = """
import os, sys
from pathlib import Path
from pannesi.journal.sqlite import SqliteJournal
from tests.journal.edges import draft, edge
journal = SqliteJournal(Path(sys.argv[1]), edge("w1"))
journal._db.execute("PRAGMA synchronous=" + sys.argv[2])
for number in range(int(sys.argv[3])):
    journal.append([draft(f"e{number}", text="x" * 3000), draft(f"f{number}")])
    os.write(1, b"ack %d\\n" % number)
"""


def losses(folder: Path, synchronous: str) -> list[str]:
    """Every acknowledged commit missing, and every chain broken, after a cut somewhere."""
    data = folder / "data"
    SqliteJournal(data / "journal.db", edge("w0")).close()
    before = {str(path): path.read_bytes() for path in data.iterdir()}
    arguments = [str(data / "journal.db"), synchronous, str(COMMITS)]
    operations = record(SCRIPT, arguments, folder / "trace", data)
    assert sum(one.kind == "ack" for one in operations) == COMMITS
    assert sum(one.kind == "write" for one in operations) > COMMITS
    found: list[str] = []
    seen = 0
    for acknowledged, left in states(before, str(data), operations):
        seen += 1
        laid = laid_out(folder / "replayed", left, str(data))
        try:
            journal = SqliteJournal(laid / "journal.db", edge("w9"))
            there = {event.id for event in journal.events("s1")}
            broken = journal.verify()
            journal.close()
        except Corrupt as failure:
            found.append(f"after {acknowledged}: {failure}")
            continue
        missing = {f"{kind}{number}" for number in range(acknowledged) for kind in "ef"} - there
        if missing or broken:
            found.append(f"after {acknowledged}: missing {missing}, broken {broken}")
    assert seen > 50
    return found


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    assert losses(tmp_path, "EXTRA") == []


@pytest.mark.parametrize("synchronous", ["FULL", "NORMAL", "OFF"])
def test_a_weaker_setting_loses_something_so_this_replay_can_fail(tmp_path: Path, synchronous: str) -> None:
    assert losses(tmp_path, synchronous) != []
