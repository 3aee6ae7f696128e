"""Acts on the session as a whole: undoing, notes, times, persons, hand-over, history, closing."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Any

from rich.text import Text

from pannesi.presentation.common_phrases import ROLES
from pannesi.presentation.timeline import Telling
from pannesi.procedure.availability.moments import parse_length, parse_moment
from pannesi.procedure.model.lines import text_of
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.facts.session import HandoverOffered
from pannesi.session.projection.read_model import Block
from pannesi.session.register.draft_entries import is_passing
from pannesi.support.errors import Declined
from pannesi.support.i18n import _
from pannesi.tui.screens.session_actions.acting import Acting

_HOURS = _("15h47, 1547, hier 22:30, il y a 5 min")


class SessionActs(Acting):
    """The methods that the commands of a session name."""

    def do_undo(self) -> None:
        """Takes back the last act of this run; one that was written elsewhere is named, and asked about."""
        last = self.desk.last_act()
        if last is None or last.own:
            self.do(want.UndoLast())
            return
        question = _("Écrit par un autre poste, ou avant ce lancement : {fact}. L'annuler ?")
        undo = partial(self.do, want.Undo(last.event.id))
        self.choose(question.format(fact=self._told(last.event)), [(_("oui, l'annuler"), undo)])

    def do_note(self) -> None:
        key = self.row.key if self.row is not None else (None, None)
        self.ask(_("Note"), lambda words: self.do(want.Note(words, *key)), doubts=True)

    def _moment(self, words: str) -> datetime:
        """A time typed. Raises Declined when nothing was, ImpossibleTime when it is none."""
        if not words.strip():
            raise Declined(_("Donner une heure, ou Échap : rien n'est changé."))
        return parse_moment(words, self.desk.outside.now(), self.view.where)

    def do_began(self) -> None:
        def told(words: str) -> None:
            self.do(want.SetBegan(self._moment(words)))

        self.ask(_("Quand la panne a-t-elle commencé ? ({hours})").format(hours=_HOURS), told)

    def do_expected(self) -> None:
        def told(words: str) -> None:
            self.do(want.SetExpected(parse_length(words)))

        self.ask(_("Combien la panne doit-elle durer, depuis son début ? (90, 2 h, 1 h 30)"), told)

    def do_name(self) -> None:
        def named(words: str) -> None:
            if not words.strip():
                raise Declined(_("Donner un nom ou des initiales, ou Échap."))
            roles = [(one, one) for one in ROLES]
            self.pick(_("Votre rôle ?"), [*roles, ("none", _("ne pas le dire"))], lambda role: told(words, role))

        def told(name: str, role: str) -> None:
            self._call_them(name)
            self.do(want.NamePerson(name, "" if role == "none" else role))

        self.ask(_("Votre nom ou vos initiales"), named, doubts=True)

    def _call_them(self, name: str) -> None:
        """What follows is on record under this name."""
        self.station.actor = name
        self.desk.outside = replace(self.desk.outside, actor=name)

    def do_hand_over(self) -> None:
        offer = self.desk.state.slot("handover").head
        if offer is None or not isinstance(offer.body, HandoverOffered):
            question = _("Un mot pour qui prendra la suite")
            self.ask(question, lambda words: self.do(want.OfferHandover(words)), doubts=True)
            return

        def taken(words: str) -> None:
            if words.strip():
                self._call_them(words)
            self.do(want.TakeHandover())

        word = f" « {offer.text} »" if offer.text else ""
        self.ask(
            _("Main proposée par {who}.{word} Votre nom ou vos initiales (⏎ : {name})").format(
                who=offer.actor or _("quelqu'un"), word=word, name=self.desk.outside.actor or _("sans nom")
            ),
            taken,
            doubts=True,
        )

    def _told(self, event: Event) -> str:
        telling = Telling(self.desk.procedure, self.desk.state, self.view.hour)
        who = f" {event.actor}" if event.actor else ""
        return f"{self.view.hour(self.desk.state.when(event))}{who} · {telling.sentence(event)}"

    def do_history(self) -> None:
        """Every fact, the latest first; the chosen one can be undone, or its time corrected."""
        state = self.desk.state
        facts = [(event.id, self._told(event)) for event in reversed(state.timeline) if not is_passing(state, event)]
        self.pick(_("Historique : choisir un fait pour l'annuler ou corriger son heure"), facts, self._about_fact)

    def _about_fact(self, fact: str) -> None:
        event = self.desk.state.events.get(fact)
        if event is None or self.view.walk.stage == "closed":
            return

        def timed(words: str) -> None:
            self.do(want.CorrectTime(fact, self._moment(words)))

        def chosen(what: str) -> None:
            if what == "undo":
                self.do(want.Undo(fact))
            else:
                self.ask(_("À quelle heure était-ce ? ({hours})").format(hours=_HOURS), timed)

        acts = [("undo", _("annuler ce fait")), ("time", _("corriger son heure ; l'heure écrite reste gardée"))]
        self.pick(self._told(event), acts, chosen)

    def do_settle_conflict(self) -> None:
        """Each answer given without knowing of the other; the chosen one stands, the others are undone.

        Versions of a patient line differ in what only the line itself shows: they are chosen there.
        """
        pairs: list[tuple[Any, str]] = []
        labels = {one.id: one.label for one in self.view.walk.patients}
        for slot, tips in self.desk.state.conflicts:
            if slot[0] == "patient":
                words = _("{label} : deux versions, à comparer dans le registre").format(label=labels.get(slot[1], ""))
                pairs.append((("", tips), words))
            else:
                pairs += [((event.id, tips), self._told(event)) for event in tips]

        def chosen(key: Any) -> None:
            kept, tips = key
            if not kept:
                self.do_duties()
                return
            others = [event.id for event in tips if event.id != kept]
            self._undo_each(others)

        self.pick(_("Deux réponses différentes : laquelle est la bonne ? Les autres sont annulées"), pairs, chosen)

    def _undo_each(self, events: list[str]) -> None:
        if events:
            self.do(want.Undo(events[0]), lambda: self._undo_each(events[1:]))

    def do_in_force(self) -> None:
        """To read, not to choose from: no entry bears a number, and two may say the same."""
        from pannesi.presentation.standing_orders import everything_in_force
        from pannesi.tui.screens.choice_list import Listing
        from pannesi.tui.widgets.line_list import Item

        found = [
            Item(number, (Text(f" {words}", style=self.ink.plain),), hang=5)
            for number, words in enumerate(everything_in_force(self.view))
        ]
        self.app.push_screen(Listing(self.station, _("En vigueur maintenant"), found))

    def do_close(self) -> None:
        """Closes; what prevents it, or stays without being done, is shown first, and chosen leads there."""
        walk = self.view.walk
        if not walk.blocks and not walk.left_open:
            self.do(want.Close())
            return
        pairs: list[tuple[Any, str]]
        if walk.blocks:
            title = _("Ce qui empêche de clore : choisir pour y aller")
            pairs = [_leading_to(block) for block in walk.blocks]
            pairs.append((("force", None), _("clore quand même, avec un motif qui restera écrit")))
        else:
            title = _("Restées sans être faites : clore ainsi, ou choisir pour y aller")
            pairs = [(("close", None), _("clore, ces lignes restant ainsi"))]
            pairs += [(("see", row.key), f"{row.number} {text_of(row.line)}") for row in walk.left_open]

        def forced(words: str) -> None:
            if not words.strip():
                raise Declined(_("Dire en quelques mots pourquoi."))
            self.do(want.Close(words))

        def chosen(key: Any) -> None:
            what, where = key
            if what == "force":
                question = _("Pourquoi clore maintenant ?")
                self.ask(question, forced, doubts=True)
            elif what == "close":
                self.do(want.Close())
            elif what == "patients":
                self.do_duties() if where is None else self.open_patient(where)
            elif what == "return":
                self.ask_return(where)
            else:
                self.go_to(where)

        self.pick(title, pairs, chosen)


def _leading_to(block: Block) -> tuple[Any, str]:
    """Where what prevents closing is settled, and its words."""
    if block.code == "return" and block.visit is not None:
        return ("return", block.visit), block.text
    return ("patients" if block.code in ("duty", "patient") else "see", block.row or block.patient), block.text
