"""The full-screen face under a real terminal: what it had shown as done is kept, and nothing hostile gets through."""

from __future__ import annotations

import random
import re
import time
from pathlib import Path

import pyte
import pytest

from pannesi.journal.sqlite import SqliteJournal
from pannesi.session.facts.lines import LineAnswered
from pannesi.session.facts.patients import DutyDone, PatientAdded
from pannesi.session.facts.session import HandoverOffered, HandoverTaken, NoteWritten, SessionClosed
from pannesi.session.facts.visits import ReturnAnnounced
from tests.procedure.test_coverage import shipped
from tests.program.test_hostile import hostile_site
from tests.program.test_kill import recorded, sentences
from tests.support.every_screen import EVIL, SHOWN, every_screen, hostile_journal, nothing_acts, walk
from tests.support.terminal import Program
from tests.support.writers import fake_writer

FULL = {"TERM": "xterm-256color", "COLORTERM": "truecolor"}
KEYS = ("6", "\r", "1", "1", "\r", "\r", "\r", "u", "\r", "p", "1", "1", "Inventé\r", "\x1b[15~", "\r", "\r")
"""Up to the first patient."""


def screen_of(program: Program, size: tuple[int, int] = (24, 80)) -> list[str]:
    """What a person would see now."""
    screen = pyte.Screen(size[1], size[0])
    stream = pyte.ByteStream(screen)
    stream.feed(re.sub(rb"\x1b\[[>=<?][0-9;]*[a-zA-Z]", b"", program.output))
    return list(screen.display)


def opened(data: Path, *arguments: str) -> Program:
    return Program(data, *arguments, environment=FULL, size=(24, 80), term="xterm-256color")


@pytest.mark.parametrize("length", range(2, len(KEYS) + 1))
def test_what_the_screen_had_shown_as_done_is_on_disk_after_a_kill_at_any_key(length: int, tmp_path: Path) -> None:
    dice = random.Random(length)
    with opened(tmp_path) as program:
        program.ready()
        for key in KEYS[:length]:
            program.type(key)
            program.read(dice.choice([0.05, 0.1, 0.25]))
        program.kill()
        shown = {found[1] for line in screen_of(program) if (found := re.match(r"^[▶ ]✓ (\d+\.\d+) ", line))}
    journal = SqliteJournal(tmp_path / "journal.db", fake_writer("reader"))
    told = {str(event.payload.get("line")) for row in journal.sessions() for event in journal.events(row.id)}
    assert journal.verify() == ()
    by_number = {place.number: line for (unit, line), place in shipped().places.items() if unit == "cas-3"}
    assert {by_number[number] for number in shown} <= told


LATER = (
    "6", "\r", "p", "1", "1", "\x1b[15~", "d", "\r", "\r", "\x1b", "\x1b", "g", "à suivre\r", "g", "CD\r", "r", "AB, poste 2\r", "\r",
    "x", "\x1b[F", "\r", "matériel remplacé\r",
)  # fmt: skip
"""A patient, what is owed to them, the hand offered and taken, the return, and a session closed with a reason."""
SIZE = (24, 160)
"""Wide enough for what is said of an act to stand on one line."""


@pytest.mark.parametrize("length", range(6, len(LATER) + 1))
def test_what_was_said_done_of_patients_hand_return_and_closing_is_on_disk_after_a_kill_at_any_key(
    length: int, tmp_path: Path
) -> None:
    dice = random.Random(length)
    with Program(tmp_path, environment=FULL, size=SIZE, term="xterm-256color") as program:
        program.ready()
        for key in LATER[:length]:
            program.type(key)
            program.read(dice.choice([0.1, 0.2, 0.4]))
        program.kill()
        shown = screen_of(program, SIZE)
    events = recorded(tmp_path)
    kinds, told = {event.kind for event in events}, sentences(events)
    said = {found[1].strip() for line in shown[-4:] if (found := re.match(r"^ ✓ (.+)$", line))}
    for one in said:
        noted = re.fullmatch(r"[AP]-\d+ enregistré.*", one)
        assert one in told or (noted and PatientAdded.kind in kinds), f"said done, and not kept: {one}"
    text = "\n".join(shown)
    for words, kind in (
        ("■ SESSION CLOSE", SessionClosed.kind),
        ("✓ CD remis · fait", DutyDone.kind),
        ("▲ RETOUR", ReturnAnnounced.kind),
    ):
        assert words not in text or kind in kinds, words


