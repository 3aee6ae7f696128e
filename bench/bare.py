"""The baseline: a bare Textual app with a header, a list of as many rows, and a footer.

`python -m bench.bare ROWS [--imports]`; with `--imports` it also imports what any program of this kind needs.
"""

from __future__ import annotations

import sys

if "--imports" in sys.argv:
    import sqlite3  # noqa: F401

    import pydantic  # noqa: F401
    import typer  # noqa: F401
    import yaml  # noqa: F401

from textual.app import App, ComposeResult
from textual.widgets import Footer, Header, OptionList


class Bare(App[None]):
    """Nothing but a list."""

    BINDINGS = [("ctrl+q", "quit", "quitter"), ("f1", "help", "aide")]  # noqa: RUF012

    def compose(self) -> ComposeResult:
        yield Header()
        yield OptionList(*(f"row number {number:05}" for number in range(1, int(sys.argv[1]) + 1)), markup=False)
        yield Footer()


if __name__ == "__main__":
    Bare().run()
