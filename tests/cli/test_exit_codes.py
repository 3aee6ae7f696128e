"""What a command refuses, by kind: each kind ends with its own exit code, which scripts rely on."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pannesi.support import errors as exits
from tests.support.archives import ask
from tests.support.command_line import Ran

NO_SUCH_THING = {
    "a session": ("session", "zz"),
    "a session to report": ("report", "zz"),
    "a session to export": ("export", "zz", "--without-patients"),
    "a redline": ("redlines", "answer", "zz", "--corrected", "2"),
    "a number noted": ("numbers", "confirm", "zz"),
    "a number to remove": ("numbers", "remove", "zz", "--why", "faux"),
    "a case": ("show", "zzzzzz"),
    "a role": ("contacts", "--role", "pape"),
    "a state": ("sessions", "--state", "zz"),
    "a code": ("explain", "P999"),
    "a schema": ("schema", "xml"),
    "a form of the tree": ("graph", "3", "--format", "zz"),
    "a form of the report": ("report", "s1", "--format", "zz"),
    "a form of the check": ("check", "--format", "zz"),
    "a journal": ("erase", "--data", "{tmp}/none"),
    "a file to restore": ("restore", "{tmp}/none"),
    "a file to salvage": ("salvage", "{tmp}/none"),
    "a site to compare": ("diff", "{tmp}/none", "."),
    "a site to add a case to": ("new", "case", "{tmp}/none"),
}
NOT_UNDERSTOOD = {
    "a beginning that several sessions share": ("session", "s"),
    "a time that cannot be": ("contacts", "--at", "25:00"),
    "a patient without a session": ("erase", "--patient", "A-01"),
    "nothing to compare": ("diff",),
    "a scenario without a file": ("replay", "--save", "s1"),
    "a session that is still open": ("replay", "--save", "s2", "{tmp}/s2.yaml"),
    "a case outside of its folder": ("new", "case", "{tmp}/cas-9.yaml"),
    "the journal restored into itself": ("restore", "{tmp}/data/journal.db"),
    "a folder of schemas that is a file": ("schema", "--out", "{tmp}/there"),
    "a scenario below a file": ("replay", "--save", "s1", "{tmp}/there/s1.yaml"),
    "a site below a file": ("new", "site", "{tmp}/there/site"),
}
FAILED = {
    "a backup below a file": ("backup", "{tmp}/there/copy.db"),
    "a report below a file": ("report", "s1", "--out", "{tmp}/there/s1.md"),
    "a folder to import": ("import", "{tmp}/folder"),
    "something else than an export": ("import", "{tmp}/there"),
    "a folder instead of a file": ("backup", "{tmp}/folder"),
    "a journal that is none": ("salvage", "{tmp}/there"),
    "a session that is not settled": ("erase", "--session", "s2", "--yes"),
    "a patient line that is not there": ("erase", "--session", "s1", "--patient", "Z-99", "--yes"),
    "a site with errors": ("show", "--site", "{tmp}/folder"),
}
THERE = {
    "a backup": ("backup", "{tmp}/there"),
    "an export": ("export", "s1", "--without-patients", "--out", "{tmp}/there"),
    "a report": ("report", "s1", "--out", "{tmp}/there"),
    "a register": ("register", "s1", "--csv", "{tmp}/there"),
    "figures": ("figures", "--html", "{tmp}/there"),
    "a scenario": ("replay", "--save", "s1", "{tmp}/there"),
    "a binder": ("print", "--out", "{tmp}/there", "--html"),
    "a salvaged journal": ("salvage", "{tmp}/data/journal.db", "--out", "{tmp}/there"),
    "a site": ("new", "site", "{tmp}/folder"),
}


def told(place: Path, capsys: pytest.CaptureFixture[str], command: tuple[str, ...]) -> Ran:
    """Runs a command where a file `there` and a folder `folder` are; neither is touched."""
    tmp = place.parent
    (tmp / "there").write_text("à moi", "utf-8")
    (tmp / "folder").mkdir()
    (tmp / "folder" / "mine").touch()
    ran = Ran(capsys, *(word.format(tmp=tmp) for word in command))
    assert (tmp / "there").read_text("utf-8") == "à moi"
    assert [path.name for path in (tmp / "folder").iterdir()] == ["mine"]
    assert not list(tmp.rglob("*.part"))
    return ran


@pytest.mark.parametrize("what", [*NO_SUCH_THING, *NOT_UNDERSTOOD])
def test_what_names_nothing_or_cannot_be_understood_ends_with_two(
    place: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    ran = told(place, capsys, (NO_SUCH_THING | NOT_UNDERSTOOD)[what])
    assert (ran.code, bool(ran.err.strip())) == (exits.USAGE, True)


@pytest.mark.parametrize("what", FAILED)
def test_what_could_not_be_done_ends_with_one(
    place: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    ask(monkeypatch, "oui")
    ran = told(place, capsys, FAILED[what])
    assert (ran.code, bool(ran.err.strip())) == (exits.PROBLEMS, True)


@pytest.mark.parametrize("what", THERE)
def test_what_is_there_already_ends_with_one_and_stays(
    place: Path, capsys: pytest.CaptureFixture[str], what: str
) -> None:
    ran = told(place, capsys, THERE[what])
    assert ran.code == exits.PROBLEMS
    assert re.search("existe déjà|n'est pas vide", ran.flat)
