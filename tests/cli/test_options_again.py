"""What a session that is left advises to type opens the same journal, with the same site, in the same face."""

from __future__ import annotations

import shlex
from pathlib import Path

import pytest

from pannesi.cli.launch import LaunchOptions, options_again


@pytest.mark.parametrize(
    ("options", "again"),
    [
        (LaunchOptions(), "--plain"),
        (LaunchOptions(plain=True, data="/tmp/nuit"), "--plain --data /tmp/nuit"),
        (LaunchOptions(site="/srv/un site", who="AB"), "--plain --site '/srv/un site' --who AB"),
        (LaunchOptions(resume="2026", at="03:12"), "--plain"),
    ],
)
def test_the_options_are_those_that_lead_back(options: LaunchOptions, again: str) -> None:
    assert options_again(options) == again


def test_a_folder_with_blanks_and_quotes_is_one_argument_again(tmp_path: Path) -> None:
    folder = str(tmp_path / "l'hôpital de jour")
    assert shlex.split(options_again(LaunchOptions(data=folder))) == ["--plain", "--data", folder]
