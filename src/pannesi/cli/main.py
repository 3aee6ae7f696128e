"""The entry point: runs the program, and turns every way in which it can end into an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable, Sequence
from types import TracebackType

from pannesi.support import errors as exits
from pannesi.support.console import OutputClosed, stderr, stdout
from pannesi.support.ending import exit_now
from pannesi.support.errors import PannesiError
from pannesi.support.i18n import _


def main() -> None:
    """Runs the program with the arguments of the process, and exits."""
    sys.excepthook = print_failure
    code = run_program(sys.argv[1:])
    if "textual" in sys.modules or code == exits.INTERRUPTED:
        exit_now(code)  # the interpreter would end as killed by the signal if it came within exec(), although handled
    sys.exit(code)


def run_program(arguments: Sequence[str]) -> int:
    """Runs the program and returns its exit code. Ctrl-C and a closed output end it quietly."""
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    gc.disable()  # nothing of what is loaded at the start will ever be garbage
    stdout(), stderr()
    try:
        return _report_refusals(lambda: _dispatch(arguments))
    except KeyboardInterrupt:
        return exits.INTERRUPTED
    except OutputClosed:
        return exits.OUTPUT_CLOSED


def _dispatch(arguments: Sequence[str]) -> int:
    """Opens a face where there are no arguments, or says whom to call where that alone is asked, since there is nothing
    to parse; else runs the command."""
    if not arguments:
        from pannesi.cli.launch import LaunchOptions, open_face

        return open_face(LaunchOptions())
    if list(arguments) == ["contacts"]:
        from pannesi.cli.use_cases.contacts import print_contacts
        from pannesi.cli.use_cases.folders import Folders

        print_contacts(Folders(None, None))
        return exits.OK
    from pannesi.cli.app import invoke

    return invoke(arguments)


def _report_refusals(act: Callable[[], int]) -> int:
    """What `act` returns; for a PannesiError, its exit code, once its message is printed on standard error."""
    try:
        return act()
    except PannesiError as refusal:
        refusal.report(stderr())
        return refusal.exit_code


def print_failure(kind: type[BaseException], failure: BaseException, trace: TracebackType | None) -> None:
    """The message for an error of the program itself. It holds no values of variables: they may be patients' names."""
    if issubclass(kind, KeyboardInterrupt):
        return
    import traceback

    from pannesi.support.program_faults import fault_place

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
                place=fault_place(trace)
            ))  # fmt: skip
    except OutputClosed:
        return
