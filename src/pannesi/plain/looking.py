"""What only shows: the whole list, the orders in force, contacts, the history, help."""

from __future__ import annotations

from datetime import datetime

from pannesi.plain.dialogue import Dialogue
from pannesi.plain.guide import Guide
from pannesi.session.entering import is_passing
from pannesi.site.model import Site
from pannesi.site.reach import reach, render_rows, zone_of
from pannesi.telling.in_force import everything_in_force
from pannesi.telling.listing import whole_list
from pannesi.telling.view import View


def whole(guide: Guide, _given: str) -> None:
    """The whole list as it stands now."""
    for text, hanging in whole_list(View.of(guide.desk, guide.view.row)):
        guide.talk.out.wrapped(text, "", hanging)


def orders(guide: Guide, _given: str) -> None:
    """The messages and standing orders in force, in full, with how many patients each order is still owed to."""
    for words in everything_in_force(View.of(guide.desk)):
        guide.say(words)


def contacts(guide: Guide, _given: str) -> None:
    """Who answers now."""
    show_contacts(guide.talk, guide.station.site, guide.desk.outside.now())


def show_contacts(talk: Dialogue, site: Site, now: datetime) -> None:
    """Who can be reached now; those that answer first."""
    for line in render_rows(reach(site.contacts, now, None), now, zone_of(site.contacts)).split("\n"):
        blanks = " " * (len(line) - len(line.lstrip(" ")))
        talk.out.wrapped(line.lstrip(" "), blanks, blanks + "  ")


def account(guide: Guide, _given: str) -> None:
    """The session in figures, as its screen and `pannesi session` have it."""
    from pannesi.review.account import account_of
    from pannesi.telling.account import account_paragraphs

    desk = guide.desk
    found = account_of(desk.session or "", desk.state, desk.procedure, desk.outside.now())
    for indent, words in account_paragraphs(found, guide.telling()) if found is not None else ():
        guide.talk.out.wrapped(words, indent, "      ")


def history(guide: Guide, _given: str) -> None:
    """Every fact of the session, numbered: numbers serve to undo one, or to correct its time."""
    tell = guide.telling()
    for number, event in enumerate(guide.desk.state.timeline, start=1):
        if is_passing(guide.desk.state, event):
            continue  # its number stays its own
        by = f" {event.actor}" if event.actor else ""
        hour = guide.hour(guide.desk.state.when(event))
        guide.say(f"{number:>3}. {hour}{by} · {tell.sentence(event)}")
