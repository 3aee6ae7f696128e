"""Handlers of the session as a whole: undo, notes, times, persons, hand-over, history, closing."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, assert_never

from rich.text import Text

from pannesi.application.outage_links import say_same_outage
from pannesi.presentation.calls.call_brief import contact_without_number
from pannesi.presentation.facts.outage_hours import naming_beginning_key
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.session_lists.same_outage import outcome_words
from pannesi.presentation.session_lists.session_words import session_word_question
from pannesi.presentation.text.common_phrases import ROLES, WHO_FOUND
from pannesi.presentation.text.key_names import FULL_SCREEN
from pannesi.procedure.availability.typed_times import parse_length
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused, is_unknown
from pannesi.session.events import Event
from pannesi.session.facts.session import HandoverOffered, SameOutage
from pannesi.session.register.draft_entries import is_superseded_draft
from pannesi.support.errors import Declined, JournalError, NotFound
from pannesi.support.i18n import N_, _, translated
from pannesi.tui.screens.session_actions import paths, patients
from pannesi.tui.screens.session_base import SessionBaseScreen

if TYPE_CHECKING:
    from pannesi.history.learning.incident_reviews import StationReview
    from pannesi.presentation.closing.closing_choices import ClosingChoice
    from pannesi.session.incident_review.fields import ReviewField

_HOURS = N_("15h47, 1547, hier 22:30, il y a 5 min")


def undo(here: SessionBaseScreen) -> None:
    """Undoes the last act of this run of the program; one written elsewhere is shown and asked about first."""
    last = here.desk.last_act()
    if last is None or (last.own and not isinstance(last.event.body, SameOutage)):
        here.do(want.UndoLast())
        return
    if last.own:
        _undo_event(here, last.event)
        return
    question = _("Écrit par un autre poste, ou avant ce lancement : {fact}. L'annuler ?")
    undo_it = partial(_undo_event, here, last.event)
    here.choose(question.format(fact=_fact_words(here, last.event)), [(_("oui, l'annuler"), undo_it)])


def _undo_event(here: SessionBaseScreen, event: Event) -> None:
    """Undoes a fact; where it says that another session is the same outage, the half of the other one too."""
    if isinstance(event.body, SameOutage):
        _take_back_both_halves(here, event.body.other)
    else:
        here.do(want.Undo(event.id))


def _take_back_both_halves(here: SessionBaseScreen, other: str) -> None:
    """Takes back, in both sessions, that they are about the same outage: one alone would say it of half.
    Nothing happens while a commit is under way."""
    if here.busy:
        return
    session = here.desk.session or ""
    try:
        outcome = say_same_outage(here.station, session, other, same=False, here=here.desk)
    except (Refused, JournalError) as failure:
        here.say(str(failure), alarm=True)
        return
    here.draw()
    words = outcome_words(session, other, same=False, written=len(outcome.written), refused=outcome.refused)
    here.say(words, alarm=bool(outcome.refused))


def write_note(here: SessionBaseScreen) -> None:
    """Asks for a note and writes it at the line under the cursor."""
    visit, line = here.row.key if here.row is not None else (None, None)
    contact = contact_without_number(here.view, here.row)
    question = _("Numéro trouvé, ou une note") if contact else _("Note")
    here.ask(question, lambda words: here.do(want.Note(words, visit, line, contact)), doubts=not contact)


def give_word(here: SessionBaseScreen) -> None:
    """Asks for a word by which lists tell the session from others."""
    said = here.desk.state.word
    first = (said.text or "") if said is not None else ""
    here.ask(session_word_question(here.desk.state), lambda words: here.do(want.GiveWord(words)), first)


def set_began(here: SessionBaseScreen) -> None:
    """Asks when the outage began, then who found it; Enter leaves either as it is."""

    def time_given(words: str) -> None:
        if words.strip():
            here.do(want.SetBegan(paths.moment_typed(here, words)), lambda _written: ask_finder(here))
        else:
            ask_finder(here)

    began = here.view.state.began
    question = _("Quand la panne a-t-elle commencé ? (1547, il y a 5 min ; ⏎ : {hour})")
    here.ask(question.format(hour=here.view.hour(began) if began is not None else "?"), time_given)


def ask_finder(here: SessionBaseScreen) -> None:
    """Asks who found the outage; Enter leaves it unsaid."""

    def who_given(words: str) -> None:
        if words.strip():
            here.do(want.SayWhoFound(words))

    here.ask(translated(WHO_FOUND), who_given, usual=ROLES, doubts=True)


def set_expected(here: SessionBaseScreen) -> None:
    """Asks how long the outage is expected to last."""

    def length_given(words: str) -> None:
        here.do(want.SetExpected(parse_length(words)))

    here.ask(_("Combien la panne doit-elle durer, depuis son début ? (90, 2 h, 1 h 30)"), length_given)


def name_person(here: SessionBaseScreen) -> None:
    """Asks for the name and the role of who is at the screen."""

    def named(words: str) -> None:
        if not words.strip() or is_unknown(words):
            raise Declined(_("Donner un nom ou des initiales, ou Échap."))
        roles = [(role_name, role_name) for role_name in ROLES]
        here.pick(_("Votre rôle ?"), [*roles, ("none", _("ne pas le dire"))], lambda role: role_given(words, role))

    def role_given(name: str, role: str) -> None:
        _set_actor(here, name)
        here.do(want.NamePerson(name, "" if role == "none" else role))

    here.ask(_("Votre nom ou vos initiales"), named, doubts=True)


def _set_actor(here: SessionBaseScreen, name: str) -> None:
    """Records what follows under this name."""
    here.station.actor = name
    here.desk.environment = replace(here.desk.environment, actor=name)


def hand_over(here: SessionBaseScreen) -> None:
    """Offers the session with a few words, or takes it over where it is offered."""
    offer = here.desk.state.slot("handover").head
    if offer is None or not isinstance(offer.body, HandoverOffered):
        question = _("Un mot pour qui prendra la suite")
        here.ask(question, lambda words: here.do(want.OfferHandover(words)), doubts=True)
        return

    def taken(words: str) -> None:
        if is_unknown(words):
            raise Declined(_("Donner un nom ou des initiales, ou Échap."))
        if words.strip():
            _set_actor(here, words)
        here.do(want.TakeHandover())

    word = f" « {offer.text} »" if offer.text else ""
    here.ask(
        _("Main proposée par {who}.{word} Votre nom ou vos initiales (⏎ : {name})").format(
            who=offer.actor or _("quelqu'un"), word=word, name=here.desk.environment.actor or _("sans nom")
        ),
        taken,
        doubts=True,
    )


def _fact_words(here: SessionBaseScreen, event: Event) -> str:
    telling = SentenceWriter(here.desk.procedure, here.desk.state, here.view.hour)
    who = f" {event.actor}" if event.actor else ""
    return f"{here.view.hour(here.desk.state.when(event))}{who} · {telling.sentence(event)}"


def show_history(here: SessionBaseScreen) -> None:
    """Lists every fact, the latest first; the chosen one can be undone, or its time corrected."""
    state = here.desk.state
    facts = [
        (event.id, _fact_words(here, event))
        for event in reversed(state.timeline)
        if not is_superseded_draft(state, event)
    ]
    here.pick(
        _("Historique : choisir un fait pour l'annuler ou corriger son heure"),
        facts,
        lambda fact: _about_fact(here, fact),
    )


def _about_fact(here: SessionBaseScreen, fact: str) -> None:
    """Offers to undo a fact or correct its time."""
    event = here.desk.state.events.get(fact)
    if event is None:
        return

    def timed(words: str) -> None:
        if not words.strip():
            raise Declined(_("Donner une heure, ou Échap : rien n'est changé."))
        with naming_beginning_key(FULL_SCREEN):
            here.do(want.CorrectTime(fact, paths.moment_typed(here, words)))

    def chosen(what: str) -> None:
        if what == "undo":
            _undo_event(here, event)
        else:
            here.ask(_("À quelle heure était-ce ? ({hours})").format(hours=translated(_HOURS)), timed)

    acts = [("time", _("corriger son heure ; l'heure écrite reste gardée"))]
    if here.view.walk.stage != "closed" or event.body.undone_after_closing:
        acts.insert(0, ("undo", _("annuler ce fait")))
    here.pick(_fact_words(here, event), acts, chosen)


def settle_conflict(here: SessionBaseScreen) -> None:
    """Lists the answers given without knowing of each other; the chosen one stays, the others are undone.

    Two versions of a patient line are chosen on its own screen, which shows how they differ.
    """
    pairs: list[tuple[Any, str]] = []
    labels = {patient.id: patient.label for patient in here.view.walk.patients}
    for slot, tips in here.desk.state.conflicts:
        if slot[0] == "patient":
            words = _("{label} : deux versions, à comparer dans le registre").format(label=labels.get(slot[1], ""))
            pairs.append((("", tips), words))
        else:
            pairs += [((event.id, tips), _fact_words(here, event)) for event in tips]

    def chosen(key: Any) -> None:
        kept, tips = key
        if not kept:
            patients.show_register(here)
            return
        others = [event.id for event in tips if event.id != kept]
        _undo_each(here, others)

    here.pick(_("Deux réponses différentes : laquelle est la bonne ? Les autres sont annulées"), pairs, chosen)


def _undo_each(here: SessionBaseScreen, events: list[str]) -> None:
    if events:
        here.do(want.Undo(events[0]), lambda _written: _undo_each(here, events[1:]))


def show_in_force(here: SessionBaseScreen) -> None:
    """Lists the messages and standing orders in force, to read only."""
    from pannesi.presentation.session.standing_orders import everything_in_force
    from pannesi.tui.screens.choice_list import ChoiceListScreen
    from pannesi.tui.widgets.item_list import ListItem

    items = [
        ListItem(number, (Text(f" {words}", style=here.ink.plain),), hang=5)
        for number, words in enumerate(everything_in_force(here.view))
    ]
    here.app.push_screen(ChoiceListScreen(here.station, _("Tant que ça dure : consignes et messages"), items))


def close(here: SessionBaseScreen) -> None:
    """Closes the session, once that is chosen. What prevents it, or would stay undone, is listed first; choosing an
    entry leads there."""
    from pannesi.presentation.closing.closing_choices import ClosingAct, closing_list
    from pannesi.presentation.closing.closing_side import closing_boxes

    title, entries = closing_list(here.view)
    here.pick(
        title, entries, partial(_closing_chosen, here), beside=lambda choice: closing_boxes(here.view, choice),
        asserting={ClosingAct.CLOSE: _("clore")},
    )  # fmt: skip


def _closing_chosen(here: SessionBaseScreen, choice: ClosingChoice) -> None:
    """Goes where an entry of the list leads, or closes."""
    from pannesi.presentation.closing.closing_choices import ClosingAct, ToLine, ToPatients, ToReturn

    match choice:
        case ToLine(key):
            here.go_to(key)
        case ToPatients(str() as patient):
            patients.open_patient(here, patient)
        case ToPatients():
            patients.show_register(here)
        case ToReturn(visit):
            paths.ask_return(here, visit)
        case ClosingAct.SETTLE_CONFLICT:
            settle_conflict(here)
        case ClosingAct.FIND_CASE:
            paths.other_outage(here)
        case ClosingAct.SAY_BEGINNING:
            ask_finder(here) if here.view.state.beginning_given else set_began(here)
        case ClosingAct.CLOSE_WITH_REASON if _is_forgotten(here):
            from pannesi.tui.screens.forgotten import close_at_work

            close_at_work(here)
        case ClosingAct.CLOSE_WITH_REASON:
            here.ask(_("Pourquoi clore maintenant ?"), partial(_close_with_reason, here), doubts=True)
        case ClosingAct.CLOSE:
            here.do(want.Close())
        case other:
            assert_never(other)


def _is_forgotten(here: SessionBaseScreen) -> bool:
    from pannesi.history.forgotten import is_forgotten

    return is_forgotten(here.desk.state, here.view.site, here.desk.environment.now())


def _close_with_reason(here: SessionBaseScreen, words: str) -> None:
    if not words.strip():
        raise Declined(_("Dire en quelques mots pourquoi."))
    here.do(want.Close(words))


def say_severity(here: SessionBaseScreen) -> None:
    """Asks the severity of a closed outage, then its effect on care, one key each; once both are said, shows the whole
    incident review."""
    from pannesi.history.learning.incident_reviews import StationReview
    from pannesi.session.incident_review.fields import asked_after_closing

    review = StationReview(here.station, here.desk.session or "")
    try:
        said = review.read().review
    except (JournalError, NotFound) as failure:
        here.say(str(failure), alarm=True)
        return
    missing = [field for field in asked_after_closing() if said.field(field.name) is None]
    if missing:
        _ask_in_review(here, review, missing)
        return
    from pannesi.tui.screens.incident_review import IncidentReviewScreen

    here.app.push_screen(IncidentReviewScreen(here.station, review.session))


def _ask_in_review(here: SessionBaseScreen, review: StationReview, fields: list[ReviewField]) -> None:
    """Asks what the first of these fields holds, then the others; « plus tard » leaves them."""
    from pannesi.presentation.learning.incident_review import question_words
    from pannesi.session.incident_review.rules import Statement
    from pannesi.tui.drawing.value_list import value_chosen, value_list

    field, *others = fields

    def chosen(key: str | None) -> None:
        value = value_chosen(key)
        if key is None:
            return  # left without an answer, by a hand or by what closes again what a label opened
        if value is None:
            here.say(_("Rien n'est noté : G le redemande, ou F3, la session, S."))
            return
        try:
            review.say(lambda reviewed: [Statement("", field.name, (value,))])
        except Declined as declined:
            here.say(str(declined), alarm=True)
            return
        if others:
            _ask_in_review(here, review, others)
        else:
            here.say(_("Noté. La suite du retour d'expérience : G."))

    here.app.push_screen(
        value_list(here.station, question_words(field, None), field.options, here.ink, later=True), chosen
    )
