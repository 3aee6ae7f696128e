"""Forgotten sessions in words: how many there are, after how long, and what is asked to close one."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from pannesi.history.catalogue import forgotten_after
from pannesi.procedure.availability.moments import format_period
from pannesi.procedure.availability.typed_times import parse_moment
from pannesi.procedure.model.procedure import Site
from pannesi.session.event_writer import is_unknown, is_zero
from pannesi.support.errors import Declined
from pannesi.support.i18n import N_, _, n_

BACK_SINCE = N_("Quand la panne a-t-elle pris fin ? (24/11 08:00, hier 22:30 ; ? : personne ne le sait)")
"""Asked where no return was announced: a duration is not invented."""
WHY_CLOSED = N_("Pourquoi la clore ?")


def forgotten_words(count: int, site: Site) -> str:
    """How many sessions are forgotten, and after how long one is."""
    ours = "" if site.contacts.forgotten is not None else _(", durée de pannesi")
    sessions = n_("{count} session oubliée ?", "{count} sessions oubliées ?", count)
    return _("{sessions} Rien de noté depuis {period}{ours}").format(
        sessions=sessions, period=format_period(forgotten_after(site)), ours=ours
    )


def back_since(words: str, now: datetime, zone: ZoneInfo) -> datetime | None:
    """When it worked again, as typed; None where nobody knows. Raises Declined for nothing, ImpossibleTime."""
    if not words.strip():
        raise Declined(_("Donner une heure, ou ? si personne ne le sait : aucune durée n'est inventée."))
    return None if is_unknown(words) or is_zero(words) else parse_moment(words, now, zone)
