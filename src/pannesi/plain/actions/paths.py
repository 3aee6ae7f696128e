"""Handlers that lead to another case or session: another outage, the return to normal, a follow-on, a real session."""

from __future__ import annotations

from pannesi.plain.entry_choice import PickedEntry, choose_entry
from pannesi.plain.prompts import STOP
from pannesi.plain.session import Guide
from pannesi.presentation.session.status_band import no_return_words
from pannesi.presentation.text.common_phrases import SINCE_WHEN
from pannesi.procedure.availability.typed_times import parse_moment
from pannesi.procedure.model.units import unit_title
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused, is_refusal, is_unknown, says_who_and_where
from pannesi.session.state import Visit
from pannesi.support.errors import ImpossibleTime
from pannesi.support.i18n import _, translated


def other_outage(guide: Guide, words: str) -> None:
    """Goes to another case: besides this one, instead of it, or in another session. Proposals are offered first."""
    proposals = guide.desk.look().proposals
    for proposal in proposals:
        guide.say(_("Proposé : « {title} » ({because}).").format(title=proposal.title, because=proposal.because))
        if guide.talk.confirm(_("Y passer, à la place de tout ce qui est en cours ?")):
            walk = guide.desk.look()
            guide.report(guide.do(want.TurnAll(walk.current_cases, proposal.unit, proposal.symptom)))
            return
    now = guide.desk.look().now
    picked = choose_entry(guide.talk, guide.station.site, now, words, in_doubt=guide.desk.in_doubt)
    if picked is None:
        return
    is_it, besides = _("c'est elle : la recherche s'arrête là"), _("en plus, dans la même panne")
    choice = guide.talk.choose(
        _("« {title} » :").format(title=picked.title),
        [
            ("beside", is_it if guide.view.searching else besides),
            ("instead", _("à la place : ce n'était pas le bon cas")),
            ("apart", _("une autre panne, session à part")),
        ],
        otherwise=_("ne rien faire"),
    )
    if choice == "beside":
        guide.report(guide.do(want.Join(picked.unit, picked.symptom)))
    elif choice == "instead":
        visits = _chosen_visits(guide, guide.view.current_cases, _("Quel cas quitter ?"))
        if visits:
            guide.report(guide.do(want.TurnAll(tuple(visit.id for visit in visits), picked.unit, picked.symptom)))
    elif choice == "apart":
        open_apart(guide, picked, exercise=guide.desk.environment.exercise)


def _chosen_visits(guide: Guide, visits: tuple[Visit, ...], question: str) -> tuple[Visit, ...]:
    """One of several cases, chosen by its number; the only one without asking."""
    if len(visits) < 2:
        return visits
    units = guide.view.site.unit_by_id
    choices = [(visit.id, unit_title(units[visit.unit], visit.symptom)) for visit in visits if visit.unit in units]
    chosen = guide.talk.choose(question, choices, otherwise=_("ne rien faire"))
    return tuple(visit for visit in visits if visit.id == chosen)


def back(guide: Guide, given: str) -> None:
    """Announces the return of what lasts; where all is back, asks whether it failed again."""
    if guide.view.searching:
        guide.say(no_return_words(guide.view))
    elif guide.view.ongoing_cases:
        announce_return(guide, given)
    elif guide.talk.confirm(_("La panne dure ?") if guide.view.lasting_cases else _("Est-ce retombé ?")):
        fell_again(guide, given)


def announce_return(guide: Guide, given: str) -> None:
    """Asks who saw that a case works again, where, and since when, then announces it. Where who saw it is typed with
    the command, it is now, or the hour after « depuis »."""
    for visit in _chosen_visits(guide, guide.view.ongoing_cases, _("Qu'est-ce qui est revenu ?")):
        seen, _word, since = given.partition(" depuis ")
        meant = seen and not is_unknown(seen) and not guide.talk.rejects_bare_number(seen)
        if meant and says_who_and_where(seen):
            _announce_since(guide, visit, seen.rstrip(" ,"), since.strip())
            continue
        who = seen if meant else guide.talk.ask_name(_("Qui l'a constaté ? (Entrée : ne rien annoncer) : "))
        if not who or is_refusal(who):
            guide.say(_("Rien n'est annoncé."))
            return
        place = guide.talk.ask_words(
            _("Vu sur quel poste, ou quel appareil ? "),
            unknown=_("Un retour se voit quelque part : un poste, un appareil, ou Entrée."),
        )
        if not place:
            guide.say(_("Rien n'est annoncé : il faut l'avoir vu quelque part. Refaire r, et dire où."))
            return
        _announce_since(guide, visit, _("{who}, {place}").format(who=who, place=place), since.strip() or None)


def _announce_since(guide: Guide, visit: Visit, seen: str, typed: str | None) -> None:
    """Announces the return of a case since the hour that was `typed`, empty for now; None: it is asked, and again where
    it is refused."""
    while True:
        hour = guide.talk.ask(translated(SINCE_WHEN)) if typed is None else typed
        if hour == STOP or is_refusal(hour):
            guide.say(_("Rien n'est annoncé."))
            return
        try:
            since = parse_moment(hour, guide.desk.environment.now(), guide.view.zone) if hour else None
            written = guide.do(want.AnnounceReturn(visit.id, seen, since))
        except ImpossibleTime as impossible:
            guide.say(_("{why} Un point seul : ne rien annoncer.").format(why=impossible))
            written = None
        if written is not None or not hour:
            guide.report(written)
            return
        typed = None


def fell_again(guide: Guide, _given: str) -> None:
    """Says that a case whose return was announced failed again."""
    for visit in _chosen_visits(guide, guide.view.returned_cases, _("Qu'est-ce qui est retombé ?")):
        guide.report(guide.do(want.FellAgain(visit.id)))


def open_follow_on(guide: Guide, _given: str) -> None:
    """Opens a session that follows this one: the outage came back after closing."""
    opened = guide.desk.state.opened
    visits = guide.view.current_cases or guide.desk.state.visits[-1:]
    if opened is None or not visits:
        return
    picked = PickedEntry(visits[-1].unit, visits[-1].symptom, guide.view.title)
    open_apart(guide, picked, exercise=guide.desk.environment.exercise, follows=guide.desk.session)


def open_real_session(guide: Guide, _given: str) -> None:
    """Opens a real session at the case of an exercise."""
    visits = guide.view.current_cases or guide.desk.state.visits[-1:]
    if visits:
        open_apart(guide, PickedEntry(visits[-1].unit, visits[-1].symptom, guide.view.title), exercise=False)


def open_apart(guide: Guide, picked: PickedEntry, *, exercise: bool, follows: str | None = None) -> None:
    """Opens another session and goes on there; this one stays open."""
    left = guide.desk
    desk = guide.station.desk(exercise=exercise)
    guide.talk.interrupts.hold()
    try:
        desk.open(want.Open(picked.unit, picked.symptom, follows=follows))
    except Refused as refusal:
        guide.say(str(refusal))
        return
    guide.station.exercise = exercise
    guide.station.adopt_journal(desk)
    guide.switch_session(desk)
    guide.say(_("✓ nouvelle session {session}. L'autre, {other}, reste où elle est.").format(
        session=desk.session, other=left.session
    ))  # fmt: skip
