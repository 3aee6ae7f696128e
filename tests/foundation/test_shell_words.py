"""An argument that a person is advised to type is one argument again, on either system."""

from __future__ import annotations

import shlex
import sys

import pytest

from pannesi.support.shell_words import shell_argument


@pytest.mark.parametrize("text", ["/srv/site", "/srv/un site", "l'hôpital de jour", "a;b", "$HOME", "é"])
def test_it_is_one_argument_again(text: str) -> None:
    assert shlex.split(shell_argument(text)) == [text]


def test_on_windows_a_blank_needs_the_quotes_that_its_shell_knows(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    assert shell_argument(r"C:\un site") == r'"C:\un site"'
    assert shell_argument(r"C:\site") == r"C:\site"
