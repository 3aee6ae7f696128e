"""Arguments of a command that a person is advised to type, as the shell of this system takes them."""

from __future__ import annotations

import sys

_READ_ON_WINDOWS = frozenset(" \t&()[]{}^=;!'+,`~$@#")
"""What cmd or PowerShell would read in a word without quotes."""


def shell_argument(text: str) -> str:
    """A text as one argument: in quotes where it holds a blank or another sign that the shell would read."""
    if sys.platform == "win32":
        is_plain = bool(text) and not set(text) & _READ_ON_WINDOWS
        return text if is_plain else f'"{text}"'  # no name of a file holds a quote there
    from shlex import quote

    return quote(text)
