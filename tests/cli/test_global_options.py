"""Options written before a command: each is handed on to a command that takes it, or refused; none is dropped."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import typer

from pannesi.cli import app as command_line
from pannesi.cli.commands.base import app
from pannesi.support import errors as exits

GIVEN: dict[str, object] = {
    "--site": "hopital", "--data": "dossier", "--plain": True, "--at": "10:00", "--exercise": True, "--who": "AB",
    "--resume": "20261124",
}  # fmt: skip


def tree() -> Any:
    command_line.load_commands(())
    return typer.main.get_command(app)


def leaves(group: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Any]]:
    for name, command in group.commands.items():
        if command.callback is not None:
            yield (*path, name), command
        if hasattr(command, "commands"):
            yield from leaves(command, (*path, name))


def taken(command: Any, option: str) -> str | None:
    return next((one.name for one in command.params if option in getattr(one, "opts", ())), None)


COMMANDS = [path for path, _command in leaves(tree())]


@pytest.mark.parametrize("path", COMMANDS, ids=" ".join)
def test_an_option_before_a_command_is_handed_on_or_refused(
    path: tuple[str, ...], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    root = tree()
    ran: dict[tuple[str, ...], dict[str, Any]] = {}
    levels = dict(leaves(root))
    for one, command in levels.items():
        monkeypatch.setattr(command, "callback", _keeper(ran, one))
    monkeypatch.setattr(typer.main, "get_command", lambda _app: root)
    required = [one for one in levels[path].params if one.required]
    needed = ["x" for one in required if one.param_type_name == "argument"]
    needed += [word for one in required for word in (one.opts[0], "x") if one.param_type_name == "option"]
    for option, value in GIVEN.items():
        ran.clear()
        before = (option,) if value is True else (option, str(value))
        code = command_line.invoke([*before, *path, *needed])
        takers = [path[:end] for end in range(len(path), 0, -1) if _takes(levels, path[:end], option)]
        told = capsys.readouterr().err
        if not takers:
            assert (code, ran) == (exits.USAGE, {}), option
            assert option in told
            assert "ne prend pas" in told
            assert " ".join(path) in told
        else:
            assert (code, told) == (exits.OK, ""), option
            assert ran[takers[0]][str(taken(levels[takers[0]], option))] == value


def _keeper(ran: dict[tuple[str, ...], dict[str, Any]], path: tuple[str, ...]) -> Callable[..., None]:
    return lambda **given: ran.update({path: given})


def _takes(levels: dict[tuple[str, ...], Any], path: tuple[str, ...], option: str) -> bool:
    return path in levels and taken(levels[path], option) is not None


def test_contacts_are_those_of_the_hour_given_before(capsys: pytest.CaptureFixture[str]) -> None:
    told = []
    for arguments in (("--at", "03:00", "contacts"), ("contacts", "--at", "03:00"), ("--at", "10:00", "contacts")):
        assert command_line.invoke(list(arguments)) == exits.OK
        told.append(capsys.readouterr().out)
    assert told[0] == told[1] != told[2]


def test_what_follows_the_command_comes_first(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.invoke(["--at", "10:00", "contacts", "--at", "03:00"]) == exits.OK
    both = capsys.readouterr().out
    assert command_line.invoke(["contacts", "--at", "03:00"]) == exits.OK
    assert capsys.readouterr().out == both
