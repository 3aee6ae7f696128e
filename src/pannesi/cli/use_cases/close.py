"""`pannesi close`: closes a session that was forgotten, with a reason and the hour of its return."""

from __future__ import annotations

from pannesi.application.lookup import session_named
from pannesi.application.past_sessions import close_forgotten, desk_at, returns_missing
from pannesi.cli.use_cases.folders import Folders, station_to_write
from pannesi.presentation.session_lists.forgotten import back_since
from pannesi.procedure.availability.reachability import zone_of
from pannesi.support.console import Output
from pannesi.support.errors import Declined, UsageError
from pannesi.support.i18n import _


def close_session(folders: Folders, who: str | None, begin: str, why: str, back: str, out: Output) -> None:
    """Closes the session whose id begins so. `back`: since when it works again, as typed, where no return was
    announced.

    Raises NotFound, Ambiguous, Refused, JournalError, ImpossibleTime, UsageError.
    """
    with station_to_write(folders, who) as station:
        session = session_named([row.id for row in station.journal.sessions()], begin)
        desk, returned = desk_at(station, session), None
        if returns_missing(desk):
            try:
                returned = back_since(back, station.clock.now(), zone_of(station.site.contacts))
            except Declined as refusal:
                words = _("Aucun retour n'est annoncé. --back HEURE, ou --back ? si personne ne sait l'heure.")
                raise UsageError(words) from refusal
        elif back.strip():
            raise UsageError(_("Le retour est déjà annoncé : son heure se corrige dans la session. Sans --back."))
        close_forgotten(desk, why, returned)
    out.wrapped(_("{session} : close, avec son motif.").format(session=session))
