"""Each command that a screen offers is bound to what does it, and each screen that a command opens is there."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from typing import Any

import pytest

from pannesi.plain import handlers as plain
from pannesi.presentation.commands import general, history, session
from pannesi.presentation.commands.command import Command
from pannesi.tui import screens
from pannesi.tui.command_screen import HANDLERS_EVERYWHERE, OPENED_BY, CommandScreen
from pannesi.tui.screens.choice_list import ChoiceListScreen

for _module in pkgutil.walk_packages(screens.__path__, f"{screens.__name__}."):
    importlib.import_module(_module.name)


def below(screen: type[CommandScreen]) -> list[type[CommandScreen]]:
    """Every class that is made from a screen."""
    children = screen.__subclasses__()
    return [*children, *(deeper for child in children for deeper in below(child))]


OFFERING = [screen for screen in below(CommandScreen) if screen.OFFERS and screen.__module__.startswith("pannesi.")]


def place(screen: type) -> str:
    """Where a class stands."""
    return f"{inspect.getsourcefile(screen)}:{inspect.getsourcelines(screen)[1]}"


def unbound(offered: tuple[Command[Any], ...], handlers: Any) -> list[str]:
    """The commands that nothing does, and those that are bound and never offered."""
    wanted = {command for command in offered if not command.opens}
    return sorted(command.id for command in wanted ^ set(handlers))


@pytest.mark.parametrize("screen", OFFERING)
def test_every_command_of_a_screen_is_bound_and_none_besides(screen: type[CommandScreen]) -> None:
    assert unbound(screen.OFFERS, screen.HANDLERS) == [], place(screen)


def test_the_commands_of_every_screen_and_of_the_line_by_line_face_are_bound() -> None:
    assert len(OFFERING) >= 13
    assert unbound(general.EVERYWHERE, HANDLERS_EVERYWHERE) == []
    assert {command.id for command in session.TYPED_IN_SESSION} == {command.id for command in plain.HANDLERS}
    assert set(plain.HANDLERS) >= plain.ONLY_SHOWING


def test_a_command_without_a_handler_is_seen() -> None:
    assert unbound((general.RUN, general.LEAVE_PALETTE), {general.RUN: None}) == ["leave_palette"]
    assert unbound((general.RUN,), {general.RUN: None, general.CLEAR: None}) == ["clear"]


def test_a_command_opens_the_screen_of_the_module_that_it_names() -> None:
    opening = {command for screen in OFFERING for command in (*screen.OFFERS, *general.EVERYWHERE) if command.opens}
    assert opening >= {general.CONTACTS, history.FIGURES, history.REDLINES}
    for command in opening:
        assert OPENED_BY[command].__module__ == f"{screens.__name__}.{command.opens}", command.id


def test_the_keys_of_a_screen_are_bound_from_the_registry_and_its_own_stay() -> None:
    keys = {binding.key for binding in ChoiceListScreen.BINDINGS if not isinstance(binding, tuple)}
    assert {"escape", "f1", "f2", "ctrl+q"} <= keys
    assert ("enter", "choose") in ChoiceListScreen.BINDINGS
