"""Which version runs, and on what."""

from __future__ import annotations

import sys

import pannesi


def version_line() -> str:
    """The version, the day of its changelog, and the Python and SQLite below it, in plain ASCII: it is read over the
    telephone, and by scripts."""
    from _sqlite3 import sqlite_version  # the module around it takes as long to load as all the rest

    python = ".".join(map(str, sys.version_info[:3]))
    return f"pannesi {pannesi.__version__} ({pannesi.BUILT}), Python {python}, SQLite {sqlite_version}"
