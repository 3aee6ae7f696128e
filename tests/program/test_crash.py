"""The full-screen face when the program itself fails: the terminal is given back, nobody's name is shown, and the
session is where it was."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from pannesi.journal.sqlite.journal import SqliteJournal
from tests.support.terminal import Program
from tests.support.writers import fake_writer

FULL = {"COLORTERM": "truecolor"}
FAULT = """
import os, sys
place = os.environ.get("FAULT_IN")
if place:
    import importlib.abc, importlib.util

    class Planting(importlib.abc.MetaPathFinder):
        def find_spec(self, name, path, target=None):
            if name != place.rpartition(":")[0].rpartition(".")[0]:
                return None
            sys.meta_path.remove(self)
            spec = importlib.util.find_spec(name)
            load = spec.loader.exec_module

            def planted(module):
                load(module)
                holder = getattr(module, place.rpartition(":")[0].rpartition(".")[2])

                right, armed = getattr(holder, place.rpartition(":")[2]), os.environ.get("FAULT_WHEN")

                def fails(*arguments, **more):
                    patient = "Inventé Dupont-Essai"
                    if armed and not os.path.exists(armed):
                        return right(*arguments, **more)
                    raise RuntimeError(patient)

                setattr(holder, place.rpartition(":")[2], fails)

            spec.loader.exec_module = planted
            return spec

    sys.meta_path.insert(0, Planting())
