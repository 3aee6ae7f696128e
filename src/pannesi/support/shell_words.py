"""Arguments of a command that a person is advised to type, as the shell of this system takes them."""

from __future__ import annotations

import sys


def shell_argument(text: str) -> str:
    """A text as one argument: in quotes where it holds a blank or another sign that the shell would read."""
    if sys.platform == "win32":
        from subprocess import list2cmdline

        return list2cmdline([text])
    from shlex import quote

    return quote(text)
