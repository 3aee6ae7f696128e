"""Options written before the name of a command: passed on to it where it takes them, refused where it does not.

An option that was dropped silently would answer another question than the one asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from pannesi.cli.help import REST_KEY
from pannesi.support.i18n import _


def pass_global_options(ctx: typer.Context, given: Mapping[str, object]) -> None:
    """Makes options given before a command (values by option name) its defaults: those after its name win.

    Raises TyperException, a usage error, for an option that the command does not take.
    """
    path, command = _command_path(ctx)
    for option, value in given.items():
        level, name = _innermost_taking(path, option)
        if name is None:
            words = _("« pannesi {command} » ne prend pas {option}. Aide : pannesi {command} --help")
            raise typer.TyperException(words.format(command=command, option=option))
        if ctx.default_map is None:
            ctx.default_map = {}
        place: Any = ctx.default_map
        for step, _command in path[: level + 1]:
            place = place.setdefault(step, {})
        place[name] = value


def _command_path(ctx: typer.Context) -> tuple[list[tuple[str, Any]], str]:
    """The command asked for, with its subcommand if any, as (name, command); and both names as typed."""
    path: list[tuple[str, Any]] = []
    group: Any = ctx.command
    for word in (str(ctx.invoked_subcommand), *ctx.meta.get(REST_KEY, ())):
        inside = getattr(group, "commands", {})
        if word in inside:
            group = inside[word]
            path.append((word, group))
    return path, " ".join(name for name, _command in path)


def _innermost_taking(path: list[tuple[str, Any]], option: str) -> tuple[int, str | None]:
    """The level of the innermost command that takes an option, and the name of its parameter; None where none does."""
    for level in reversed(range(len(path))):
        for param in path[level][1].params:
            if option in getattr(param, "opts", ()):
                return level, param.name
    return -1, None
