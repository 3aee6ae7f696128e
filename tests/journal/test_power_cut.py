"""Whatever was acknowledged survives a power cut at any point of the program's own writes, from its first folder on."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

import pannesi
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import Corrupt
from tests.support.plain_playing import ROOT
from tests.support.power_cut import JOURNAL, Content, Environment, Operation, laid_out, record, states
from tests.support.writers import fake_writer

pytestmark = pytest.mark.skipif(
    shutil.which("strace") is None, reason="strace records the writes: apt-get install strace"
)

COMMITS = 3
SCRIPT = """
import os, sys
from pathlib import Path
from pannesi.application.retention.settled import refuse_unsettled as check_loss
from pannesi.journal.stand_in_journal import open_journal
from tests.support.writers import draft, fake_writer
opened = open_journal(Path(sys.argv[1]), [], fake_writer("w1"), check_loss)
assert opened.state == "normal"
for number in range(int(sys.argv[2])):
    opened.journal.append([draft(f"e{number}", text="x" * 3000), draft(f"f{number}")])
    os.write(1, b"ack %d\\n" % number)
"""


def recorded(folder: Path, environment: Environment = None) -> tuple[list[Operation], Path]:
    """What opening a journal in a folder that does not exist yet, then some commits, did below `folder`."""
    top, data = folder / "top", folder / "top" / "made" / "data"
    top.mkdir()
    program = ["-c", SCRIPT, str(data), str(COMMITS)]
    operations = record(program, folder / "trace", top, acknowledges=b"ack ", environment=environment)
    assert sum(one.kind == "ack" for one in operations) == COMMITS
    assert sum(one.kind == "folder" for one in operations) == 2
    return operations, data


def losses(folder: Path, operations: list[Operation], data: Path) -> list[str]:
    """Every acknowledged fact missing, and every chain broken, after a cut somewhere."""
    found: list[str] = []
    seen = 0
    for promised, left in states(operations):
        seen += 1
        before, _sound = facts(folder / "promised", promised, data)
        try:
            there, sound = facts(folder / "replayed", left, data)
        except Corrupt as failure:
            found.append(str(failure))
            continue
        if before - there or not sound:
            found.append(f"missing {len(before - there)} of {len(before)}, sound: {sound}")
    assert seen > 50
    return found


def facts(place: Path, content: Content, data: Path) -> tuple[set[str], bool]:
    """The facts in a folder as a cut left it, with their texts, and whether their chains hold."""
    laid = laid_out(place, content, data)
    if not (laid / JOURNAL).exists():
        return set(), True
    journal = SqliteJournal(laid / JOURNAL, fake_writer("w9"))
    events = journal.tail(0).events
    sound = journal.verify() == ()
    journal.close()
    return {f"{one.id} {one.text}" for one in events}, sound


def test_nothing_acknowledged_is_lost(tmp_path: Path) -> None:
    operations, data = recorded(tmp_path)
    assert losses(tmp_path, operations, data) == []


def test_nothing_that_the_program_showed_with_its_tick_is_lost(tmp_path: Path) -> None:
    """The whole program, typed at line by line; what it writes first is the folder of its journal."""
    top, data = tmp_path / "top", tmp_path / "top" / "made" / "data"
    top.mkdir()
    program = ["-m", "pannesi", "--plain", "--site", str(ROOT), "--data", str(data)]
    operations = record(program, tmp_path / "trace", top, acknowledges="✓ ".encode(), typed="6\n1\n1\nq\n")
    assert sum(one.kind == "ack" for one in operations) >= 3
    assert losses(tmp_path, operations, data) == []


WEAKER = {
    "synchronous-full": ("journal/sqlite/schema.py", "synchronous=EXTRA", "synchronous=FULL"),
    "synchronous-normal": ("journal/sqlite/schema.py", "synchronous=EXTRA", "synchronous=NORMAL"),
    "synchronous-off": ("journal/sqlite/schema.py", "synchronous=EXTRA", "synchronous=OFF"),
    "journal-in-memory": ("journal/sqlite/schema.py", "journal_mode=DELETE", "journal_mode=MEMORY"),
    "folder-not-synced": ("support/atomic_files.py", "try:\n            os.fsync(handle)", "try:\n            pass"),
    "parent-not-synced": ("journal/private_file.py", "sync_folder(folder.parent)", "pass"),
}


@pytest.mark.parametrize("which", WEAKER)
def test_a_weaker_program_loses_something_so_this_replay_can_fail(which: str, tmp_path: Path) -> None:
    """A copy of the program with one setting weakened, or one sync left out."""
    name, strong, weak = WEAKER[which]
    copy = tmp_path / "copy"
    shutil.copytree(Path(pannesi.__file__).parent, copy / "pannesi", ignore=shutil.ignore_patterns("__pycache__"))
    source = copy / "pannesi" / name
    words = source.read_text("utf-8")
    assert words.count(strong) == 1
    source.write_text(words.replace(strong, weak), "utf-8")
    operations, data = recorded(tmp_path, {"PYTHONPATH": f"{copy}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1"})
    assert losses(tmp_path, operations, data) != []
