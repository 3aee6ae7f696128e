"""Handlers that lead to another case or session: another outage, the return to normal, a follow-on, a real session."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pannesi.presentation.facts.outage_hours import naming_beginning_key
from pannesi.presentation.session.status_band import no_return_words, return_question
from pannesi.presentation.text.common_phrases import SINCE_WHEN
from pannesi.presentation.text.key_names import FULL_SCREEN
from pannesi.procedure.availability.typed_times import parse_moment
from pannesi.procedure.model.units import is_search, unit_title
from pannesi.session import actions as want
from pannesi.session.event_writer import is_no_name, says_who_and_where, who_and_where
from pannesi.session.facts.visits import ReturnAnnounced
from pannesi.session.projection.return_checks import was_found_to_last
from pannesi.support.i18n import _, translated
from pannesi.support.text_safety import cell_width
from pannesi.tui.screens.session_base import SessionBaseScreen
from pannesi.tui.widgets.wrapping import NARROW


def announce_return(here: SessionBaseScreen) -> None:
    """Announces the return of a case, or that it failed again.

    Cases whose return is not announced come first: Enter alone must not take an announced return back, unless a check
    after the return says that the outage lasts.
    """
    pairs: list[tuple[Any, str]] = []
    for visit in here.view.current_cases:
        unit = here.view.site.unit_by_id[visit.unit]
        title = unit_title(unit, visit.symptom)
        head = here.desk.state.slot("return", visit.id).head
        if head is not None and isinstance(head.body, ReturnAnnounced):
            lasts = was_found_to_last(here.view.walk, visit.id)
            words = _("la panne dure : {title}") if lasts else _("c'est retombé : {title}")
            pairs.append((("fell", visit.id), words.format(title=title)))
        elif not is_search(unit, visit.symptom):
            pairs.append((("back", visit.id), _("retour à la normale : {title}").format(title=title)))
    lasts = any(block.code == "unconfirmed" for block in here.view.walk.blocks)
    pairs.sort(key=lambda pair: (pair[0][0] == "fell") != lasts)

    def chosen(key: Any) -> None:
        what, visit = key
        if what == "fell":
            here.do(want.FellAgain(visit))
        else:
            ask_return(here, visit)

    if not pairs:
        here.say(no_return_words(here.view), alarm=True)
    elif len(pairs) == 1 and pairs[0][0][0] == "back":
        chosen(pairs[0][0])
    else:
        here.pick(_("Retour à la normale"), pairs, chosen)


def ask_return(here: SessionBaseScreen, visit: str) -> None:
    """Asks who saw that a case works again, where, and since when, then announces it. One word says only one of them:
    the place is asked then, and the word is kept."""

    def seen(words: str) -> None:
        named = words.strip(" ,")
        if named and not is_no_name(named) and not says_who_and_where(named):
            question = _("« {who} » : vu sur quel poste, ou quel appareil ?").format(who=named)
            here.ask(question, lambda place: witnessed(who_and_where(named, place)), doubts=True)
        else:
            witnessed(words)

    def witnessed(words: str) -> None:
        here.consider(here.desk, want.AnnounceReturn(visit, words))
        here.ask(translated(SINCE_WHEN), lambda typed: since(words, typed))

    def since(words: str, typed: str) -> None:
        with naming_beginning_key(FULL_SCREEN):
            here.do(want.AnnounceReturn(visit, words, moment_typed(here, typed) if typed.strip() else None))

    here.ask(return_question(here.view, visit), seen, doubts=True)


def moment_typed(here: SessionBaseScreen, words: str) -> datetime:
    """A past moment that was typed. Raises ImpossibleTime when it is none."""
    return parse_moment(words, here.desk.environment.now(), here.view.zone)


def other_outage(here: SessionBaseScreen) -> None:
    """Offers the entries under the numbers that they have everywhere; proposals come above, without a number."""
    pairs: list[tuple[Any, str]] = [
        (
            ("all", proposal.unit, proposal.symptom),
            _("PROPOSÉ : {title} ({why})").format(title=proposal.title, why=proposal.because),
        )
        for proposal in here.view.walk.proposals
    ]
    proposed = [key for key, _words in pairs]
    triage, entries = here.view.site.triage, here.view.site.entries
    wide = max((cell_width(entry.symptom.system) for entry in entries), default=0) + 2
    column = wide if here.columns >= NARROW else 0
    before = ""
    for entry in entries:
        system, before = "" if entry.symptom.system == before else entry.symptom.system, entry.symptom.system
        words = f"{system}{' ' * (column - cell_width(system))}{entry.label}" if column else entry.label
        pairs.append((("one", entry.unit.id, entry.symptom.id), words))
    if triage is not None:
        pairs.append(("none", " " * column + triage.title))

    def chosen(key: Any) -> None:
        how, unit, symptom = ("one", triage.id, None) if triage is not None and key == "none" else key
        if how == "all":
            here.do(want.TurnAll(here.view.walk.current_cases, unit, symptom))
        else:
            _ask_how_to_join(here, unit, symptom)

    here.pick(_("Autre panne : que voyez-vous ?"), pairs, chosen, aside=proposed)


def _ask_how_to_join(here: SessionBaseScreen, unit: str, symptom: str | None) -> None:
    """Asks whether another case comes besides, instead, or in another session."""
    ways: list[tuple[Any, str]] = [
        (want.Join(unit, symptom), _join_words(here)),
        ("instead", _("à la place : ce n'était pas le bon cas")),
        (None, _("à part : une autre panne, nouvelle session")),
    ]

    def chosen(number: int) -> None:
        intent = ways[number][0]
        if intent == "instead":
            _leave_for_another(here, unit, symptom)
        elif intent is not None:
            here.do(intent)
        else:
            _open_apart(here, want.Open(unit, symptom), exercise=here.desk.state.exercise)

    here.pick(_("En plus, à la place, ou à part ?"), [(at, words) for at, (_one, words) in enumerate(ways)], chosen)


def _join_words(here: SessionBaseScreen) -> str:
    return _("c'est elle : la recherche s'arrête là") if here.view.searching else _("en plus : la même panne s'étend")


def _leave_for_another(here: SessionBaseScreen, unit: str, symptom: str | None) -> None:
    """Leaves the case that is going on for another; of several, asks which."""
    going, units = here.view.current_cases, here.view.site.unit_by_id
    if len(going) < 2:
        here.do(want.TurnAll(here.view.walk.current_cases, unit, symptom))
        return
    pairs = [(visit.id, unit_title(units[visit.unit], visit.symptom)) for visit in going if visit.unit in units]
    here.pick(_("Quel cas quitter ?"), pairs, lambda left: here.do(want.TurnAll((left,), unit, symptom)))


def _open_apart(here: SessionBaseScreen, intent: want.Open, *, exercise: bool) -> None:
    """Opens another session; this one stays open."""
    left = here.desk.session
    here.station.exercise = exercise
    if here.app.open_session(intent, exercise=exercise):
        said = _("✓ nouvelle session. L'autre, {session}, reste où elle est (F3).").format(session=left)
        opened = here.app.screen
        if isinstance(opened, SessionBaseScreen):
            opened.call_after_refresh(opened.say, said)


def _entry_at_work(here: SessionBaseScreen) -> tuple[str, str | None] | None:
    """The unit and symptom of the case that is going on, or of the last one."""
    visits = here.view.current_cases or here.desk.state.visits
    return (visits[-1].unit, visits[-1].symptom) if visits else None


def open_follow_on(here: SessionBaseScreen) -> None:
    """Opens a session that follows this one: the outage came back after closing."""
    entry = _entry_at_work(here)
    if entry is not None:
        _open_apart(here, want.Open(*entry, follows=here.desk.session), exercise=here.desk.state.exercise)


def open_real_session(here: SessionBaseScreen) -> None:
    """Opens a real session at the case of an exercise."""
    entry = _entry_at_work(here)
    if entry is not None:
        _open_apart(here, want.Open(*entry), exercise=False)


def go_home(here: SessionBaseScreen) -> None:
    """Goes back to home; the session stays open. Closes the prompt first where one is open."""
    if here.asking:
        here.stop_asking()
    else:
        here.app.go_home()
