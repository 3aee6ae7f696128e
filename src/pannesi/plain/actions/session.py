"""Handlers of the session as a whole: undo, notes, times, persons, hand-over, conflicts, closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from pannesi.application.past_sessions import close_forgotten, returns_missing
from pannesi.history.forgotten import is_forgotten
from pannesi.plain.actions.same_outage import write_halves
from pannesi.plain.prompts import STOP, LeftQuestion, whole_number
from pannesi.plain.session import Guide
from pannesi.plain.views import confirm_clock
from pannesi.presentation.calls.call_brief import contact_without_number
from pannesi.presentation.closing.closing_blocks import block_words
from pannesi.presentation.facts.outage_hours import beginning_to_say
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session_lists.forgotten import BACK_SINCE, WHY_CLOSED, back_since
from pannesi.presentation.session_lists.session_words import session_word_question
from pannesi.presentation.text.common_phrases import FORGOTTEN, ROLES, WHO_FOUND
from pannesi.procedure.availability.typed_times import parse_length, parse_moment
from pannesi.procedure.model.lines import text_of
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused, is_assent, is_refusal, is_unknown
from pannesi.session.events import Event
from pannesi.session.facts.session import BeginningSet, PersonNamed, SameOutage, TimeCorrected, Undone
from pannesi.session.facts.visits import VisitOpened
from pannesi.session.handlers.undo import is_in_force
from pannesi.support.errors import Declined, ImpossibleTime
from pannesi.support.i18n import N_, _, all_translated, translated

STAYS_OPEN = N_("La session reste ouverte.")
"""The message when closing was given up."""


def undo(guide: Guide, number: str) -> None:
    """Undoes the last act of this run, or the fact of a number in the history; of an act from elsewhere it is asked
    first."""
    if not number:
        last = guide.desk.last_act()
        if last is None or (last.own and not isinstance(last.event.body, SameOutage)):
            guide.report(guide.do(want.UndoLast()))
            return
        if last.own:
            _undo_event(guide, last.event)
            return
        guide.say(_("Écrit par un autre poste, ou avant ce lancement : {hour} {who} · {what}").format(
            hour=guide.hour(guide.desk.state.when(last.event)), who=last.event.actor,
            what=guide.telling().sentence(last.event),
        ))  # fmt: skip
        if guide.talk.confirm(_("L'annuler ?")):
            _undo_event(guide, last.event)
        return
    event = _event_numbered(guide, number)
    if event is not None:
        _undo_event(guide, event)


def _undo_event(guide: Guide, event: Event) -> None:
    """Undoes a fact; where it says that another session is the same outage, the half of the other one too."""
    if isinstance(event.body, SameOutage):
        write_halves(guide, event.body.other, same=False)
    else:
        guide.report(guide.do(want.Undo(event.id)))


def clock_is_right(guide: Guide, _given: str) -> None:
    """Records that the clock of this workstation is right."""
    guide.say(confirm_clock(guide.station))


def _event_numbered(guide: Guide, number: str) -> Event | None:
    """The fact of a number in the history; None, with a message, where there is none."""
    timeline = guide.desk.state.timeline
    rank = whole_number(number, len(timeline))
    if rank is None:
        guide.say(_("Donner le numéro d'un fait : a les montre tous."))
        return None
    return timeline[rank - 1]


def write_note(guide: Guide, words: str) -> None:
    """Writes a note at the line shown."""
    contact = contact_without_number(guide.view, guide.view.row)
    if contact:
        text = words or guide.talk.ask_words(_("Numéro trouvé, ou une note (Entrée : rien) : "), numbers=True)
    else:
        text = guide.talk.words_or_ask(words, _("Note (Entrée : rien) : "))
    if not text:
        return
    visit, line = guide.view.row.key if guide.view.row is not None else (None, None)
    guide.report(guide.do(want.Note(text, visit, line, contact)))


def give_word(guide: Guide, words: str) -> None:
    """Gives the session a word by which lists tell it from others."""
    text = guide.talk.words_or_ask(words, session_word_question(guide.desk.state) + " : ")
    if text:
        guide.report(guide.do(want.GiveWord(text)))


def correct_times(guide: Guide, given: str) -> None:
    """Asks when the outage began, then who found it, or when a fact really happened; `given` is the number of one of
    these, what answers it, or an hour."""
    wanted, given = _menu_number(guide, given)
    choice = guide.talk.choose(
        _("Quelle heure ?"),
        [
            ("began", _("le début de la panne")), ("last", _("le dernier fait")), ("other", _("un autre fait")),
            ("found", _("qui a constaté la panne")),
        ],
        otherwise=_("ne rien changer"),
        given=wanted,
    )  # fmt: skip
    if choice is None:
        return
    if choice == "found":
        _say_who_found(guide, given)
        return
    event: Event | None = None
    if choice == "last":
        event = _last_act(guide)
        if event is None:
            guide.say(_("Aucun fait dont corriger l'heure."))
    elif choice == "other":
        prompt = _("Numéro du fait dans l'historique (a ; Entrée : aucun) : ")
        while event is None and (typed := guide.talk.ask(prompt)):
            event = _event_numbered(guide, typed)
    if choice != "began" and event is None:
        return
    if event is not None:
        guide.say(guide.telling().sentence(event))
    noted = _ask_hour(guide, event, given)
    if noted and event is None and guide.desk.state.slot("found").head is None:
        _say_who_found(guide, "")


_OF_MENU = 4
"""How many hours and facts `correct_times` offers."""


def _menu_number(guide: Guide, given: str) -> tuple[str, str]:
    """The number of what is to be corrected, and what was typed behind it; an hour has none."""
    number, _blank, rest = given.partition(" ")
    if whole_number(number, _OF_MENU) is None or _is_moment(guide, given):
        return "", given
    return number, rest.strip()


def _is_moment(guide: Guide, text: str) -> bool:
    try:
        parse_moment(text, guide.desk.environment.now(), guide.view.zone)
    except ImpossibleTime:
        return False
    return True


def _ask_hour(guide: Guide, event: Event | None, given: str) -> bool:
    """Asks for the hour of a fact, or of the beginning of the outage with None; returns whether it was written."""

    def timed(text: str) -> want.Intent:
        moment = parse_moment(text, guide.desk.environment.now(), guide.view.zone)
        return want.SetBegan(moment) if event is None else want.CorrectTime(event.id, moment)

    prompt = _("Heure (1547, 15h47, hier 22:30, il y a 5 min ; Entrée : ne rien changer) : ")
    return guide.ask_until_written(lambda said: said or guide.talk.ask(prompt), timed, given)


def _say_who_found(guide: Guide, given: str) -> None:
    """Asks who found the outage: one of the usual roles by its number, or words. What is refused is asked again."""
    usual = ", ".join(f"{number} {role}" for number, role in enumerate(ROLES, start=1))
    prompt = "\n".join((_("Souvent : {roles}.").format(roles=usual), translated(WHO_FOUND)))

    def said(text: str) -> want.Intent:
        number = whole_number(text, len(ROLES))
        return want.SayWhoFound(ROLES[number - 1] if number is not None else text)

    guide.ask_until_written(lambda typed: typed or guide.talk.ask_words(prompt, usual=len(ROLES)), said, given)


def _last_act(guide: Guide) -> Event | None:
    """The last act that still stands and has a time of its own."""
    untimed = Undone | TimeCorrected | PersonNamed | VisitOpened | BeginningSet
    acts = (
        event for event in reversed(guide.desk.state.timeline)
        if not (isinstance(event.body, untimed) or event.body.preset) and is_in_force(guide.desk.state, event)
    )  # fmt: skip
    return next(acts, None)


def set_expected(guide: Guide, given: str) -> None:
    """Asks how long the outage is expected to last."""
    prompt = _("Durée prévue de la panne depuis son début (90, 2 h, 1 h 30 ; Entrée : rien) : ")
    guide.ask_until_written(
        lambda said: said or guide.talk.ask(prompt), lambda text: want.SetExpected(parse_length(text)), given
    )


def name_person(guide: Guide, given: str) -> None:
    """Asks for the name and the role of who is at the screen."""
    prompt = _("Votre nom ou vos initiales (Entrée : ne rien changer) : ")
    name = guide.talk.name_given(given, prompt)
    if not name or is_refusal(name):
        return
    role = guide.talk.choose(_("Votre rôle ?"), [(words, words) for words in ROLES], otherwise=_("ne pas le dire"))
    guide.set_actor(name)
    guide.report(guide.do(want.NamePerson(name, role or "")))


def hand_over(guide: Guide, given: str) -> None:
    """Offers the session, with a few words."""
    word = guide.talk.words_or_ask(given, _("Un mot pour la suite (Entrée : aucun) : "))
    guide.report(guide.do(want.OfferHandover(word)))


def take_over(guide: Guide, given: str) -> None:
    """Takes the session over, under a name."""
    prompt = _("Votre nom ou vos initiales (Entrée : {name}) : ")
    prompt = prompt.format(name=guide.desk.environment.actor or _("sans nom"))
    name = guide.talk.name_given(given, prompt)
    if is_refusal(name):
        return
    if name:
        guide.set_actor(name)
    guide.report(guide.do(want.TakeHandover()))


def show_conflicts(guide: Guide, _given: str) -> None:
    """Lists the answers given without knowing of each other, and how each conflict is settled."""
    in_conflict = guide.desk.state.conflicts
    if not in_conflict:
        guide.say(_("Rien n'a deux réponses."))
        return
    numbers = {event.id: number for number, event in enumerate(guide.desk.state.timeline, start=1)}
    tell = guide.telling()
    labels = {patient.id: patient.label for patient in guide.desk.look().patients}
    for key, tips in in_conflict:
        if key[0] == "patient":
            label = labels.get(key[1], "")
            guide.say(_("{label} : deux versions, à comparer : p {label}, puis trancher.").format(label=label))
            continue
        guide.say(_("Deux réponses différentes :"))
        for event in tips:
            guide.say(_("  {number}. {hour} {who} · {what}").format(
                number=numbers[event.id], hour=guide.hour(guide.desk.state.when(event)),
                who=event.actor, what=tell.sentence(event),
            ))  # fmt: skip
    guide.say(_("Pour trancher : répondre de nouveau à la ligne (j et son numéro), ou annuler l'une des deux (u 12)."))


def close(guide: Guide, given: str) -> None:
    """Closes the session. What prevents it is listed, and a reason asked for; what would stay undone is listed
    first."""
    if is_forgotten(guide.desk.state, guide.view.site, guide.desk.environment.now()):
        _close_forgotten(guide, given)
        return
    view = replace(guide.view, walk=guide.desk.look())
    blocks, left = view.walk.blocks, view.walk.left_open
    if is_refusal(given):
        guide.say(translated(STAYS_OPEN))
        return
    if blocks:
        _close_all_the_same(guide, view, "" if is_unknown(given) or is_assent(given) else given)
        return
    if left:
        guide.say(_("Lignes non faites :"))
        for row in left:
            guide.say(f"  - {row.number} {text_of(row.line)}")
        _say_beginning_due(guide, view)
        if not guide.talk.confirm(_("Clore sans faire ces lignes ?")):
            guide.say(translated(STAYS_OPEN))
            return
    guide.report(guide.do(want.Close(given)))


def _close_all_the_same(guide: Guide, view: View, given: str) -> None:
    """Closes although something prevents it, with a reason that is asked for until it says something; without one, what
    prevents it is listed first."""
    if not given:
        guide.say(_("Ce qui empêche de clore :"))
        for block in view.walk.blocks:
            guide.say("  - " + block_words(view, block))
        _say_beginning_due(guide, view)
    prompt = _("Clore quand même ? Écrire le motif (Entrée : ne pas clore) : ")
    if not guide.ask_until_written(lambda said: said or guide.talk.ask_reason(prompt, digits=True), want.Close, given):
        guide.say(translated(STAYS_OPEN))


def _close_forgotten(guide: Guide, given: str) -> None:
    """Asks since when it works again, where no return was announced, and why the forgotten session is closed; each is
    asked until it can be taken, an empty line leaves the session open."""
    usual, before = all_translated(FORGOTTEN), set(guide.desk.state.events)
    try:
        returned = _ended_at(guide) if returns_missing(guide.desk) else None
    except LeftQuestion:
        guide.say(translated(STAYS_OPEN))
        return
    listed = ", ".join(f"{number} {words}" for number, words in enumerate(usual, start=1))
    prompt = _("Souvent : {reasons}.\n{question} (Entrée : ne pas clore) ").format(
        reasons=listed, question=translated(WHY_CLOSED)
    )
    typed = given
    while guide.desk.state.closing is None:
        typed = guide.talk.reason_given(typed, prompt, usual=len(usual), digits=True)
        if not typed:
            guide.say(translated(STAYS_OPEN))
            return
        number = whole_number(typed, len(usual))
        guide.talk.interrupts.hold()
        try:
            close_forgotten(guide.desk, usual[number - 1] if number is not None else typed, returned)
        except Refused as refusal:
            guide.say(str(refusal))
            typed = ""
    guide.station.adopt_journal(guide.desk)
    guide.report(tuple(event for event in guide.desk.state.timeline if event.id not in before))


def _ended_at(guide: Guide) -> datetime | None:
    """Since when it works again; None where nobody knows. Asked until it is a time. Raises LeftQuestion."""
    prompt = translated(BACK_SINCE) + "\n" + _("? (Entrée : ne pas clore) ")
    while (typed := guide.talk.ask(prompt)) != STOP and not is_refusal(typed):
        try:
            return back_since(typed, guide.desk.environment.now(), guide.view.zone)
        except (Declined, ImpossibleTime) as refusal:
            guide.say(str(refusal))
        if not typed:
            break
    raise LeftQuestion


def _say_beginning_due(guide: Guide, view: View) -> None:
    """Says, where it is not noted yet, that the beginning and who found the outage can be."""
    words = beginning_to_say(view)
    if words:
        guide.say(_("Aussi : {key} pour {what}.").format(key=view.keys.began, what=words))


def go_home(guide: Guide, _given: str) -> None:
    """Goes back to home; the session stays open."""
    guide.where = "home"


def quit_program(guide: Guide, _given: str) -> None:
    """Quits; the session stays open."""
    guide.where = "quit"
