"""The handlers of the line-by-line face: each command of the registry, and the function that does it."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from pannesi.plain import views
from pannesi.plain.actions import after_closing, duties, line, paths, patients, same_outage
from pannesi.plain.actions import session as at_session
from pannesi.plain.session import Guide
from pannesi.presentation.commands import general, session
from pannesi.presentation.commands.command import Command

Handler = Callable[[Guide, str], None]
"""Called with the session, and what was typed after the command."""

HANDLERS: Mapping[Command[Guide], Handler] = {
    session.TICK: duties.settle_line,
    session.REACHED: line.reached,
    session.SILENT: line.no_answer,
    session.GO_ON: line.go_on,
    session.NOT_NEEDED: line.not_needed,
    session.COULD_NOT: line.could_not,
    session.LATER: line.put_off,
    session.LEAVE: line.leave_for_return,
    session.CONDITION: line.set_condition,
    session.UNDO_HERE: line.undo_here,
    session.WHOLE_LIST: views.show_whole_list,
    session.SOURCE: views.show_source,
    session.UNDO: at_session.undo,
    session.PATIENT: patients.note_patient,
    session.DUTIES: duties.show_duties,
    session.OTHER: paths.other_outage,
    session.BACK: paths.back,
    session.FELL_AGAIN: paths.fell_again,
    session.CLOSE: at_session.close,
    session.FOLLOW_ON: paths.open_follow_on,
    session.AFTER_CLOSING: after_closing.say_severity,
    session.REAL: paths.open_real_session,
    session.NOTE: at_session.write_note,
    session.REDLINE: line.redline,
    session.BEGAN: at_session.correct_times,
    session.EXPECTED: at_session.set_expected,
    session.WORD: at_session.give_word,
    session.IN_FORCE: views.show_orders,
    general.CONTACTS: views.show_contacts_now,
    session.GO: line.go_to,
    session.HISTORY: views.show_history,
    session.ACCOUNT: views.show_account,
    session.SAME_OUTAGE: same_outage.say_same,
    session.SETTLE_CONFLICT: at_session.show_conflicts,
    session.NAME: at_session.name_person,
    general.CLOCK: at_session.clock_is_right,
    session.HAND_OVER: at_session.hand_over,
    session.TAKE_OVER: at_session.take_over,
    session.HOME: at_session.go_home,
    general.QUIT: at_session.quit_program,
}
ONLY_SHOWING: frozenset[Command[Guide]] = frozenset(
    (session.WHOLE_LIST, session.SOURCE, session.IN_FORCE, general.CONTACTS, session.HISTORY, session.SETTLE_CONFLICT)
)
"""Commands after which the line is not shown again: it would push what they show out of view."""
