"""What prevents closing, each with the way out of it."""

from __future__ import annotations

from pannesi.presentation.session_view import View
from pannesi.session.projection.read_model import Block
from pannesi.support.i18n import _


def block_words(view: View, block: Block) -> str:
    """What prevents closing, and the keys that settle it where no line of the list can be gone to."""
    if block.code == "duty":
        return _("{what} → {keys}").format(what=block.text, keys=view.keys.settle_duty)
    if block.code in ("images", "doubt"):
        return _("{what} → {keys}").format(what=block.text, keys=view.keys.settle_images)
    if block.code == "patient":
        return _("{what} → {keys}").format(what=block.text, keys=view.keys.settle_line)
    if block.code == "return":
        return _("{what} → {keys}").format(what=block.text, keys=view.keys.back)
    row = view.walk.row(*block.row) if block.row is not None else None
    if block.code == "unconfirmed" and row is not None:
        return _("{what} : {keys}").format(
            what=block.text, keys=view.keys.go_to(row.number).replace(" ", "\N{NO-BREAK SPACE}")
        )
    return block.text
