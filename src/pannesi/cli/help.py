"""Help and usage errors of the command line in French: the library's own words are English."""

from __future__ import annotations

import inspect
import itertools
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from pannesi.support.i18n import Marked, _, only_french, translated
from pannesi.support.text_safety import clean_line, typed_line, wrapped_lines

REST_KEY = "pannesi.rest"
"""Under what a context keeps the words after a command's name: the library empties them before it calls the group."""
_COLUMN = 20
_WIDTH = 80


_MADE: dict[str, Callable[[], str]] = {}
"""What puts a help together, by the name that stands for it until it is shown."""


def deferred_help(name: str, words: Callable[[], str]) -> str:
    """Stands for a help that is put together, of sentences in the reader's language, when commands are built."""
    _MADE[name] = words
    return name


def translate_help(command: Any, app: typer.Typer) -> None:
    """Puts the help of a tree of commands just built from `app` into the reader's language: it was marked where it is
    written, when the command's module was loaded."""
    texts = {} if only_french() else {inspect.cleandoc(text): text for text in _help_texts(app)}
    _translate(command, texts)


def _help_texts(app: typer.Typer) -> Iterator[str]:
    """The help of each command as it is written; the library takes its indentation away."""
    inner = [(group, group.typer_instance) for group in app.registered_groups]
    for described in (app.registered_callback, *app.registered_commands, *(group for group, _app in inner)):
        if described is not None and isinstance(described.help, str):
            yield described.help
    for _group, within in inner:
        if within is not None:
            yield from _help_texts(within)


def _translate(command: Any, texts: Mapping[str, str]) -> None:
    for described in (command, *command.params):
        text = described.help or ""
        made = _MADE.get(text)
        described.help = made() if made is not None else translated(Marked(texts.get(text, text)))
    for inner in getattr(command, "commands", {}).values():
        _translate(inner, texts)


def help_text(command: Any, ctx: Any) -> str:
    """The whole help of a command: usage, what it does with examples, its options, its commands."""
    told = inspect.cleandoc(command.help or "").splitlines()
    lines = [_usage(command, ctx), "", *_folded(told), ""]
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    options = [one for one in command.params if one.param_type_name == "option"]
    if arguments:
        lines += [_("Arguments :"), *(_row(argument.metavar, argument.help) for argument in arguments), ""]
    lines += [_("Options :"), *(_row(_names(option), option.help) for option in options)]
    lines += [_row("--help, -h", _("Montrer cette aide.")), ""]
    commands = getattr(command, "commands", {})
    if commands:
        first = {name: inspect.cleandoc(one.help or "").splitlines()[0] for name, one in commands.items()}
        lines += [_("Commandes :"), *(_row(name, words) for name, words in first.items()), ""]
        lines += [_("Aide d'une commande : pannesi COMMANDE --help"), ""]
    return "\n".join(lines)


def _usage(command: Any, ctx: Any) -> str:
    arguments = [param.metavar for param in command.params if param.param_type_name == "argument"]
    rest = [*arguments, *([_("[COMMANDE]")] if getattr(command, "commands", {}) else [])]
    return _("Usage : {path} [OPTIONS] {rest}").format(path=ctx.command_path, rest=" ".join(rest)).rstrip()


def _folded(lines: list[str]) -> Iterator[str]:
    """Paragraphs broken at the width, wherever their author broke them; examples, which are indented, as they are."""
    for prose, group in itertools.groupby(lines, key=lambda line: bool(line) and not line.startswith(" ")):
        part = list(group)
        yield from wrapped_lines(" ".join(part), _WIDTH) if prose else part


def _names(option: Any) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {option.metavar}"


def _row(left: str, right: str | None) -> str:
    begin = f"  {left} ".ljust(_COLUMN)
    if len(begin) > _COLUMN:
        begin = f"{begin.rstrip()}\n{' ' * _COLUMN}"
    body = wrapped_lines(right or "", _WIDTH - _COLUMN)
    return begin + f"\n{' ' * _COLUMN}".join(body)


_PATHS = ("DOSSIER", "FICHIER", "[ANCIEN]", "[NOUVEAU]")
"""What stands for a path in the usage of a command: a path is taken byte by byte."""


def _as_meant(command: Any, ctx: Any) -> None:
    """Takes every word but paths as it was meant: a terminal in Latin-1 sends bytes that no journal can look for."""
    paths = {param.name for param in command.params if param.metavar in _PATHS}
    for name, value in ctx.params.items():
        if isinstance(value, str) and name not in paths:
            ctx.params[name] = typed_line(value)


class FrenchCommand(TyperCommand):
    """A command whose help is ours, and which takes words as they were meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        _as_meant(self, ctx)
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help_text(self, ctx))


class FrenchGroup(TyperGroup):
    """The program itself, whose help is ours, and which says what an unknown command may have meant."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        rest = super().parse_args(ctx, args)
        _as_meant(self, ctx)
        ctx.meta[REST_KEY] = tuple(ctx.args)
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        formatter.write(help_text(self, ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise typer.TyperException(_unknown_command(args[0], list(self.commands)))
        return super().resolve_command(ctx, args)


def _unknown_command(name: str, known: list[str]) -> str:
    from pannesi.procedure.spelling import nearest_name

    near = nearest_name(name, known)
    words = _("La commande « {name} » n'existe pas.").format(name=clean_line(name))
    return words + (_(" Peut-être : pannesi {near} ?").format(near=near) if near is not None else _hint())


def usage_sentence(wrong: Any) -> str:
    """What is wrong with what was typed, in a sentence that says what to type instead."""
    return " ".join(_parts(wrong))


def _parts(wrong: Any) -> Iterator[str]:
    kind = type(wrong).__name__
    if kind == "TyperException":
        yield wrong.message
        return
    option = clean_line(str(getattr(wrong, "option_name", "")))
    if kind == "NoSuchOption":
        yield _("L'option {option} n'existe pas.").format(option=option)
        near = getattr(wrong, "possibilities", None)
        if near:
            yield _("Peut-être : {options} ?").format(options=", ".join(sorted(near)))
    elif kind == "BadOptionUsage":
        yield _("L'option {option} : sa valeur manque, ou elle n'en prend pas.").format(option=option)
    elif kind == "MissingParameter":
        yield _("Il manque : {name}.").format(name=wrong.param.metavar if wrong.param is not None else "?")
    else:
        yield _("Il y a un mot de trop, ou une valeur qui ne convient pas.")
    yield _hint(wrong).strip()


def _hint(wrong: Any = None) -> str:
    context = getattr(wrong, "ctx", None)
    path = context.command_path if context is not None else "pannesi"
    return _(" Aide : {path} --help").format(path=path)
