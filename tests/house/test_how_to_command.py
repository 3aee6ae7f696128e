"""A command is added as its page says, on a copy: it is in the help, answers in words and in JSON, and fits the types."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.support.working_copy import copied_with, edited, run_in, steps, type_errors

PAGE = "add-a-command.md"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with the command."""
    assert len(steps(PAGE)) == 2
    return copied_with(PAGE, tmp_path_factory.mktemp("command"))


def test_the_command_is_in_the_help_and_answers_in_words_and_in_json(folder: Path) -> None:
    code, said = run_in(folder, "-m", "pannesi", "--help")
    assert code == 0
    assert "schedules         Les horaires que le site connaît." in said
    code, said = run_in(folder, "-m", "pannesi", "schedules", "--site", str(folder), "--json")
    names = json.loads(said)["schedules"]
    assert code == 0
    assert "imadis-nuit" in names
    assert f"{len(names)} horaires :" in run_in(folder, "-m", "pannesi", "schedules", "--site", str(folder))[1]


def test_the_type_checker_finds_nothing_and_would_find_a_call_that_does_not_fit(folder: Path) -> None:
    assert type_errors(folder, "cli/commands/site.py", "cli/use_cases/schedules.py") == ""
    with edited(folder, "src/pannesi/cli/use_cases/schedules.py", ", *, as_json: bool", ""):
        assert "cli/commands/site.py:" in type_errors(folder, "cli/commands/site.py")
