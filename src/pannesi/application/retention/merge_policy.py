"""What a merge of two journals may take from one of them: nothing of a session that is not settled there."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pannesi.journal.merge import MergeLoss
    from pannesi.journal.store import Journal


def check_loss(source: Journal, into: Journal, taken: MergeLoss) -> None:
    """Nothing when what `source` erased may be erased in `into`. Raises NotSettled."""
    from pannesi.application.retention.settled import refuse_unsettled  # reads procedures: only when something would go

    refuse_unsettled(source, into, taken)
