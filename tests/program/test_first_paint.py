"""Home painted before Textual is loaded: the same cells, keys kept for the choice of an entry, a terminal put back."""

from __future__ import annotations

import os
import re
import signal
import sqlite3
import sys
import termios
from collections.abc import Mapping
from pathlib import Path

import pyte
import pytest

from pannesi.session.facts.session import SessionOpened
from tests.support.full_screen import FULL, OF_TEXTUAL, screen_of
from tests.support.project_files import copied_site
from tests.support.recorded_facts import recorded
from tests.support.terminal import FIRST_FRAME, Program

DOWN = "\x1b[B"
LATE = "import sys, time; sys.meta_path.insert(0, type('Late', (), {'find_spec': staticmethod(lambda name, *more: time.sleep(SECONDS) if name == 'textual.app' else None)}))"
"""Makes the import of Textual last, as on a share that answers slowly."""
COLOURS = {
    "true": FULL,
    "256": {"TERM": "xterm-256color", "COLORTERM": ""},
    "sixteen": {"TERM": "xterm", "COLORTERM": ""},
    "none": {**FULL, "NO_COLOR": "1"},
}


class Slow(Program):
    """A program that takes so many seconds to load Textual."""

    seconds = 3.0

    def command(self, data: Path, arguments: tuple[str, ...]) -> list[str]:
        late = LATE.replace("SECONDS", str(self.seconds))
        words = repr(["pannesi", "--data", str(data), *arguments])
        return [sys.executable, "-c", f"{late}; sys.argv = {words}; from pannesi.cli.main import main; main()"]


class Watched(Program):
    """A program that notes, in a file of its data folder, whether anything asked Python for TLS."""

    def command(self, data: Path, arguments: tuple[str, ...]) -> list[str]:
        noted = f"import sys; sys.meta_path.insert(0, type('Asked', (), {{'find_spec': staticmethod(lambda name, *more: open({str(data / 'asked')!r}, 'a').write(name) and None if name in ('ssl', '_ssl', '_asyncio') else None)}}))"
        words = repr(["pannesi", "--data", str(data), *arguments])
        return [sys.executable, "-c", f"{noted}; sys.argv = {words}; from pannesi.cli.main import main; main()"]


def test_the_screen_comes_without_openssl(tmp_path: Path) -> None:
    with Watched(tmp_path, environment=FULL, size=(24, 80), term="xterm-256color") as program:
        program.ready()
        assert (tmp_path / "asked").read_text() == "_asyncio"


def slow(data: Path, *arguments: str, environment: Mapping[str, str] = FULL) -> Slow:
    return Slow(data, *arguments, environment=environment, size=(24, 80), term="xterm-256color")


def cells(written: bytes, size: tuple[int, int]) -> list[list[tuple[str, ...]]]:
    """What each cell shows, row by row; the hour, which may go on between two paints, as zeros. A blank has no colour
    but its ground, unless the two are reversed."""
    screen = pyte.Screen(size[1], size[0])
    pyte.ByteStream(screen).feed(re.sub(rb"\x1b\[[>=<?][0-9;]*[a-zA-Z]", b"", written))
    rows = []
    for y, words in enumerate(screen.display):
        shown = re.sub(r"\d\d:\d\d", "00:00", words)
        row = []
        for x, sign in enumerate(shown):
            look = screen.buffer[y][x]
            flags = f"{look.underscore} {look.reverse}"
            bare = sign == " " and not look.reverse
            row.append((sign, look.bg, flags, *(() if bare else (look.fg, str(look.bold)))))
        rows.append(row)
    return rows


@pytest.mark.parametrize(
    "size", [(24, 80), (40, 120), (30, 60), (26, 69), (50, 200), (20, 60), (10, 40), (17, 70)], ids=str
)
@pytest.mark.parametrize("colours", COLOURS)
def test_the_first_frame_of_textual_changes_no_cell_of_the_first_paint(
    colours: str, size: tuple[int, int], tmp_path: Path
) -> None:
    wanted = COLOURS[colours]
    with Program(tmp_path, environment=wanted, size=size, term=wanted["TERM"]) as program:
        program.ready()
        before, _mark, _after = program.output.partition(OF_TEXTUAL)
        frame, mark, _later = program.output.partition(FIRST_FRAME.encode())
    assert b"quitter" in before
    assert mark
    assert frame.count(b"\x1b[?1049h") == 1
    assert cells(before, size) == cells(frame, size)


