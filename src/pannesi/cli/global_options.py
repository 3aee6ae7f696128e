"""Options written before a command's name: handed on to it where it takes them, refused where it does not.

One that was dropped in silence would answer another question than the one that was asked.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import typer

from pannesi.cli.help import REST_KEY
from pannesi.support.i18n import _


def pass_global_options(ctx: typer.Context, given: Mapping[str, object]) -> None:
    """Makes what was given before a command, by option name, what that command goes by unless it is told otherwise
    after its name. Raises a usage error for an option that the command does not take."""
    path, command = _named(ctx)
    for option, value in given.items():
        level, name = _taker(path, option)
        if name is None:
            words = _("« pannesi {command} » ne prend pas {option}. Aide : pannesi {command} --help")
            raise typer.TyperException(words.format(command=command, option=option))
        if ctx.default_map is None:
            ctx.default_map = {}
        place: Any = ctx.default_map
        for one, _command in path[: level + 1]:
            place = place.setdefault(one, {})
        place[name] = value


def _named(ctx: typer.Context) -> tuple[list[tuple[str, Any]], str]:
    """The command, and the one within it that is asked for, if any, each with its name; and both names as typed."""
    found: list[tuple[str, Any]] = []
    group: Any = ctx.command
    for word in (str(ctx.invoked_subcommand), *ctx.meta.get(REST_KEY, ())):
        inside = getattr(group, "commands", {})
        if word in inside:
            group = inside[word]
            found.append((word, group))
    return found, " ".join(name for name, _command in found)


def _taker(path: list[tuple[str, Any]], option: str) -> tuple[int, str | None]:
    """The innermost command that takes an option, and its name for it; None when none does."""
    for level in reversed(range(len(path))):
        for param in path[level][1].params:
            if option in getattr(param, "opts", ()):
                return level, param.name
    return -1, None
