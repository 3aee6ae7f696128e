"""The référent's guide: its contents lead to its parts, and each key, word and command of its table exists."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from typing import Any

import pytest

from pannesi.cli.app import load_commands
from pannesi.cli.commands.base import app
from pannesi.plain.repl import find_command
from pannesi.presentation.commands import general, history, patients, session
from pannesi.presentation.commands.command import Command
from tests.support.project_files import ROOT

GUIDE = (ROOT / "docs/guide-referent.md").read_text("utf-8")
SCREENS: dict[str, tuple[Command[Any], ...]] = {
    "accueil": general.ON_HOME,
    "session": session.ON_SESSION,
    "sessions": history.ON_SESSIONS,
    "relue": history.ON_PAST_SESSION,
    "registre": patients.ON_REGISTER,
    "ligne": patients.ON_PATIENT_LINE,
    "signalées": history.ON_REDLINES,
    "chiffres": history.ON_STATISTICS,
}
"""The commands of each screen that the table names."""
AT_HOME = ("s 1", "s pacs")
"""What is typed on home, line by line: sessions by their number, or by words."""


def rows() -> Iterator[tuple[str, ...]]:
    """The rows of the table, as (wish, full screen, line by line, command)."""
    table = GUIDE.split("## Je veux…", 1)[1].split("\n## ", 1)[0]
    for line in table.splitlines():
        if line.startswith("| ") and not line.startswith(("| je veux", "| ---")):
            yield tuple(cell.strip() for cell in line.strip("|").split("|"))


ROWS = tuple(rows())


def test_the_table_has_a_way_for_each_wish() -> None:
    assert len(ROWS) > 30
    assert [row[0] for row in ROWS if len(row) != 4 or not any(row[1:])] == []
    assert len({row[0] for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", [row for row in ROWS if row[1]], ids=lambda row: row[0])
def test_each_key_of_the_table_is_that_of_a_command_with_this_word_on_this_screen(row: tuple[str, ...]) -> None:
    match = re.fullmatch(r"(\w+) : \*\*(.+)\*\* (.+)", row[1])
    assert match is not None, row[1]
    screen, key, word = match.groups()
    assert word in [command.short for command in SCREENS[screen] if command.key == key]


@pytest.mark.parametrize("row", [row for row in ROWS if row[2]], ids=lambda row: row[0])
def test_each_word_of_the_table_is_a_command_line_by_line(row: tuple[str, ...]) -> None:
    words = re.findall(r"`([^`]+)`", row[2])
    assert words
    for word in words:
        if row[2].endswith("à l'accueil"):
            assert word in AT_HOME
        else:
            match = find_command(word)
            assert match is not None, word
            assert match[0].as_typed.key == word


@pytest.mark.parametrize("row", [row for row in ROWS if row[3]], ids=lambda row: row[0])
def test_each_command_of_the_table_has_its_options(row: tuple[str, ...]) -> None:
    import typer

    load_commands(["--help"])
    tree: Any = typer.main.get_command(app)
    for written in re.findall(r"`([^`]+)`", row[3]):
        program, *words = shlex.split(written)
        assert program == "pannesi"
        command = tree
        while words and words[0] in getattr(command, "commands", {}):
            command = command.commands[words.pop(0)]
        assert command is not tree or words[0].startswith("--"), written
        offered = {option for parameter in command.params for option in parameter.opts}
        assert {word for word in words if word.startswith("--")} <= offered, written


def test_the_contents_name_every_part_and_lead_there() -> None:
    parts = re.findall(r"^## (.+)$", GUIDE, re.MULTILINE)
    contents = re.findall(r"^- \[(.+)\]\(#(.+)\)$", GUIDE.split("\n## ", 1)[0], re.MULTILINE)
    assert [title for title, _anchor in contents] == parts
    assert [anchor for _title, anchor in contents] == [_anchor_of(title) for title in parts]
    assert set(re.findall(r"\]\(#([^)]+)\)", GUIDE)) <= {_anchor_of(title) for title in parts}


def _anchor_of(title: str) -> str:
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
