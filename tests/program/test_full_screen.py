"""The full-screen face under a real terminal: what it had shown as done is kept, and nothing hostile gets through."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pannesi.session.facts.lines import LineAnswered
from pannesi.session.facts.patients import DutyDone, PatientAdded
from pannesi.session.facts.session import HandoverOffered, HandoverTaken, NoteWritten, SessionClosed
from pannesi.session.facts.visits import ReturnAnnounced
from tests.support.full_screen import FULL, opened
from tests.support.hostile_sites import hostile_site
from tests.support.recorded_facts import recorded, sentences
from tests.support.shipped_site import shipped
from tests.support.terminal import ShownScreen, StoppableProgram

KEYS = ("6", "\r", "1", "1", "\r", "\r", "\r", "u", "\r", "p", "1", "1", "Inventé\r", "\x1b[15~", "\r", "\r")
"""Up to the first patient."""


@dataclass(frozen=True)
class Kill:
    """A moment at which the program might have been killed: what was seen, and what the disk would hold."""

    rows: list[str]
    data: Path


def kills_at_any_key(
    program: StoppableProgram, keys: Sequence[str], data: Path, size: tuple[int, int], pauses: Sequence[float]
) -> Iterator[Kill]:
    """Types keys as a hand does; some moments after each of them, and once it was obeyed."""
    screen, dice = ShownScreen(program, size), random.Random(1)
    for number, key in enumerate(keys):
        program.type(key)
        for part in ("soon", "later", "obeyed"):
            if part == "obeyed":
                program.settle(0.05)
            else:
                program.read(dice.choice(pauses))
            copy = data.with_name(f"kill-{number}-{part}")
            assert program.frozen(data, copy)
            yield Kill(screen.rows(), copy)
        program.settle()


def test_what_the_screen_had_shown_as_done_is_on_disk_after_a_kill_at_any_key(tmp_path: Path) -> None:
    by_number = {place.number: line for (unit, line), place in shipped().places.items() if unit == "cas-3"}
    with StoppableProgram(tmp_path / "data", environment=FULL, size=(24, 80), term="xterm-256color") as program:
        program.ready()
        kills = list(kills_at_any_key(program, KEYS, tmp_path / "data", (24, 80), [0.01, 0.03, 0.1]))
    most = 0
    for kill in kills:
        shown = {ticked[1] for row in kill.rows if (ticked := re.match(r"^[▶ ]✓ (\d+\.\d+) ", row))}
        kept = {str(event.payload.get("line")) for event in recorded(kill.data)}
        assert {by_number[number] for number in shown} <= kept
        most = max(most, len(shown))
    assert most >= 3, "else nothing was looked at"


LATER = (
    "6", "\r", "p", "1", "1", "\x1b[15~", "d", "\r", "\r", "\x1b", "\x1b", "g", "à suivre\r", "g", "CD\r", "r", "AB, poste 2\r", "\r",
    "x", "\x1b[F", "\r", "matériel remplacé\r",
)  # fmt: skip
"""A patient, what is owed to them, the hand offered and taken, the return, and a session closed with a reason."""
SIZE = (24, 160)
"""Wide enough for what is said of an act to stand on one line."""
CLAIMS = {
    "■ SESSION CLOSE": SessionClosed.kind,
    "✓ CD remis · fait": DutyDone.kind,
    "▲ RETOUR": ReturnAnnounced.kind,
}
"""What the screen claims, by the kind of fact that must then be kept."""


def test_what_was_said_done_of_patients_hand_return_and_closing_is_on_disk_after_a_kill_at_any_key(
    tmp_path: Path,
) -> None:
    with StoppableProgram(tmp_path / "data", environment=FULL, size=SIZE, term="xterm-256color") as program:
        program.ready()
        kills = list(kills_at_any_key(program, LATER, tmp_path / "data", SIZE, [0.01, 0.05, 0.15]))
    said_in_all: set[str] = set()
    for kill in kills:
        events = recorded(kill.data)
        kinds, sentences_kept = {event.kind for event in events}, sentences(events)
        said = {ticked[1].strip() for row in kill.rows[-4:] if (ticked := re.match(r"^ ✓ (.+)$", row))}
        for words in said:
            noted = re.fullmatch(r"[AP]-\d+ enregistré.*", words)
            assert words in sentences_kept or (noted and PatientAdded.kind in kinds), f"said done, not kept: {words}"
        text = "\n".join(kill.rows)
        for words, kind in CLAIMS.items():
            assert words not in text or kind in kinds, words
        said_in_all |= said
    assert "■ SESSION CLOSE" in "\n".join(kills[-1].rows), "else the end was never looked at"
    assert len(said_in_all) >= 3
    assert {
        PatientAdded.kind, DutyDone.kind, HandoverOffered.kind, HandoverTaken.kind, ReturnAnnounced.kind,
        SessionClosed.kind,
    } <= {event.kind for event in recorded(kills[-1].data)}  # fmt: skip


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