def test_the_keys_of_that_night_do_lead_to_the_end(tmp_path: Path) -> None:
    """Else the test above would look at nothing."""
    with Program(tmp_path, environment=FULL, size=SIZE, term="xterm-256color") as program:
        program.ready()
        for key in LATER:
            program.type(key)
            program.read(0.6)
        assert "■ SESSION CLOSE" in "\n".join(screen_of(program, SIZE))
        assert any(line.startswith(" ✓ ") for line in screen_of(program, SIZE)[-4:])
    assert {
        PatientAdded.kind, DutyDone.kind, HandoverOffered.kind, HandoverTaken.kind, ReturnAnnounced.kind,
        SessionClosed.kind,
    } <= {event.kind for event in recorded(tmp_path)}  # fmt: skip


def test_a_coloured_line_that_is_pasted_answers_nothing_and_is_text_alone_in_a_field(tmp_path: Path) -> None:
    with opened(tmp_path) as program:
        program.ready()
        program.type("6\r")
        program.until("Un seul poste")
        program.type("\x1b[200~\x1b[32m1\x1b[0m\x1b[201~m")
        program.until("valider")
        program.type("\x1b[200~Rou\x1b[31mge\x1b[0m\x1b[201~\r")
        program.until("Rouge")
        program.type("\x11")
        assert program.ended() == 0
    assert [event.text for event in recorded(tmp_path) if event.kind == NoteWritten.kind] == ["Rouge"]
    assert LineAnswered.kind not in {event.kind for event in recorded(tmp_path)}


def test_it_leaves_a_usable_terminal_and_the_session_to_go_on_with(tmp_path: Path) -> None:
    with opened(tmp_path) as program:
        program.ready()
        program.type("6\r")
        program.until("Un seul poste")
        program.type("\x11")
        assert program.ended() == 0
        assert b"\x1b[?1049l" in program.output
    with opened(tmp_path) as program:
        program.until("reprendre")


def test_a_nasty_site_and_hostile_keys_send_nothing_of_theirs_to_the_terminal(tmp_path: Path) -> None:
    site = hostile_site(tmp_path / "site")
    with opened(tmp_path / "data", "--site", str(site), "--who", "A\x1b]0;pris\x07B") as program:
        program.ready()
        program.type("6\r")
        time.sleep(0.5)
        program.type("m")
        program.read(0.3)
        program.type("\x1b[200~mot \x1b]0;pris\x07 \u202efin\x1b[201~\r")
        program.read(0.5)
        program.type("\x11")
        assert program.ended() == 0
        assert b"\x1b]0;pris" not in program.output
        assert "\u202e".encode() not in program.output
        assert b"Traceback" not in program.output


def test_the_walk_names_every_screen_that_there_is() -> None:
    """Else a new one would be forgotten by the two tests that take it."""
    assert every_screen() == set(SHOWN)


def test_every_screen_sends_nothing_that_the_program_did_not_make(tmp_path: Path) -> None:
    site, data = hostile_site(tmp_path / "site"), tmp_path / "data"
    hostile_journal(data)
    environment = {**FULL, "USER": EVIL, "LOGNAME": EVIL}
    arguments = ("--site", str(site), "--who", f"A{EVIL}B")
    with Program(data, *arguments, environment=environment, size=(40, 120), term="xterm-256color") as program:
        program.ready()
        seen = walk(program, (40, 120))
        program.type("\x11")
        assert program.ended() == 0
        sent = nothing_acts(program)
    assert {name for name, words in SHOWN.items() if words not in seen} == set()
    assert "␛]0;pris" in sent
    assert "⟦U+202E⟧" in sent
    assert "[RADI]" in sent
