"""Which modules of commands are loaded: all, or for what is asked in a hurry only its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from pannesi.cli import commands
from pannesi.cli.app import GROUPS


def loaded_by(*arguments: str) -> set[str]:
    code = (
        "import sys; from pannesi.cli.app import load_commands; load_commands(sys.argv[1:]);"
        "print(*[n.rpartition('.')[2] for n in sys.modules if n.startswith('pannesi.cli.commands.')])"
    )
    done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return set(done.stdout.split()) - {"base"}


def test_every_module_of_commands_is_listed() -> None:
    folder = Path(commands.__file__).parent
    assert set(GROUPS) == {path.stem for path in folder.glob("*.py")} - {"__init__", "base"}


@pytest.mark.parametrize("arguments", [(), ("--help",), ("check",), ("--site", "x", "contacts"), ("unheard-of",)])
def test_all_commands_are_known_unless_one_is_in_a_hurry(arguments: tuple[str, ...]) -> None:
    assert loaded_by(*arguments) == set(GROUPS)


@pytest.mark.parametrize("command", ["contacts", "show"])
def test_what_is_asked_in_a_hurry_loads_its_own_module_alone(command: str) -> None:
    assert loaded_by(command, "--at", "03:12") == {"site"}