"""
"""A `sitecustomize` that makes one method of one class fail, with a patient's name at hand; at once, or from the moment
when the file FAULT_WHEN is there."""


def faulty(tmp_path: Path, place: str) -> dict[str, str]:
    (tmp_path / "fault").mkdir()
    (tmp_path / "fault" / "sitecustomize.py").write_text(FAULT, "utf-8")
    return {**FULL, "FAULT_IN": place, "PYTHONPATH": f"{tmp_path / 'fault'}{os.pathsep}{os.environ['PYTHONPATH']}"}


@pytest.mark.parametrize(
    ("place", "keys"),
    [
        ("pannesi.tui.screens.home.HomeScreen:_entries", ""),
        ("pannesi.tui.screens.contacts.ContactsScreen:draw", "\x1bOQ"),
        ("pannesi.tui.screens.past_session.PastSessionScreen:draw", "6\r\x1b\x1bOR\r"),
    ],
)
def test_a_crash_gives_the_terminal_back_says_what_to_do_and_shows_no_name(
    place: str, keys: str, tmp_path: Path
) -> None:
    with Program(
        tmp_path / "data", environment=faulty(tmp_path, place), size=(24, 80), term="xterm-256color"
    ) as program:
        if keys:
            program.ready()
        for key in re.findall(r"\x1bO.|.", keys, re.S):
            program.type(key)
            program.read(0.4)
        assert program.ended() == 1
        output = program.output
        assert output.rindex(b"\x1b[?1049l") > output.rindex(b"\x1b[?1049h")
        assert output.rindex(b"\x1b[?25h") > output.rindex(b"\x1b[?25l")
        told = " ".join(program.text[program.text.rindex("\x1b[?1049l") :].split())
        assert "pannesi s'est arrêté sur une erreur du programme (RuntimeError)" in told
        assert "Ce qui est marqué ✓ est enregistré" in told
        assert "pannesi --plain" in told
        assert "Dupont" not in program.text
        assert "Traceback" not in program.text
    if "6" in keys:
        journal = SqliteJournal(tmp_path / "data" / "journal.db", fake_writer("reader"))
        assert len(journal.sessions()) == 1
        assert journal.verify() == ()


@pytest.mark.parametrize(
    ("before", "key"), [(("6\r",), "1"), (("6\r", "p", "1", "1"), "\x1b[15~")], ids=["answer", "patient"]
)
def test_a_crash_while_a_fact_is_being_committed_says_so_and_keeps_what_was_shown(
    before: tuple[str, ...], key: str, tmp_path: Path
) -> None:
    """The journal fails in a way that nobody foresaw, on the thread that commits."""
    when = tmp_path / "now"
    environment = {**faulty(tmp_path, "pannesi.journal.sqlite.journal.SqliteJournal:append"), "FAULT_WHEN": str(when)}
    data = tmp_path / "data"
    with Program(data, environment=environment, size=(24, 80), term="xterm-256color") as program:
        program.ready()
        for keys in before:
            program.type(keys)
            program.read(0.5)
        when.touch()
        program.type(key)
        assert program.ended() == 1
        told = " ".join(program.text[program.text.rindex("\x1b[?1049l") :].split())
        assert "pannesi s'est arrêté sur une erreur du programme (RuntimeError)" in told
        assert "Ce qui est marqué ✓ est enregistré" in told
        assert "pannesi --plain" in told
        assert program.output.rindex(b"\x1b[?25h") > program.output.rindex(b"\x1b[?25l")
        assert "Dupont" not in program.text
        assert "Traceback" not in program.text
        assert "✓ 3.1" not in program.text
    journal = SqliteJournal(data / "journal.db", fake_writer("reader"))
    (row,) = journal.sessions()
    first, second, *fields = journal.events(row.id)
    assert [first.kind, second.kind] == ["session.opened", "visit.opened"]
    assert all(one.payload.get("draft") is True for one in fields), (
        "a field is kept as it is left, the line is not saved"
    )
    assert journal.verify() == ()
    journal.close()
    with Program(data, environment=FULL, size=(24, 80), term="xterm-256color") as program:
        program.until("reprendre")


def test_the_terminal_is_in_its_usual_mode_after_a_crash_and_after_quitting(tmp_path: Path) -> None:
    for place, code in (("pannesi.tui.screens.home.HomeScreen:_entries", 1), ("", 0)):
        folder = tmp_path / str(code)
        folder.mkdir()
        script = "stty -a | grep -o -- '-\\?icanon'; pannesi_run; echo \"code=$?\"; stty -a | grep -o -- '-\\?icanon'"
        script = script.replace("pannesi_run", f"{sys.executable} -m pannesi --data {folder / 'data'}")
        with Shell(script, {**faulty(folder, place), "TERM": "xterm-256color"}) as program:
            if not place:
                program.ready()
                program.type("\x11")
            program.ended()
            assert f"code={code}" in program.text
            assert program.text.count("icanon") == 2
            assert "-icanon" not in program.text


class Shell(Program):
    """A command line run by a shell in the pseudo-terminal."""

    def __init__(self, script: str, environment: dict[str, str]) -> None:
        self._script = script
        super().__init__(Path("unused"), environment=environment, size=(24, 80), term="xterm-256color")

    def command(self, data: Path, arguments: tuple[str, ...]) -> list[str]:
        return ["sh", "-c", self._script]


def test_no_colour_means_no_colour_code_at_all(tmp_path: Path) -> None:
    with Program(
        tmp_path, environment={"NO_COLOR": "1", "COLORTERM": "truecolor"}, size=(24, 80), term="xterm-256color"
    ) as program:
        program.ready()
        for key in ("6", "\r", "1", "1", "\r", "\x1bOQ", "g", "\x1b", "\x1bOR", "\r", "\x1b", "\x1b", "\x11"):
            program.type(key)
            program.read(0.3)
        assert program.ended() == 0
        assert _colours(program.output) == []


def test_sixteen_colours_send_no_other_and_still_show_a_cursor(tmp_path: Path) -> None:
    with Program(tmp_path, environment={"COLORTERM": ""}, size=(24, 80), term="xterm") as program:
        program.ready()
        for key in ("6", "\r", "1", "1", "\r", "\x1bOQ", "g", "\x1b", "\x11"):
            program.type(key)
            program.read(0.3)
        assert program.ended() == 0
        found = _colours(program.output)
        assert not [code for code in found if code in ("38", "48")]
        assert "7" in _parameters(program.output)
        assert "41" in found, "what harms if forgotten stands on red"
    assert not {"31", "32", "33"} & set(found), (
        "green and yellow letters vanish on a white terminal, red on a black one"
    )


def _parameters(output: bytes) -> list[str]:
    """Every parameter of every code that sets how text looks."""
    return [one for found in re.findall(rb"\x1b\[([0-9;:]*)m", output) for one in re.split("[;:]", found.decode())]


def _colours(output: bytes) -> list[str]:
    colours = {*map(str, range(30, 39)), *map(str, range(40, 49)), *map(str, range(90, 98)), *map(str, range(100, 108))}
    return [one for one in _parameters(output) if one in colours]


def test_a_terminal_that_would_show_garbage_gets_the_face_in_lines(tmp_path: Path) -> None:
    with Program(tmp_path, term="dumb") as program:
        program.until("Numéro ou mots")
        assert b"\x1b[?1049h" not in program.output


def test_it_starts_and_ends_in_a_fresh_folder_without_a_word_on_standard_error(tmp_path: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "pannesi", "--data", str(tmp_path), "--plain"],
        input=b"q\n", capture_output=True, check=False, cwd=Path(__file__).parents[2],
    )  # fmt: skip
    assert (finished.returncode, finished.stderr) == (0, b"")


def test_the_field_shows_its_cursor_in_sixteen_colours_and_without_any(tmp_path: Path) -> None:
    for number, (environment, shown) in enumerate(
        (({"COLORTERM": ""}, rb"\x1b\[7;36;40m "), ({"NO_COLOR": "1"}, rb"\x1b\[7(?:;39;49)?m "))
    ):
        with Program(tmp_path / str(number), environment=environment, size=(24, 80), term="xterm") as program:
            program.ready()
            program.type("ab")
            program.read(0.6)
            assert re.search(rb"ab" + shown, re.sub(rb"\x1b\[0?m", b"", program.output)), program.output[-2000:]
