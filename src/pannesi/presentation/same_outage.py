"""What sessions say of each other about the same outage, in words; a missing half is told."""

from __future__ import annotations

from pannesi.history.outages import HalfState
from pannesi.support.i18n import _


def half_words(state: HalfState) -> str:
    """Which of two sessions says that they are about the same outage, as seen from one of them."""
    return {
        "both": _("dit dans les deux"),
        "here_only": _("dit ici, pas dans l'autre"),
        "there_only": _("dit dans l'autre, pas ici"),
        "taken_back_here": _("repris ici, dit encore dans l'autre"),
        "taken_back_there": _("dit ici, repris dans l'autre"),
    }[state]


def same_outage_words(session: str, state: HalfState) -> str:
    """The other session, with what is missing."""
    return _("même panne que {session} ({halves})").format(session=session, halves=half_words(state))


def outcome_words(session: str, other: str, *, same: bool, written: int, refused: str) -> str:
    """What was written of two sessions just said to be about the same outage, or not any more."""
    words = _("Même panne : {session} et {other}.") if same else _("Plus la même panne : {session} et {other}.")
    words = words.format(session=session, other=other)
    if refused:
        return words + " " + _("Écrit ici, pas dans l'autre : {why}").format(why=refused)
    return words if written else _("C'était déjà dit.")
