"""The policy for merges: nothing is erased of a session that is not settled in the target journal."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pannesi.journal.merge import MergeLoss
    from pannesi.journal.store import Journal


def check_loss(source: Journal, into: Journal, taken: MergeLoss) -> None:
    """Raises NotSettled where what `source` erased may not be erased in `into`. A `journal.merge.LossCheck`."""
    from pannesi.application.retention.settled import refuse_unsettled  # reads procedures: only when something would go

    refuse_unsettled(source, into, taken)
