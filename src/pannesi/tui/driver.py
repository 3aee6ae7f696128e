"""The terminal's driver on Unix, told not to wait when the program is left, nor to take a paste for keys."""

from __future__ import annotations

import sys

from textual.driver import Driver


def quick_driver() -> type[Driver] | None:
    """A driver that leaves at once; None where the usual one must do.

    The usual one waits for its thread of the keyboard, which looks up every tenth of a second, twice. Nothing is
    lost by not waiting: what was typed after the key that quits is thrown away either way.
    """
    if sys.platform == "win32":
        return None
    from textual.drivers import linux_driver

    from pannesi.tui.pasting import Parser

    linux_driver.XTermParser = Parser  # type: ignore[attr-defined]  # it makes its own, and can be given none

    class QuickDriver(linux_driver.LinuxDriver):
        def disable_input(self) -> None:
            if self._app._exit:
                self._key_thread = None
            super().disable_input()
            if self._app._exit:
                self.exit_event.set()  # the thread ends by itself

    return QuickDriver
