"""What earlier nights taught in words (a number noted, a line signalled) leaves every output with the words of its
session, and nothing of it acts on a terminal or hides in it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.session import actions as want
from pannesi.support import errors as exits
from pannesi.support.text_safety import first_unsafe
from tests.support.command_line import Ran, at_the_project
from tests.support.journal_nights import Night, site
from tests.support.plain_playing import NIGHT, shipped
from tests.support.writers import Wall, fake_writer

MARK = "Zzinventé"
NUMBER = "05 59 00 12 34"
SESSION = "20261124-0312-mots"
HIDDEN = "\u200b"
"""A character of no width."""


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder with a closed night that noted a number and signalled the same call, both answered in words."""
    at_the_project(monkeypatch, tmp_path)
    wall = Wall()
    journal = SqliteJournal(tmp_path / "data" / "journal.db", fake_writer("w1", wall))
    journal.keep_site(site().digest, shipped().files)
    night = Night(site(), SESSION, "w1", NIGHT, "AB", journal=journal, wall=wall)
    night.do(want.Open("cas-3", "images-invisibles"))
    call = next(row for row in night.look().rows if row.line.id == "prevenir-informatique")
    hidden_number = NUMBER.replace("12", f"1{HIDDEN}2")
    night.do(want.Note(f"{hidden_number}, {MARK}{HIDDEN}", *call.key, contact="astreinte-informatique"))
    night.do(want.Redline(*call.key, "wrong", f"{MARK}{HIDDEN}\u202e n'y est pas"))
    night.do(want.Close("essai inventé"))
    journal.close()
    return tmp_path


def outputs(capsys: pytest.CaptureFixture[str], target: Path) -> dict[str, str]:
    """All that is printed or written of what was taught, by command."""
    asked = (
        ("redlines",), ("redlines", "--open"), ("redlines", "--json"), ("numbers",), ("numbers", "--open"),
        ("numbers", "--json"), ("contacts",), ("contacts", "--at", "22:30"), ("session", SESSION, "--reasons", "--all"),
        ("session", SESSION, "--reasons", "--json"), ("sessions", "--notes", MARK), ("sessions", "--json"),
        ("figures", "--json"), ("erase", "--dry-run", "--json"),
        *(("report", SESSION, "--patients", "--force", "--format", form, "--out", str(target)) for form in ("md", "html", "json")),
    )  # fmt: skip
    printed = {}
    for arguments in asked:
        ran = Ran(capsys, *arguments)
        assert ran.code == exits.OK, ran.err
        written = target.read_text("utf-8") if str(target) in arguments else ""
        printed[" ".join(arguments)] = ran.out + ran.err + written
    return printed


def holds(words: str) -> bool:
    """Whether an output holds what was taught in words; JSON may have written the accent as a code."""
    return any(part in words for part in (MARK, json.dumps(MARK)[1:-1], NUMBER))


def answer_both(capsys: pytest.CaptureFixture[str]) -> None:
    """Answers the line and removes the number, in words that name somebody."""
    (redline,), (number,) = Ran(capsys, "redlines", "--json").rows, Ran(capsys, "numbers", "--json").rows
    for asked in (
        ("redlines", "answer", str(redline["id"]), "--declined", f"dit à {MARK}"),
        ("numbers", "remove", str(number["id"]), "--why", f"celui de {MARK}"),
    ):
        assert Ran(capsys, *asked).code == exits.OK


def test_every_output_with_words_of_a_lesson_loses_them_with_those_of_its_session(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = outputs(capsys, place / "sorti")
    told = {name for name, words in before.items() if holds(words)}
    assert {"redlines", "redlines --json", "numbers", "numbers --json", "contacts"} < told
    assert "signalé faux le" in before["contacts"], "the call is signalled at its contact"
    assert "--open" in " ".join(told)
    answer_both(capsys)
    assert [
        words for words in outputs(capsys, place / "sorti").values() if f"celui de {MARK}" in " ".join(words.split())
    ]
    assert Ran(capsys, "erase", "--session", SESSION, "--yes").code == exits.OK
    after = outputs(capsys, place / "sorti")
    assert [name for name, words in after.items() if holds(words) and "--notes" not in name] == []
    assert "Aucune session" in after[f"sessions --notes {MARK}"]
    for path in (place / "data").iterdir():
        assert MARK.encode() not in path.read_bytes(), path.name
        assert NUMBER.encode() not in path.read_bytes(), path.name


def test_nothing_hidden_in_the_words_of_a_lesson_is_printed(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Reports hold texts to the letter; what a terminal shows does not."""
    answer_both(capsys)
    for name, words in outputs(capsys, place / "sorti").items():
        if "report" not in name:
            assert first_unsafe(words) is None, name
    (number,) = Ran(capsys, "numbers", "--json").rows
    assert number["number"] == NUMBER
    assert f"1{HIDDEN}2" not in Ran(capsys, "contacts").out


def test_an_erasure_says_before_which_lines_and_numbers_nobody_answered(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    asked = ("erase", "--dry-run", "--session", SESSION)
    said = Ran(capsys, *asked).flat
    assert "1 ligne signalée sans réponse (pannesi redlines) · 1 numéro noté sans réponse (pannesi numbers)" in said
    answer_both(capsys)
    assert "sans réponse" not in Ran(capsys, *asked).flat
    (number,) = Ran(capsys, "numbers", "--json").rows
    assert Ran(capsys, "numbers", "undo", str(number["id"])).code == exits.OK
    (texts,) = json.loads(Ran(capsys, *asked, "--json").out)["texts"]
    assert (texts["unanswered"], texts["unanswered_numbers"]) == (0, 1)
