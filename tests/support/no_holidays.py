"""A machine on which the library of public holidays is not installed."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from unittest import mock

from pannesi.procedure.availability.holidays import holidays_of_year


@contextmanager
def without_holidays() -> Iterator[None]:
    """As long as it lasts, importing `holidays` fails and nothing is remembered of it."""
    holidays_of_year.cache_clear()
    try:
        with mock.patch.dict(sys.modules, {"holidays": None}):
            yield
    finally:
        holidays_of_year.cache_clear()


def machine_for(code: str) -> AbstractContextManager[None]:
    """A machine on which the wrong example of a code is wrong: some are only where the library is missing."""
    return without_holidays() if code == "P519" else nullcontext()
