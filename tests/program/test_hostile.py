"""Hostile text, from the site or from a person, is shown whole and does nothing to the terminal."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest

from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.session.events import Draft
from pannesi.session.facts.session import NoteWritten, SessionOpened
from pannesi.session.facts.visits import VisitOpened
from tests.support.hostile_sites import _CONTROL, NASTY, clean_bytes, hostile_site, refused_site
from tests.support.terminal import Program
from tests.support.writers import fake_writer


def test_a_site_that_is_nasty_is_shown_to_the_letter(tmp_path: Path) -> None:
    site = hostile_site(tmp_path / "site")
    with Program(tmp_path / "data", "--plain", "--site", str(site)) as program:
        program.until("Numéro ou mots")
        program.type("6\r")
        program.until("0  pas su")
        program.type("q\rliste\rjo\rcontacts\r?\rquitter\r")
        assert program.ended() == 0
        assert program.text.count(NASTY) >= 4
        assert "x" * 3990 in program.text.replace("\n", "").replace(" ", "")
        clean_bytes(program)


@pytest.mark.parametrize("injected", ["\\e]0;pris\\a", "\\u202Erouge", "\\0"], ids=["escape", "bidi", "nul"])
def test_a_site_that_would_act_on_the_terminal_is_refused_with_its_place(injected: str, tmp_path: Path) -> None:
    site, where = refused_site(tmp_path / "site", injected)
    with Program(tmp_path / "data", "check", "--site", str(site)) as program:
        assert program.ended() == 1
        assert re.search(rf"cases/cas-7-archivage\.yaml:{where}:\d+: erreur\[P\d+\]", program.text)
        clean_bytes(program)


TYPED = "\x1b[2Jnote\x1b]0;x\x07 \u202efin \x9b31m"


def test_escapes_from_the_keyboard_the_arguments_and_the_environment_are_shown_as_marks(tmp_path: Path) -> None:
    environment = {"PANNESI_SITE": "/nulle/part/\x1b[31m"}
    with Program(tmp_path, "--plain", "--who", "A\x1b[5mB\u202e", "--site", str(shipped_folder())) as program:
        program.until("Numéro ou mots")
        program.type("6\r")
        program.until("0  pas su")
        program.type("qui X\u202eY\r\r")
        program.until("⟦U+202E⟧")
        program.type("m a\u202eb\x9bc\r")
        program.until("note : a⟦U+202E⟧b⟦U+009B⟧c")
        program.type("jo\rquitter\r")
        assert program.ended() == 0
        echoed = program.output.decode("utf-8")
        shown = "\n".join(line for line in echoed.split("\r\n") if not line.lstrip("> ").startswith(("m a", "qui X")))
        assert _CONTROL.search(shown) is None
    with Program(tmp_path, "check", environment=environment) as program:
        assert program.ended() == 1
        assert "␛[31m" in program.text
        clean_bytes(program)


def test_escapes_in_rows_of_the_journal_are_shown_as_marks(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.db", fake_writer("w1"))
    payload = {
        "unit": "cas-3",
        "symptom": "images-invisibles",
        "began": None,
        "exercise": False,
        "site": "\x1b[31m",
        "follows": TYPED,
    }
    at = "2026-11-24T02:12:00.000Z"
    journal.append([
        Draft("o", "20261124-0312-\x1b[5m", SessionOpened.kind, payload, at, TYPED),
        Draft("v", "20261124-0312-\x1b[5m", VisitOpened.kind, {"visit": "v", "unit": "cas-3", "symptom": "images-invisibles", "reason": "start"}, at, TYPED),
        Draft("n", "20261124-0312-\x1b[5m", NoteWritten.kind, {"visit": TYPED, "line": TYPED}, at, TYPED, text=TYPED),
        Draft("z", "20261124-0312-\x1b[5m", "un\x1b[2Jconnu", {TYPED: TYPED}, at, TYPED),
    ])  # fmt: skip
    journal.close()
    for arguments in (
        ["sessions"],
        ["session", "20261124-0312"],
        ["sessions", "--json"],
        ["session", "20261124", "--json"],
        ["verify"],
    ):
        with Program(tmp_path, *arguments) as program:
            kept = 1 if arguments == ["verify"] else 0  # the procedure it names was never kept, which is told
            assert program.ended() == kept, program.text
            clean_bytes(program)
    with Program(tmp_path, "--plain") as program:
        program.until("Numéro ou mots")
        program.type("\rjo\rliste\rquitter\r")
        assert program.ended() == 0
        clean_bytes(program)
        assert "␛" in program.text
        assert all(unicodedata.category(one) != "Cf" for one in program.text)


def test_closed_input_ends_cleanly_with_the_session_resumable(tmp_path: Path) -> None:
    with Program(tmp_path, "--plain") as program:
        program.until("Numéro ou mots")
        program.type("6\r")
        program.until("0  pas su")
        program.type("\x04")
        assert program.ended() == 0
        assert "--resume" in program.text
