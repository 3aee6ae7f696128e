"""A failure of the program itself, told as such, so that a sound file or session is never told to be damaged."""

from __future__ import annotations

import os
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import TracebackType

from pannesi.support.errors import JournalError
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

_OURS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_NEVER_BY_DATA = (AttributeError, NameError, ImportError, AssertionError, NotImplementedError)
"""What no content of a file that is read row by row can raise."""


def is_program_fault(failure: BaseException) -> bool:
    """Whether an exception can only come from the program, whatever stands in the file that it was reading."""
    return isinstance(failure, _NEVER_BY_DATA)


def fault_words(failure: BaseException) -> str:
    """A failure of the program for its author: `KeyError (walk.py:120)`. It holds no values: they may be patients'
    names."""
    return f"{type(failure).__name__} {fault_place(failure.__traceback__)}".rstrip()


def fault_sentence(failure: BaseException) -> str:
    """The same for whoever reads it: `erreur du programme, KeyError (walk.py:120)`."""
    return _("erreur du programme, {fault}").format(fault=fault_words(failure))


@contextmanager
def faults_told(sentence: str) -> Iterator[None]:
    """Tells a fault of the program in the block by a sentence with a `{fault}`. Raises JournalError."""
    try:
        yield
    except Exception as failure:  # only the program's own faults are told, the others are raised again
        if not is_program_fault(failure):
            raise
        raise JournalError(sentence.format(fault=fault_sentence(failure))) from failure


def fault_place(trace: TracebackType | None) -> str:
    """`(walk.py:120)`: the file and line of the last frame in our own code; of the last frame at all where there is
    none; empty without a trace."""
    all_frames = traceback.extract_tb(trace)
    frames = [frame for frame in all_frames if os.path.abspath(frame.filename).startswith(_OURS)] or all_frames
    return clean_line(f"({os.path.basename(frames[-1].filename)}:{frames[-1].lineno})") if frames else ""
