"""Which face a terminal gets, decided once from what it says of itself."""

from __future__ import annotations

import io
import sys

import pytest

from pannesi.cli.launch import capability, outputs_are_terminals


@pytest.mark.parametrize(
    ("environment", "tty", "encoding", "windows", "expected"),
    [
        ({"TERM": "xterm-256color"}, True, "utf-8", False, "full"),
        ({"TERM": "xterm", "COLORTERM": "truecolor"}, True, "UTF-8", False, "full"),
        ({"TERM": "xterm"}, True, "utf8", False, "ansi"),
        ({"TERM": "linux"}, True, "utf-8", False, "ansi"),
        ({"TERM": "xterm-256color", "NO_COLOR": "1"}, True, "utf-8", False, "mono"),
        ({"TERM": "xterm-256color", "NO_COLOR": ""}, True, "utf-8", False, "full"),
        ({"TERM": "dumb"}, True, "utf-8", False, "plain"),
        ({}, True, "utf-8", False, "plain"),
        ({"TERM": "xterm-256color"}, False, "utf-8", False, "plain"),
        ({"TERM": "xterm-256color"}, True, "iso-8859-1", False, "plain"),
        ({"TERM": "xterm-256color"}, True, None, False, "plain"),
        ({}, True, "utf-8", True, "plain"),
        ({"WT_SESSION": "x"}, True, "utf-8", True, "full"),
        ({"WT_SESSION": "x"}, True, "cp65001", True, "full"),
        ({"WT_SESSION": "x"}, True, "cp1252", True, "plain"),
        ({"WT_SESSION": "x"}, True, "cp850", True, "plain"),
        ({"WT_SESSION": "x"}, False, "utf-8", True, "plain"),
        ({"WT_SESSION": "x", "TERM": "dumb"}, True, "utf-8", True, "plain"),
        ({"WT_SESSION": "x", "NO_COLOR": "1"}, True, "utf-8", True, "mono"),
        ({"ConEmuANSI": "ON"}, True, "utf-8", True, "ansi"),
        ({"ConEmuANSI": "OFF"}, True, "utf-8", True, "plain"),
        ({"TERM_PROGRAM": "vscode", "COLORTERM": "truecolor"}, True, "utf-8", True, "full"),
        ({"TERM": "xterm"}, True, "no-such-encoding", False, "plain"),
    ],
)
def test_a_terminal_gets_the_best_face_it_can_show(
    environment: dict[str, str], tty: bool, encoding: str | None, windows: bool, expected: str
) -> None:
    assert capability(environment, tty=tty, encoding=encoding, windows=windows) == expected


class Channel(io.StringIO):
    def __init__(self, tty: bool) -> None:
        super().__init__()
        self._tty = tty

    def isatty(self) -> bool:
        return self._tty


@pytest.mark.parametrize(
    ("out", "errors", "platform", "expected"),
    [(True, True, "linux", True), (True, False, "linux", False), (False, True, "linux", False),
     (True, False, "win32", True), (True, None, "linux", False)],
)  # fmt: skip
def test_the_full_screen_is_not_drawn_into_a_file_of_errors(
    monkeypatch: pytest.MonkeyPatch, out: bool, errors: bool | None, platform: str, expected: bool
) -> None:
    monkeypatch.setattr(sys, "stdout", Channel(out))
    monkeypatch.setattr(sys, "stderr", Channel(errors) if errors is not None else None)
    monkeypatch.setattr(sys, "platform", platform)
    assert outputs_are_terminals() is expected
