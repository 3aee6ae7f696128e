"""The program itself, fed from standard input: scripts, closed streams, poor encodings, Ctrl-C, a second process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pannesi import exits
from tests.plain.playing import ROOT

PROGRAM = (sys.executable, "-m", "pannesi")


def run(data: Path, script: str | bytes, *options: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    typed = script if isinstance(script, bytes) else script.encode()
    return subprocess.run(
        [*PROGRAM, "--plain", "--who", "AB", "--data", str(data), *options],
        input=typed, capture_output=True, check=False, cwd=ROOT, env={**os.environ, **environment}, timeout=60,
    )  # fmt: skip


def test_a_script_takes_an_outage_to_its_closing(tmp_path: Path) -> None:
    script = "4\nj\nf\nf\nre\nCD\nsalle 2\n1\nf\ncl\nq\n"
    ran = run(tmp_path, script, "--at", "2026-11-24 03:12")
    text = ran.stdout.decode()
    assert (ran.returncode, ran.stderr) == (exits.OK, b"")
    assert "CLOSE · Dysfonctionnement du RIS" in text
    assert "> j\n" in text, "what was typed is part of the transcript"


def test_cut_off_in_the_middle_it_goes_on_in_the_next_process(tmp_path: Path) -> None:
    first = run(tmp_path, "6\n1\n1\nj\n", "--at", "2026-11-24 03:12")
    assert first.returncode == exits.OK
    second = run(tmp_path, "\n1\nf\n", "--exercise")
    assert "3.8 · QUESTION" in second.stdout.decode().partition("> 1")[0]
    assert "✓" in second.stdout.decode()


def test_bytes_that_are_no_text_end_nothing(tmp_path: Path) -> None:
    ran = run(tmp_path, b"6\nm caf\xe9 \xff\x1b]0;x\x07\n\x00\n1\n")
    assert ran.returncode == exits.OK
    assert "␛]0;x␇".encode() in ran.stdout
    assert b"\x1b" not in ran.stdout
    assert "réponse : Plusieurs" in ran.stdout.decode()


@pytest.mark.parametrize("encoding", ["ascii", "latin-1"])
def test_a_poor_terminal_stays_readable(encoding: str, tmp_path: Path) -> None:
    ran = run(tmp_path, "6\nj\nq\n", PYTHONIOENCODING=encoding, PYTHONUTF8="0")
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
    process = subprocess.Popen(
        [*PROGRAM, "--plain", "--data", str(tmp_path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, cwd=ROOT,
    )  # fmt: skip
    assert process.stdin is not None
    process.stdin.write(b"6\n")
    process.stdin.flush()
    wait_for_session(tmp_path)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=30)
    assert (process.returncode, err) == (exits.INTERRUPTED, b"")
    assert "--resume" in out.decode()


def wait_for_session(data: Path) -> None:
    """Until the first session is on disk: then the program waits for a key."""
    for _attempt in range(200):
        listed = subprocess.run([*PROGRAM, "sessions", "--data", str(data)], capture_output=True, check=False, cwd=ROOT)
        if b"Dysfonctionnement" in listed.stdout:
            return
        time.sleep(0.05)
    raise AssertionError("no session came")
