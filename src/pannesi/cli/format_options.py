"""Options for exported files: one for each format that has an option of its own."""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from pannesi.cli.help import deferred_help
from pannesi.documents.export_format import ExportFormat
from pannesi.documents.formats import formats_with_option


def option_per_format(act: Callable[..., None]) -> Callable[..., None]:
    """A decorator: the parameter `files` (a file by the name of its format) becomes one option for each format."""
    names = {f"as_{format.name}": format.name for format in formats_with_option()}
    parameters: list[inspect.Parameter] = []
    for parameter in inspect.signature(act, eval_str=True).parameters.values():
        parameters += _option_parameters() if parameter.name == "files" else [parameter.replace(kind=_BY_NAME)]

    @functools.wraps(act)
    def command(**given: Any) -> None:
        files = {form: given.pop(name) for name, form in names.items()}
        act(**given, files={form: file for form, file in files.items() if file is not None})

    vars(command)["__signature__"] = inspect.Signature(parameters)
    command.__annotations__ = {parameter.name: parameter.annotation for parameter in parameters}
    return command


_BY_NAME = inspect.Parameter.KEYWORD_ONLY


def _option_help(format: ExportFormat) -> str:
    return deferred_help(f"{format.name} option", format.option) if format.option is not None else ""


def _option_parameters() -> list[inspect.Parameter]:
    return [
        inspect.Parameter(
            f"as_{format.name}", _BY_NAME, default=None,
            annotation=Annotated[
                Path | None,
                typer.Option(f"--{format.name}", metavar="FICHIER", help=_option_help(format)),
            ],
        )
        for format in formats_with_option()
    ]  # fmt: skip