def opened_now(data: Path) -> None:
    """Opens a session and leaves the program."""
    with Program(data, environment=FULL, size=(24, 80), term="xterm-256color") as program:
        program.ready()
        program.type("6\r")
        program.until("Un seul poste")
        program.type("\x11")
        program.ended()


@pytest.mark.parametrize(
    ("arguments", "size", "colours"),
    [
        ((), (24, 80), "true"),
        (("--exercise",), (24, 80), "true"),
        ((), (40, 120), "sixteen"),
        (("--exercise",), (40, 120), "none"),
    ],
)
def test_open_sessions_and_an_exercise_are_in_the_first_paint(
    arguments: tuple[str, ...], size: tuple[int, int], colours: str, tmp_path: Path
) -> None:
    opened_now(tmp_path)
    wanted = COLOURS[colours]
    with Program(tmp_path, *arguments, environment=wanted, size=size, term=wanted["TERM"]) as program:
        program.ready()
        before, _mark, _after = program.output.partition(OF_TEXTUAL)
        frame, _mark, _later = program.output.partition(FIRST_FRAME.encode())
    assert any("● " in "".join(sign for sign, *_look in row) for row in cells(before, size))
    assert "reprendre" in before.decode()
    assert ("EXERCICE" in before.decode()) is bool(arguments)
    assert cells(before, size) == cells(frame, size)


@pytest.mark.parametrize(
    ("keys", "opens"),
    [
        ("6\r", "Dysfonctionnement du PACS"),
        (DOWN * 5 + "\r", "Dysfonctionnement du PACS"),
        ("dict\r", "dicter"),
        ("1\x7f6\r", "Dysfonctionnement du PACS"),
        (DOWN + "6\r", "Dysfonctionnement du PACS"),
    ],
    ids=["number", "arrows", "words", "corrected", "arrow and number"],
)
def test_keys_typed_before_textual_choose_the_entry_that_they_name(keys: str, opens: str, tmp_path: Path) -> None:
    with slow(tmp_path) as program:
        program.until("quitter")
        program.type(keys)
        assert OF_TEXTUAL not in program.output
        program.until("registre")
        assert opens in program.text
    assert [event.kind for event in recorded(tmp_path) if event.kind == SessionOpened.kind] == [SessionOpened.kind]


def test_an_arrow_moves_the_cursor_at_once_and_textual_goes_on_from_there(tmp_path: Path) -> None:
    with slow(tmp_path) as program:
        program.until("quitter")
        program.send(DOWN + DOWN)
        program.until("\x1b[5;1H\x1b[38;2;230;230;230;48;2;38;56;77m")
        assert OF_TEXTUAL not in program.output
        painted = cells(program.output, (24, 80))
        program.ready()
        frame, _mark, _later = program.output.partition(FIRST_FRAME.encode())
        assert cells(frame, (24, 80)) == painted


def test_what_is_typed_behind_the_choice_answers_nothing_and_is_shown(tmp_path: Path) -> None:
    with slow(tmp_path) as program:
        program.until("quitter")
        program.type("6\r11")
        assert OF_TEXTUAL not in program.output
        program.until("lu : 11, rien d'enregistré")
        kinds = {event.kind for event in recorded(tmp_path)}
    assert SessionOpened.kind in kinds
    assert not any("answered" in kind for kind in kinds)


