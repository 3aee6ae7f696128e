"""The hours of an outage in words: its beginning as noted, who found it, hours that cannot be right beside others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from pannesi.application.session_service import Desk
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.session.session_view import View
from pannesi.presentation.text.key_names import Keys
from pannesi.session.event_writer import BeforeBeginning
from pannesi.session.events import Event
from pannesi.session.projection.time_order import TimeDoubt, time_doubts_raised
from pannesi.support.i18n import _, n_


def time_doubt_words(doubt: TimeDoubt, writer: SentenceWriter) -> str:
    """One doubtful hour in a sentence: what, when, and before what it lies."""
    if doubt.patient:
        what = _("{patient}, examen de {hour}").format(patient=doubt.patient, hour=writer.hour(doubt.at))
    else:
        what = _("{hour}, {fact}").format(hour=writer.hour(doubt.at), fact=writer.sentence(doubt.event))
    words = {
        "before_beginning": _("{what} : avant le début de la panne, {limit}"),
        "before_case": _("{what} : avant l'ouverture de ce cas, {limit}"),
    }[doubt.code]
    return words.format(what=what, limit=writer.hour(doubt.limit))


def time_notice(desk: Desk, written: Sequence[Event], writer: SentenceWriter, keys: Keys) -> str:
    """What is said at once of the hours of facts just written; empty where they are in order."""
    doubts = time_doubts_raised(desk.state, desk.look().patients, written)
    if not doubts:
        return ""
    words = _("À VÉRIFIER : {doubt}.").format(doubt=time_doubt_words(doubts[0], writer))
    if len(doubts) > 1:
        words += " " + n_("Et {count} autre fait.", "Et {count} autres faits.", len(doubts) - 1)
    return words + " " + _("{key} corrige le début.").format(key=keys.began)


@contextmanager
def naming_beginning_key(keys: Keys) -> Iterator[None]:
    """Adds to the refusal of an hour before the beginning of the outage the key that corrects that."""
    try:
        yield
    except BeforeBeginning as refusal:
        words = _("{why} {key} le corrige, une fois cette question quittée.")
        raise BeforeBeginning(words.format(why=refusal, key=keys.began)) from refusal


def beginning_noted_words(view: View) -> str:
    """When the outage began, as far as is noted: as somebody said, else when the session was opened."""
    state = view.state
    if state.began is None:
        return _("pas noté")
    words = _("noté {hour}") if state.beginning_given else _("{hour}, l'ouverture")
    return words.format(hour=view.hour(state.began))


def beginning_to_say(view: View) -> str:
    """What is still to be said of the beginning, calmly, before closing; empty where its hour and who found it are
    noted."""
    given, finder_noted = view.state.beginning_given, view.state.slot("found").head is not None
    words = {
        (False, False): _("dire quand la panne a commencé ({noted}), et qui l'a constatée"),
        (False, True): _("dire quand la panne a commencé ({noted})"),
        (True, False): _("dire qui a constaté la panne"),
    }.get((given, finder_noted), "")
    return words.format(noted=beginning_noted_words(view))
