"""What sessions say of each other about the same outage, in words; a missing half is told."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from pannesi.history.outages import HalfState
from pannesi.history.overview import Overview
from pannesi.procedure.availability.moments import format_moment
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


def other_session_words(session: str, state: HalfState) -> str:
    """The other session, with which half is missing; said in both, nothing is."""
    return session if state == "both" else _("{session} ({halves})").format(session=session, halves=half_words(state))


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


OutageChoice = tuple[str, bool]
"""The id of another session, and whether it is to be said the same outage, or not any more."""


def outage_choices(
    halves: Mapping[str, HalfState], proposed: Iterable[Overview], now: datetime, zone: ZoneInfo
) -> list[tuple[OutageChoice, str]]:
    """What can be said of other sessions: what is said already, to take back or to complete, then those proposed."""
    pairs: list[tuple[OutageChoice, str]] = []
    for other, state in halves.items():
        words = same_outage_words(other, state)
        if state != "both":
            pairs.append(((other, True), _("{words} : le dire dans les deux").format(words=words)))
        pairs.append(((other, False), _("{words} : le reprendre").format(words=words)))
    for seen in proposed:
        if seen.id not in halves:
            hour = format_moment(seen.began, now, zone, short=True)
            words = _("{session}, {hour} · {title}").format(session=seen.id, hour=hour, title=seen.sentence())
            pairs.append(((seen.id, True), words))
    return pairs
