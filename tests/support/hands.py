"""A hand at the keyboard, whose keys come at times of its own; and what stands after undoing."""

from __future__ import annotations

from typing import Any

from textual.pilot import Pilot

from pannesi.session.state import State
from pannesi.tui.runtime.key_bursts import KeyClock
from tests.support.driving import settled
from tests.support.recordings import Recording, sorted_out


class Hand:
    """The clock of the keys, and somebody who types by it."""

    def __init__(self) -> None:
        self.now = 100.0
        self.key_clock = KeyClock(lambda: self.now)

    async def types(self, pilot: Pilot[Any], recording: Recording) -> None:
        """The keys as they were recorded, beginning now; each is obeyed before the next comes."""
        begun = self.now
        for at, message in sorted_out(recording):
            self.now = begun + at
            message.time = self.now
            message.set_sender(pilot.app)
            assert pilot.app._driver is not None
            pilot.app._driver.send_message(message)
            await settled(pilot)

    async def presses(self, pilot: Pilot[Any], *keys: str) -> None:
        """Key by key, each after a second in which what stands there can be read."""
        for key in keys:
            self.now += 1.0
            await self.types(pilot, [(key, 0.0)])
        self.now += 1.0

    async def ahead(self, pilot: Pilot[Any], recording: Recording) -> None:
        """The keys as they were recorded, all of them there before the first is obeyed."""
        begun = self.now
        for at, message in sorted_out(recording):
            message.time = begun + at
            message.set_sender(pilot.app)
            pilot.app.post_message(message)
        self.now = begun + recording[-1][1]
        await settled(pilot)


def stands(state: State) -> list[tuple[str, str]]:
    """What holds after all that was undone: kinds of facts and their lines."""
    undone = {str(event.payload.get("event")) for event in state.timeline if event.kind == "undone"}
    acts = {event.payload.get("act") for event in state.timeline if event.id in undone}
    return [
        (str(event.kind), str(event.payload.get("line")))
        for event in state.timeline
        if event.kind != "undone" and event.payload.get("act") not in acts
    ]
