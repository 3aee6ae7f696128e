"""Help and usage errors of the command line in French, in place of the English ones of the library."""

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
"""The key under which a context keeps the words after the name of a group: the library drops them before calling it."""
_COLUMN = 20
"""The column at which explanations of options begin."""
_WIDTH = 80
"""The width of help, in columns."""


_DEFERRED: dict[str, Callable[[], str]] = {}
"""The functions that make deferred help, by the placeholder that stands for it."""


def deferred_help(name: str, words: Callable[[], str]) -> str:
    """A placeholder for a help text that is made, in the reader's language, only when the commands are built."""
    _DEFERRED[name] = words
    return name


def translate_help(command: Any, app: typer.Typer) -> None:
    """Translates the help of a tree of commands just built from `app` into the reader's language."""
    texts = {} if only_french() else {inspect.cleandoc(text): text for text in _help_texts(app)}
    _translate_command(command, texts)


def _help_texts(app: typer.Typer) -> Iterator[str]:
    """The help of each command as it is written; the library removes its indentation."""
    inner = [(group, group.typer_instance) for group in app.registered_groups]
    for element in (app.registered_callback, *app.registered_commands, *(group for group, _app in inner)):
        if element is not None and isinstance(element.help, str):
            yield element.help
    for _group, within in inner:
        if within is not None:
            yield from _help_texts(within)


def _translate_command(command: Any, texts: Mapping[str, str]) -> None:
    for element in (command, *command.params):
        text = element.help or ""
        make = _DEFERRED.get(text)
        element.help = make() if make is not None else translated(Marked(texts.get(text, text)))
    for inner in getattr(command, "commands", {}).values():
        _translate_command(inner, texts)


def help_text(command: Any, ctx: Any) -> str:
    """The whole help of a command: usage, description with examples, options, subcommands."""
    text = inspect.cleandoc(command.help or "").splitlines()
    lines = [_usage_line(command, ctx), "", *_wrapped_paragraphs(text), ""]
    arguments = [param for param in command.params if param.param_type_name == "argument"]
    options = [param for param in command.params if param.param_type_name == "option"]
    if arguments:
        lines += [_("Arguments :"), *(_help_row(argument.metavar, argument.help) for argument in arguments), ""]
    lines += [_("Options :"), *(_help_row(_option_names(option), option.help) for option in options)]
    lines += [_help_row("--help, -h", _("Montrer cette aide.")), ""]
    commands = getattr(command, "commands", {})
    if commands:
        first = {name: inspect.cleandoc(inner.help or "").splitlines()[0] for name, inner in commands.items()}
        lines += [_("Commandes :"), *(_help_row(name, words) for name, words in first.items()), ""]
        lines += [_("Aide d'une commande : pannesi COMMANDE --help"), ""]
    return "\n".join(lines)


def _usage_line(command: Any, ctx: Any) -> str:
    arguments = [param.metavar for param in command.params if param.param_type_name == "argument"]
    rest = [*arguments, *([_("[COMMANDE]")] if getattr(command, "commands", {}) else [])]
    return _("Usage : {path} [OPTIONS] {rest}").format(path=ctx.command_path, rest=" ".join(rest)).rstrip()


def _wrapped_paragraphs(lines: list[str]) -> Iterator[str]:
    """Paragraphs wrapped to the width; indented lines, which are examples, as they are."""
    for prose, group in itertools.groupby(lines, key=lambda line: bool(line) and not line.startswith(" ")):
        part = list(group)
        yield from wrapped_lines(" ".join(part), _WIDTH) if prose else part


def _option_names(option: Any) -> str:
    names = ", ".join(option.opts)
    return names if option.is_flag else f"{names} {option.metavar}"


def _help_row(left: str, right: str | None) -> str:
    begin = f"  {left} ".ljust(_COLUMN)
    if len(begin) > _COLUMN:
        begin = f"{begin.rstrip()}\n{' ' * _COLUMN}"
    body = wrapped_lines(right or "", _WIDTH - _COLUMN)
    return begin + f"\n{' ' * _COLUMN}".join(body)


_PATHS = ("DOSSIER", "FICHIER", "[ANCIEN]", "[NOUVEAU]")
"""The metavars of parameters that are paths: a path is taken byte for byte."""


def _decode_words(command: Any, ctx: Any) -> None:
    """Repairs words typed in a terminal of another encoding, paths apart: the journal could not be searched for their
    bytes."""
    paths = {param.name for param in command.params if param.metavar in _PATHS}
    for name, value in ctx.params.items():
        if isinstance(value, str) and name not in paths:
            ctx.params[name] = typed_line(value)


class FrenchCommand(TyperCommand):
    """A command with help in French."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parses as the library does, then repairs words typed in another encoding."""
        rest = super().parse_args(ctx, args)
        _decode_words(self, ctx)
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help in French."""
        formatter.write(help_text(self, ctx))


class FrenchGroup(TyperGroup):
    """A group of commands with help in French, which suggests a command for an unknown one."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Parses as the library does, repairs words typed in another encoding, and keeps the words after the name."""
        rest = super().parse_args(ctx, args)
        _decode_words(self, ctx)
        ctx.meta[REST_KEY] = tuple(ctx.args)
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        """Writes the help in French."""
        formatter.write(help_text(self, ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Finds the command named. Raises TyperException, with a suggestion, for an unknown one."""
        if args and self.get_command(ctx, args[0]) is None and not args[0].startswith("-"):
            raise typer.TyperException(_unknown_command_words(args[0], list(self.commands)))
        return super().resolve_command(ctx, args)


def _unknown_command_words(name: str, commands: list[str]) -> str:
    from pannesi.procedure.spelling import nearest_name

    nearest = nearest_name(name, commands)
    words = _("La commande « {name} » n'existe pas.").format(name=clean_line(name))
    return words + (_(" Peut-être : pannesi {near} ?").format(near=nearest) if nearest is not None else _help_hint())


def usage_sentence(wrong: Any) -> str:
    """A usage error of the library in French, with what to type instead."""
    return " ".join(_usage_sentences(wrong))


def _usage_sentences(wrong: Any) -> Iterator[str]:
    kind = type(wrong).__name__
    if kind == "TyperException":
        yield wrong.message
        return
    option = clean_line(str(getattr(wrong, "option_name", "")))
    if kind == "NoSuchOption":
        yield _("L'option {option} n'existe pas.").format(option=option)
        nearest = getattr(wrong, "possibilities", None)
        if nearest:
            yield _("Peut-être : {options} ?").format(options=", ".join(sorted(nearest)))
    elif kind == "BadOptionUsage":
        yield _("L'option {option} : sa valeur manque, ou elle n'en prend pas.").format(option=option)
    elif kind == "MissingParameter":
        yield _("Il manque : {name}.").format(name=wrong.param.metavar if wrong.param is not None else "?")
    else:
        yield _("Il y a un mot de trop, ou une valeur qui ne convient pas.")
    yield _help_hint(wrong).strip()


def _help_hint(wrong: Any = None) -> str:
    context = getattr(wrong, "ctx", None)
    path = context.command_path if context is not None else "pannesi"
    return _(" Aide : {path} --help").format(path=path)
