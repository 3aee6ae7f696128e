"""The registry of commands: what both faces offer is as it was, and each command says what it must.

A key or a sentence that is changed on purpose is changed in `tests/data/commands/` too.
"""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import pytest

from pannesi.presentation.commands import general, session
from pannesi.presentation.text.key_names import FULL_SCREEN, PLAIN
from tests.support.all_commands import ALL, ON
from tests.support.project_files import ROOT

FROZEN = ROOT / "tests" / "data" / "commands"


def frozen(name: str) -> Any:
    return json.loads((FROZEN / f"{name}.json").read_text("utf-8"))


@pytest.mark.parametrize("screen", ON)
def test_the_commands_of_a_screen_are_still_there_as_they_were_in_their_order(screen: str) -> None:
    expected = frozen("full_screen")
    assert expected.keys() == ON.keys()
    fields = ("keys", "key", "short", "help", "noun", "bar", "listed", "press", "asserts")
    offered = [{name: getattr(command, name) for name in fields} for command in ON[screen]]
    assert [command for command in offered if command in expected[screen]] == expected[screen]


def test_the_commands_typed_in_a_session_are_still_there_as_they_were_in_their_order() -> None:
    offered = [
        {
            "key": command.as_typed.key,
            "words": list(command.as_typed.words),
            "short": short if isinstance(short := command.as_typed.short or command.short, str) else None,
            "help": command.typed_help,
            "group": command.as_typed.group,
            "on_line": command.as_typed.on_line,
            "beside_yes_no": command.as_typed.beside_yes_no,
        }
        for command in session.TYPED_IN_SESSION
    ]
    assert [command for command in offered if command in frozen("plain")] == frozen("plain")


def test_sentences_name_the_keys_that_they_named() -> None:
    expected = frozen("named_keys")
    assert expected["plain"].items() <= asdict(PLAIN).items()
    assert expected["full_screen"].items() <= asdict(FULL_SCREEN).items()


def test_each_command_has_its_own_id_its_words_and_a_face() -> None:
    by_module = [[command.id for command in ALL if command in vars(module).values()] for module in (general, session)]
    assert all(len(set(ids)) == len(ids) for ids in by_module)
    for screen, commands in ON.items():
        ids = [command.id for command in (*commands, *general.EVERYWHERE)]
        assert screen == "everywhere" or len(set(ids)) == len(ids), screen
    for command in ALL:
        assert command.short, command.id
        assert command.help, command.id
        assert command.keys or command.typed is not None, command.id
        assert bool(command.key) == bool(command.keys), command.id


def test_what_is_no_command_of_the_line_by_line_face_says_so() -> None:
    with pytest.raises(LookupError, match="next is no command"):
        _typed = session.NEXT.as_typed
