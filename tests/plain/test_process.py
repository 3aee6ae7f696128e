"""The program itself, fed from standard input: scripts, closed streams, poor encodings, Ctrl-C, a second process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from pannesi.support import errors as exits
from tests.support.plain_playing import ROOT

PROGRAM = (sys.executable, "-m", "pannesi")


def run(data: Path, script: str | bytes, *options: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """Runs the program on a standard input; what it wrote and its exit code."""
    typed = script if isinstance(script, bytes) else script.encode()
    return subprocess.run(
        [*PROGRAM, "--plain", "--who", "AB", "--data", str(data), *options],
        input=typed, capture_output=True, check=False, cwd=ROOT, env={**os.environ, **environment}, timeout=60,
    )  # fmt: skip


def test_a_script_takes_an_outage_to_its_closing(tmp_path: Path) -> None:
    script = "4\njoint\nfait\nfait\nr\nCD\nsalle 2\n\n1\nfait\nclore\nq\n"
    ran = run(tmp_path, script, "--at", "2026-11-24 03:12")
    text = ran.stdout.decode()
    assert (ran.returncode, ran.stderr) == (exits.OK, b"")
    assert "CLOSE · Dysfonctionnement du RIS" in text
    assert "> joint\n" in text, "what was typed is part of the transcript"


def test_cut_off_in_the_middle_it_goes_on_in_the_next_process(tmp_path: Path) -> None:
    first = run(tmp_path, "6\n1\n1\njoint\n", "--at", "2026-11-24 03:12")
    assert first.returncode == exits.OK
    second = run(tmp_path, "\n1\nfait\n", "--exercise")
    assert "3.10 · Les images" in second.stdout.decode().partition("> 1")[0]
    assert "✓" in second.stdout.decode()


def test_bytes_that_are_no_text_end_nothing(tmp_path: Path) -> None:
    ran = run(tmp_path, b"6\nm caf\xe9 \xff\x1b]0;x\x07\n\x00\n1\n")
    assert ran.returncode == exits.OK
    assert "␛]0;x␇".encode() in ran.stdout
    assert b"\x1b" not in ran.stdout
    assert "réponse : Plusieurs" in ran.stdout.decode()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_poor_terminal_stays_readable(encoding: str, tmp_path: Path) -> None:
    ran = run(tmp_path, "6\njoint\nq\n", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
    assert (ran.returncode, ran.stderr) == (exits.OK, b"")
    assert "Que se passe-t-il ?" in ran.stdout.decode(encoding)


@pytest.mark.skipif(sys.platform == "win32", reason="closing streams is the shell's there")
@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_closed_streams_end_quietly(closed: str, tmp_path: Path) -> None:
    command = f'"{sys.executable}" -m pannesi --plain --data "{tmp_path}" {closed}'
    ran = subprocess.run(command, shell=True, stdin=subprocess.DEVNULL, capture_output=True, check=False, cwd=ROOT)
    assert (ran.returncode, b"Traceback" in ran.stderr) == (exits.OK, False)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there")
def test_ctrl_c_ends_with_one_sentence_and_its_code(tmp_path: Path) -> None:
    out, err, code = interrupted_at(tmp_path, b"\n> ")
    assert (code, err) == (exits.INTERRUPTED, b"")
    assert "--resume" in out.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there")
@pytest.mark.parametrize("seen", [": ", ": 6\n", "✓ session", "ALERTE"])
def test_ctrl_c_at_any_moment_of_opening_ends_with_its_code_and_no_trace(seen: str, tmp_path: Path) -> None:
    out, err, code = interrupted_at(tmp_path, seen.encode())
    assert (code, err) == (exits.INTERRUPTED, b"")
    assert "--resume" in out.decode() or "✓ session" not in out.decode(), "a session on record is named"


def interrupted_at(data: Path, seen: bytes) -> tuple[bytes, bytes, int]:
    """What the program says and ends with when Ctrl-C comes as soon as it has written `seen`, a session being opened."""
    process = subprocess.Popen(
        [*PROGRAM, "--plain", "--data", str(data)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, cwd=ROOT, preexec_fn=heed_ctrl_c,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(b"6\n")
    process.stdin.flush()
    output = b""
    while seen not in output:
        more = os.read(process.stdout.fileno(), 65_536)
        assert more, output
        output += more
    process.send_signal(signal.SIGINT)
    rest, err = process.communicate(timeout=60)
    return output + rest, err, process.returncode


def heed_ctrl_c() -> None:
    """As in a terminal: whoever runs the tests in the background ignores it, and what they start inherits that."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C is no signal there")
def test_ctrl_c_within_what_is_compiled_at_run_time_ends_with_its_code_too(tmp_path: Path) -> None:
    raised = "import signal; signal.raise_signal(signal.SIGINT)"
    script = f"from pannesi.cli import main\nmain._dispatch = lambda given: exec({raised!r})\nmain.main()"
    (tmp_path / "interrupted.py").write_text(script, "utf-8")
    ran = subprocess.run(
        [sys.executable, "-m", "interrupted"], capture_output=True, preexec_fn=heed_ctrl_c, check=False, cwd=tmp_path
    )
    assert (ran.returncode, ran.stderr) == (exits.INTERRUPTED, b"")
