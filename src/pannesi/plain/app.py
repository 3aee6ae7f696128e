"""The entry of the line-by-line face: lines in, text out, an exit code."""

from __future__ import annotations

from collections.abc import Iterable

from pannesi.application.context import Station
from pannesi.application.lookup import session_named
from pannesi.journal.writer import LOCK_WAIT_WORDS
from pannesi.plain.home import Home
from pannesi.plain.prompts import Dialogue, EndOfInput
from pannesi.support import errors as exits
from pannesi.support.console import Output
from pannesi.support.errors import UsageError
from pannesi.support.i18n import _, translated


def run_plain(
    station: Station,
    lines: Iterable[str],
    out: Output,
    *,
    echo: bool = False,
    resume: str | None = None,
    options: str = "--plain",
) -> int:
    """Runs home and sessions until the person quits or the input ends; returns the exit code. Raises OutputClosed,
    JournalError.

    `resume` is a session to resume at once, or the beginning of its id; `options` are those of the command line that
    come here again, with this site and this journal.
    """
    station.waiting.tell = lambda waits: out.wrapped(translated(LOCK_WAIT_WORDS)) if waits else None
    home = Home(station, Dialogue(out, lines, echo))
    try:
        if resume is not None and not _take_up(home, resume):
            return exits.USAGE
        if not home.left:
            home.run()
        home.talk.interrupts.release()
        code = exits.OK
    except EndOfInput:
        code = exits.OK
    except KeyboardInterrupt:
        out.line()
        code = exits.INTERRUPTED
    finally:
        home.talk.interrupts.forget()
    _say_goodbye(home, out, options)
    return code


def _take_up(home: Home, begin: str) -> bool:
    """Resumes the one session whose id begins with `begin`; says so when there is none, or several."""
    station = home.station
    try:
        home.take_up(session_named([row.id for row in station.journal.sessions()], begin))
    except UsageError as unknown:
        home.talk.out.wrapped(str(unknown))
        return False
    return True


def _say_goodbye(home: Home, out: Output, options: str) -> None:
    """Says that the session that was left stays open, and how it is resumed."""
    desk = home.desk
    if desk is None or desk.state.opened is None or desk.state.closing is not None:
        return
    if not desk.recording:
        out.wrapped(_("PAS ENREGISTRÉ : cette session disparaît avec le programme."))
        return
    again = f"{options} --exercise" if desk.state.exercise else options
    out.wrapped(
        _("La session {session} reste ouverte ; tout ce qui est marqué ✓ est enregistré.").format(session=desk.session)
    )
    out.wrapped(_("La reprendre : pannesi {options} --resume {session}").format(options=again, session=desk.session))
