"""Every use of Textual's private names, each with its reason: nothing public does the same.

Another version of Textual may change any of them, hence the upper bound in pyproject.toml. `OVERRIDDEN` lists the
private methods that classes here override, `REACHED_FOR` what the driver and the parser use; a test holds both
complete. Here too is what stands in for a public function that fails us (`call_after`).
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from textual._time import get_time as key_time

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from textual.app import App
    from textual.message_pump import MessagePump
    from textual.screen import Screen
    from textual.widget import Widget

__all__ = [
    "OVERRIDDEN",
    "REACHED_FOR",
    "call_after",
    "crash",
    "hold_paint",
    "is_leaving",
    "key_time",
    "paint",
    "paint_held",
    "paint_now",
]
# `key_time`: the very clock that dates keys; another could not be compared with it.

OVERRIDDEN = {
    "App._handle_exception": "a crash shows no value of a variable, which may be a name",
    "Input._on_paste": "a paste is put in as one line, without what would act on the terminal",
    "LinuxDriver._get_terminal_size": "a terminal that says no size is taken for one of 80 by 24, by all alike",
    "LinuxDriver._run_input_thread": "a failure of the thread of keys ends the program as any other does",
    "ScrollView._size_updated": "a list told its first size is laid out at once, before the first paint",
    "Widget._set_dirty": "what is to be drawn anew forgets the strips that it keeps",
    "Widget._size_updated": "a text told its size asks for no other layout",
}
"""Private methods of Textual that classes of the program override, and why."""
REACHED_FOR = {
    "driver._app": "the app that is told of keys",
    "driver._debug": "what the parser is made with",
    "driver._key_thread": "forgotten where the program is left: it is not waited for",
    "driver._size": "known before the first paint",
    "writer._queue": "emptied once the terminal is gone, or the screen would wait for room in it",
    "textual._xterm_parser": "what makes keys of bytes: a paste is given to it as text alone",
}
"""Private names of Textual that `driver` and `keyboard_input` use besides these, and why."""


def paint_now(screen: Screen[Any]) -> None:
    """Lays out and paints a screen at once, while the event loop is blocked: nothing else is drawn until then."""
    screen._refresh_layout()
    screen._on_timer_update()


def hold_paint(app: App[Any]) -> None:
    """Makes an app paint nothing until `paint_held`: the context manager of Textual does so for one block of code
    alone."""
    app._begin_batch()


def paint_held(app: App[Any]) -> None:
    """Paints the whole screen, and what changes from now on, after `hold_paint`."""
    app._end_batch()
    paint_now(app.screen)


def paint(screen: Screen[Any], drawn: Iterable[Widget]) -> bool:
    """Paints the changed ones of these widgets at once, where the layout does not change; returns whether it did.
    Otherwise each widget would send the screen a message first, and the screen would paint a moment after the last."""
    widgets = tuple(drawn)
    if screen._layout_required or screen._scroll_required or any(widget._layout_required for widget in widgets):
        return False
    for widget in widgets:
        if widget._repaint_required and widget.display:
            widget._repaint_required = False
            screen._dirty_widgets.add(widget)
    screen._on_timer_update()
    return True


def is_leaving(app: App[Any]) -> bool:
    """Whether an app was told to exit: preloading and the keyboard thread then end by themselves."""
    return app._exit


def crash(app: App[Any], failure: Exception) -> None:
    """Makes an app handle an exception of another thread as one of its own."""
    app._handle_exception(failure)


def call_after(pump: MessagePump, seconds: float, work: Callable[[], object]) -> None:
    """Calls `work` in the turn of a widget, a screen or the app, so many seconds from now.

    `set_timer` of Textual drops a timer that begins when its time has passed already, as on a machine that stood still
    for a moment: keys would never be let in, a scroll bar never follow again.
    """
    asyncio.get_running_loop().call_later(seconds, pump.call_later, work)
