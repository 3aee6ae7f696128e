"""The URI of an SQLite file."""

from __future__ import annotations

import os
from pathlib import PurePath
from typing import Literal
from urllib.parse import quote_from_bytes


def sqlite_uri(file: PurePath, mode: Literal["ro", "rw"]) -> str:
    """The URI of a file for `sqlite3.connect`, always with an empty host, since SQLite refuses any other.

    `Path.as_uri` makes a host of the server in `\\\\server\\share`. SQLite opens such a file where the path itself
    begins with the two slashes.
    """
    path = file.as_posix()
    root = "" if path.startswith("/") else "/"
    return f"file://{root}{quote_from_bytes(os.fsencode(path), safe='/:')}?mode={mode}"
