"""Commands that only show: the whole list, orders in force, contacts, register, history, account."""

from __future__ import annotations

from datetime import datetime
from functools import partial

from pannesi.application.context import Station
from pannesi.history.learning.lessons import Lessons
from pannesi.plain.prompts import Dialogue
from pannesi.plain.session import Guide
from pannesi.presentation.calls.noted_numbers import row_number_notices
from pannesi.presentation.learning.lessons import contact_lessons
from pannesi.presentation.line.frame_words import provenance_lines
from pannesi.presentation.line.line_list_text import whole_list_lines
from pannesi.presentation.patients.register import RegisterView
from pannesi.presentation.patients.register_progress import progress_words
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.standing_orders import everything_in_force
from pannesi.presentation.text.common_phrases import clock_doubt_words
from pannesi.presentation.text.key_names import PLAIN
from pannesi.procedure.availability.reachability import contacts_at, render_contact_rows, zone_of
from pannesi.procedure.model.procedure import Site
from pannesi.session.register.draft_entries import is_superseded_draft
from pannesi.session.register.duties import fields_to_ask
from pannesi.support.clock import ClockDoubt
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _


def show_whole_list(guide: Guide, _given: str) -> None:
    """Shows the whole list as it stands now."""
    for text, hanging in whole_list_lines(View.of(guide.desk, guide.view.row)):
        guide.talk.out.wrapped(text, "", hanging)


def show_source(guide: Guide, _given: str) -> None:
    """Shows where the line comes from, whose act it is, and what is unsure of it; Q left the program before."""
    view = View.of(guide.desk, guide.view.row)
    if view.row is not None:
        for line in provenance_lines(view, view.row):
            guide.say(line.words)
    guide.say(_("Quitter le programme : quitter."))


def show_orders(guide: Guide, _given: str) -> None:
    """Shows the messages and standing orders in force, in full, with the patients that each order is still owed to."""
    for words in everything_in_force(View.of(guide.desk)):
        guide.say(words)


def show_register(guide: Guide) -> None:
    """Shows the patient lines and what is open of each, of a session that is closed."""
    walk = guide.desk.look()
    labels = {patient.id: patient.label for patient in walk.patients}
    fields = fields_to_ask(guide.desk.procedure.register_fields, walk.rows)
    sheet = RegisterView(fields, guide.desk.state, walk.duties_by_patient, guide.hour, labels, walk.number_doubts)
    guide.say(progress_words(walk.patients))
    for patient in walk.patients:
        guide.say(f"{sheet.state_sign(patient)} {sheet.list_line(patient)}")
        if still := sheet.missing_words(patient):
            guide.say("  " + " · ".join(still))
    guide.say(_("Session close : à lire seulement."))


def show_contacts_now(guide: Guide, _given: str) -> None:
    """Shows who can be called now."""
    here = guide.desk.environment
    show_contacts(guide.talk, guide.station.site, here.now(), here.doubt(), guide.lessons)


def show_contacts(talk: Dialogue, site: Site, now: datetime, doubt: ClockDoubt | None, lessons: Lessons) -> None:
    """Shows who can be called at a moment, those that answer first, after a doubt about the clock; at each what earlier
    sessions taught."""
    if doubt is not None:
        talk.out.wrapped(clock_doubt_words(doubt, zone_of(site.contacts), PLAIN.clock))
    rows, notices = contacts_at(site.contacts, now, None), partial(contact_lessons, site.contacts, lessons)
    numbers = partial(row_number_notices, site.contacts, lessons)
    shown = render_contact_rows(rows, now, zone_of(site.contacts), notices=notices, numbers=numbers)
    for line in shown.split("\n"):
        blanks = " " * (len(line) - len(line.lstrip(" ")))
        talk.out.wrapped(line.lstrip(" "), blanks, blanks + "  ")


def confirm_clock(station: Station) -> str:
    """Records that somebody says the clock of this workstation is right; returns the message."""
    try:
        station.confirm_clock()
    except JournalError as failure:
        return str(failure)
    return _("Noté : l'heure de ce poste est juste.")


def show_account(guide: Guide, _given: str) -> None:
    """Shows the session in figures, as `pannesi session` does."""
    from pannesi.history.session_summary import session_summary_of
    from pannesi.presentation.session_lists.session_summary import summary_paragraphs

    desk = guide.desk
    figures = session_summary_of(desk.session or "", desk.state, desk.procedure, desk.environment.now())
    for indent, words in summary_paragraphs(figures, guide.telling()) if figures is not None else ():
        guide.talk.out.wrapped(words, indent, "      ")


def show_history(guide: Guide, _given: str) -> None:
    """Shows every fact of the session with its number, which serves to undo it or correct its time."""
    tell = guide.telling()
    for number, event in enumerate(guide.desk.state.timeline, start=1):
        if is_superseded_draft(guide.desk.state, event):
            continue  # its number stays its own
        by = f" {event.actor}" if event.actor else ""
        hour = guide.hour(guide.desk.state.when(event))
        guide.say(f"{number:>3}. {hour}{by} · {tell.sentence(event)}")
