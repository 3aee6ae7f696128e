"""Work done off the screen's thread, which nobody waits for once the program is left."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor


class Abandoned(ThreadPoolExecutor):
    """Threads that the end of the program leaves where they are.

    The usual ones are waited for when the loop of the screen ends: a page that is laid out, or figures that are
    counted, would hold the terminal of somebody who quit. What they write is whole or not there, whenever they stop.
    """

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        super().shutdown(wait=False, cancel_futures=True)
