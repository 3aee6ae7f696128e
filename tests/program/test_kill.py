"""Killed after any key, the program has kept whatever it had shown as done; and goes on from there."""

from __future__ import annotations

import random
from pathlib import Path

from tests.support.recorded_facts import recorded, sentences
from tests.support.terminal import Program, StoppableProgram, ticks

SCRIPT = "6\r1\r1\r1\r1\r1\r1\r1\ru\r1\rp\r1\r1\rInventé\r.\r1\rd\r"
DONE = 6
"""How many things at least the script does that are shown as done, at any hour."""


def keeps_what_it_showed(text: str, data: Path) -> int:
    """Asserts that whatever is shown as done is on the disk; how much that is."""
    kept, shown = sentences(recorded(data)), ticks(text)
    for sentence in shown:
        assert sentence in kept, f"shown as done, and not kept: {sentence}\n{text}"
    return len(shown)


def test_what_was_shown_as_done_is_on_disk_after_a_kill_at_any_key(tmp_path: Path) -> None:
    """A kill at many moments of one play: each time, the program stands still while its folder is copied."""
    dice, moments = random.Random(1), list[str]()
    with StoppableProgram(tmp_path / "data", "--plain") as program:
        program.until("Numéro ou mots")
        for key in SCRIPT:
            program.type(key)
            for pause in (0.0, dice.choice([0.005, 0.01, 0.03])):
                program.read(pause)
                assert program.frozen(tmp_path / "data", tmp_path / str(len(moments)))
                moments.append(program.text)
        program.settle(0.05)
        program.kill()
        assert keeps_what_it_showed(program.text, tmp_path / "data") >= DONE
    for number, text in enumerate(moments):
        keeps_what_it_showed(text, tmp_path / str(number))


def test_what_was_shown_as_done_is_on_disk_after_a_kill_while_many_keys_are_obeyed(tmp_path: Path) -> None:
    moments: list[str] = []
    with StoppableProgram(tmp_path / "data", "--plain") as program:
        program.until("Numéro ou mots")
        program.type(SCRIPT)
        for number in range(100):
            program.read(0.01)
            assert program.frozen(tmp_path / "data", tmp_path / str(number))
            moments.append(program.text)
            if len(ticks(program.text)) >= DONE:
                break
    assert len(ticks(moments[-1])) >= DONE
    for number, text in enumerate(moments):
        keeps_what_it_showed(text, tmp_path / str(number))


def test_killed_in_the_middle_a_session_is_resumed_exactly_where_it_was(tmp_path: Path) -> None:
    """In a case whose lines do not depend on the hour at which the test runs."""
    with Program(tmp_path, "--plain") as program:
        program.until("Numéro ou mots")
        program.type("11\rjoint\rfait\r")
        program.until("6.4 · Changer le code")
    with Program(tmp_path, "--plain") as program:
        program.until("Numéro ou mots")
        program.type("\r")
        text = program.until("6.4 · Changer le code")
        assert "6.3 · TANT QUE" not in text
        program.type("ouvrir\rquitter\r")
        assert program.ended() == 0


def test_ctrl_c_ends_cleanly_and_says_how_to_go_on(tmp_path: Path) -> None:
    with Program(tmp_path, "--plain") as program:
        program.until("Numéro ou mots")
        program.type("6\r")
        program.until("3.1 · Un seul poste")
        program.type("\x03")
        assert program.ended() == 130
        assert "--resume" in program.text
        assert "Traceback" not in program.text


def test_two_programs_on_one_journal_see_each_others_ticks(tmp_path: Path) -> None:
    with Program(tmp_path, "--plain", "--who", "AB") as first, Program(tmp_path, "--plain", "--who", "CD") as second:
        first.until("Numéro ou mots")
        first.type("6\r1\r")
        first.until("3.4 · Les examens")
        second.until("Numéro ou mots")
        second.type("s\r")
        second.read(0.3)
        second.type("\r\r")
        session = recorded(tmp_path)[0].session
        second.type("quitter\r")
        with Program(tmp_path, "--plain", "--who", "EF", "--resume", session) as third:
            third.until("3.4 · Les examens")
            third.type("1\r")
            third.until("3.6 · Prévenir")
        first.type("liste\r")
        text = first.until("SUR UN AUTRE POSTE")
        assert "EF" in text
    assert len({event.id for event in recorded(tmp_path)}) == len(recorded(tmp_path))


def test_on_a_disk_that_fills_up_nothing_is_shown_as_done_that_is_kept_nowhere(tmp_path: Path) -> None:
    data, home = tmp_path / "data", tmp_path / "home"
    home.mkdir()
    environment = {"HOME": str(home), "XDG_DATA_HOME": str(home), "TMPDIR": str(home)}
    with Program(data, "--plain", environment=environment) as program:
        program.until("Numéro ou mots")
        program.type("6\rquitter\r")
        program.ended()
    limit = (data / "journal.db").stat().st_size + 8192
    with Program(data, "--plain", environment=environment, most_bytes=limit) as program:
        program.until("Numéro ou mots")
        program.type("\r")
        program.until("3.1 · Un seul poste")
        for number in range(1, 40):
            program.type(f"m note {number:03d} {'x' * 900}\r")
            program.until(f"note {number:03d}", times=2)
        text = program.text
        program.kill()
    assert "Journal de secours" in text or "PAS ENREGISTRÉ" in text
    kept = {event.text for event in recorded(tmp_path) if event.text}
    shown = [line.split(" : ", 1)[1] for line in ticks(text) if "note : " in line or "note" in line.split(" : ")[0]]
    if "PAS ENREGISTRÉ" not in text:
        assert shown
        assert set(shown) <= kept
