"""The way in: runs the command line and turns every ending into an exit code, in one place."""

from __future__ import annotations

import gc
import os
import sys
import traceback
from collections.abc import Sequence
from types import TracebackType

from pannesi import exits
from pannesi.i18n import _
from pannesi.output import OutputClosed, stderr, stdout
from pannesi.text import clean_line


def main() -> None:
    """Runs the program with the arguments of the process, and ends it."""
    sys.excepthook = tell_failure
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Runs the program; returns its exit code. Ctrl-C and a closed output end it quietly."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # nothing of what is loaded at the start will ever be garbage
    stdout(), stderr()
    try:
        from pannesi.command_line import invoke

        return invoke(arguments)
    except KeyboardInterrupt:
        return exits.INTERRUPTED
    except OutputClosed:
        return exits.OUTPUT_CLOSED


def tell_failure(kind: type[BaseException], failure: BaseException, trace: TracebackType | None) -> None:
    """What a person reads when the program itself fails: no values of variables, which may be patients' names."""
    if issubclass(kind, KeyboardInterrupt):
        return
    out = stderr()
    try:
        out.wrapped(
            _(
                "pannesi s'est arrêté sur une erreur du programme ({kind}). Ce qui est marqué ✓ est enregistré."
                " Relancer pannesi : la session reprend où elle était. Sinon, suivre la procédure papier."
            ).format(kind=kind.__name__)
        )
        if os.environ.get("PANNESI_DEBUG") == "1":
            out.line("".join(traceback.format_exception(kind, failure, trace)))
        else:
            out.wrapped(_("Pour l'auteur du programme : relancer avec PANNESI_DEBUG=1. {place}").format(
                place=_where(trace)
            ))  # fmt: skip
    except OutputClosed:
        return


def _where(trace: TracebackType | None) -> str:
    """The last place in our own code, without any value."""
    frames = traceback.extract_tb(trace)
    return clean_line(f"({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})") if frames else ""
