"""The way in: runs the command line and turns every ending into an exit code, in one place."""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import NoReturn

from pannesi.support import exit_codes as exits
from pannesi.support.console import OutputClosed, stderr, stdout
from pannesi.support.errors import PannesiError
from pannesi.support.i18n import _
from pannesi.support.pending_writes import wait_for_writes
from pannesi.support.text_safety import clean_line


def main() -> None:
    """Runs the program with the arguments of the process, and ends it."""
    sys.excepthook = tell_failure
    code = run_program(sys.argv[1:])
    if "textual" in sys.modules:
        _end_at_once(code)
    sys.exit(code)


def _end_at_once(code: int) -> NoReturn:
    """Ends without taking the interpreter apart, which takes longer than the person who quit would wait.

    Nothing is lost: every commit is synced before it is shown, and the journal was closed after the last. A file that
    is being written is whole, or not there.
    """
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    wait_for_writes()
    os._exit(code)


def run_program(arguments: Sequence[str]) -> int:
    """Runs the program; returns its exit code. Ctrl-C and a closed output end it quietly."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # nothing of what is loaded at the start will ever be garbage
    stdout(), stderr()
    try:
        return _refusals_told(lambda: _begin(arguments))
    except KeyboardInterrupt:
        return exits.INTERRUPTED
    except OutputClosed:
        return exits.OUTPUT_CLOSED


def _begin(arguments: Sequence[str]) -> int:
    """`pannesi` alone opens a face at once: there is nothing to parse, and somebody waits."""
    if not arguments:
        from pannesi.cli.launch import LaunchOptions, open_face

        return open_face(LaunchOptions())
    from pannesi.cli.app import invoke

    return invoke(arguments)


def _refusals_told(act: Callable[[], int]) -> int:
    """What `act` returns; or the code of what it could not do, told on standard error."""
    try:
        return act()
    except PannesiError as refusal:
        refusal.report(stderr())
        return refusal.exit_code


def tell_failure(kind: type[BaseException], failure: BaseException, trace: TracebackType | None) -> None:
    """What a person reads when the program itself fails: no values of variables, which may be patients' names."""
    if issubclass(kind, KeyboardInterrupt):
        return
    import traceback

    out = stderr()
    try:
        out.wrapped(
            _(
                "pannesi s'est arrêté sur une erreur du programme ({kind}). Ce qui est marqué ✓ est enregistré."
                " Relancer pannesi : la session reprend où elle était. Si cela recommence, pannesi --plain continue"
                " ligne à ligne. Sinon, suivre la procédure papier."
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
    """The last place in our own code, without any value; where there is none, the last of all."""
    import traceback

    every = traceback.extract_tb(trace)
    ours = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    frames = [frame for frame in every if os.path.abspath(frame.filename).startswith(ours)] or every
    return clean_line(f"({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})") if frames else ""
