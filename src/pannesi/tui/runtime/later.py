"""Work put off for a moment, that comes however busy the machine is."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from textual.message_pump import MessagePump


def call_after(pump: MessagePump, seconds: float, work: Callable[[], object]) -> None:
    """Calls `work` in the turn of a widget, a screen or the app, so many seconds from now.

    `set_timer` of Textual drops a timer that begins when its time has passed already, as on a machine that stood still
    for a moment: keys would never be let in, a scroll bar never follow again.
    """
    asyncio.get_running_loop().call_later(seconds, pump.call_later, work)