@pytest.mark.parametrize(
    ("sent", "code"),
    [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGQUIT, 131), (signal.SIGABRT, 134), (signal.SIGINT, 130)],
)
def test_a_signal_before_textual_is_there_leaves_a_terminal_that_can_be_typed_on(
    sent: signal.Signals, code: int, tmp_path: Path
) -> None:
    with slow(tmp_path) as program:
        before = termios.tcgetattr(program._ours)
        program.until("quitter")
        assert termios.tcgetattr(program._ours) != before
        assert OF_TEXTUAL not in program.output
        os.kill(program._process.pid, sent)
        assert program.ended() == code
        assert termios.tcgetattr(program._ours) == before
        assert program.output.count(b"\x1b[?1049h") == program.output.count(b"\x1b[?1049l") == 1
        assert b"\x1b[?25h" in program.output
        assert (b"par le syst" in program.output) is (sent != signal.SIGINT)


@pytest.mark.parametrize(("key", "code"), [("\x03", 130), ("\x11", 0)], ids=["Ctrl+C", "Ctrl+Q"])
def test_the_keys_that_end_it_do_so_before_textual_is_there(key: str, code: int, tmp_path: Path) -> None:
    with slow(tmp_path) as program:
        before = termios.tcgetattr(program._ours)
        program.until("quitter")
        program.send(key)
        assert program.ended() == code
        assert OF_TEXTUAL not in program.output
        assert termios.tcgetattr(program._ours) == before
        assert program.output.endswith(b"\x1b[?25h")


def test_a_locked_journal_neither_delays_home_nor_hides_what_it_holds(tmp_path: Path) -> None:
    opened_now(tmp_path)
    lock = sqlite3.connect(tmp_path / "journal.db", isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    with Program(tmp_path, environment=FULL, size=(24, 80), term="xterm-256color") as program:
        program.until("quitter")
        shown = screen_of(program)
        assert any("En attente du journal" in row for row in shown)
        assert not any("● " in row or "PAS ENREGISTRÉ" in row for row in shown)
        lock.execute("COMMIT")
        lock.close()
        program.until("● ")
        program.ready()
        assert not any("En attente du journal" in row for row in screen_of(program))
        frame, _mark, _later = program.output.partition(FIRST_FRAME.encode())
        assert cells(program.output.partition(OF_TEXTUAL)[0], (24, 80)) == cells(frame, (24, 80))


def test_a_site_that_cannot_be_used_is_said_on_the_usual_screen(tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / "contacts.yaml").write_text("format: [", encoding="utf-8")
    with Program(
        tmp_path / "data", "--site", str(site), environment=FULL, size=(24, 80), term="xterm-256color"
    ) as program:
        assert program.ended() == 1
        assert b"\x1b[?1049h" not in program.output
        assert b"contacts.yaml" in program.output


def test_a_site_broken_since_is_said_in_the_first_paint_and_its_last_valid_version_is_used(tmp_path: Path) -> None:
    site = copied_site(tmp_path / "site")
    for broken in (False, True):
        if broken:
            (site / "contacts.yaml").write_text("format: [", encoding="utf-8")
        with Program(
            tmp_path / "data", "--site", str(site), environment=FULL, size=(24, 80), term=FULL["TERM"]
        ) as program:
            program.ready()
            before, _mark, _after = program.output.partition(OF_TEXTUAL)
            frame, _mark, _later = program.output.partition(FIRST_FRAME.encode())
            assert ("SITE EN ERREUR" in before.decode()) is broken
            assert "Impossible de voir les images" in before.decode()
            assert cells(before, (24, 80)) == cells(frame, (24, 80))
            program.send("\x11")
            assert program.ended() == 0


@pytest.mark.parametrize("size", [(24, 16), (6, 80)], ids=str)
def test_where_home_has_no_room_textual_paints_first(size: tuple[int, int], tmp_path: Path) -> None:
    with Program(tmp_path, environment=FULL, size=size, term="xterm-256color") as program:
        program.until(FIRST_FRAME)
        assert program.output.startswith(b"\x1b[?1049h\x1b[?1000h")
        program.send("\x11")
        assert program.ended() == 0


def test_piped_keys_and_the_plain_face_get_no_first_paint(tmp_path: Path) -> None:
    with Program(tmp_path, "--plain", environment=FULL, size=(24, 80), term="xterm-256color") as program:
        program.until("Numéro ou mots")
        assert b"\x1b[" not in program.output
