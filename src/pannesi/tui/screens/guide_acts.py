"""What each command of the guide does: an intent for the desk, a question first where one is needed."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from rich.text import Text

from pannesi.failures import ImpossibleTime
from pannesi.i18n import _
from pannesi.session import intents as want
from pannesi.session.acts_session import REDLINES
from pannesi.session.events import Kind
from pannesi.session.rows import Row
from pannesi.session.words import fact_word, redline_word
from pannesi.site.lines import Ask, Broadcast, Verify
from pannesi.site.model import split_ref
from pannesi.site.tree import UNKNOWN, options_of
from pannesi.site.when import parse_moment
from pannesi.telling.callee import callee
from pannesi.telling.timeline import Telling
from pannesi.tui.screens.listing import Listing, choices
from pannesi.tui.widgets.rows import Item

if TYPE_CHECKING:
    from pannesi.tui.screens.guide import Guide


class GuideActs:
    """The methods that commands of the registry name."""

    def _here(self: Guide) -> Row:  # type: ignore[misc]
        row = self.row
        if row is None:
            raise LookupError("a command that needs a line was obeyed without one")
        return row

    def do_settle(self: Guide) -> None:  # type: ignore[misc]
        row = self._here()
        intent: want.Intent
        if row.line.verb == "call":
            who = callee(self.view.site.contacts, row, self.view.walk.now)
            intent = want.Called(*row.key, who.contact.id if who is not None else str(row.line.value), "reached")
        elif row.line.verb == "run":
            intent = want.RunAnnex(*row.key)
        elif row.line.verb in ("becomes", "joins"):
            intent = want.Follow(*row.key)
        elif row.line.verb == "outcome":
            intent = want.Conclude(*row.key)
        elif row.line.expect:
            question = _("Ce qui a été vu ({what}) ; Entrée : rien à ajouter").format(what=row.line.expect)
            self.ask(question, lambda words: self.do(want.Settle(*row.key, words)))
            return
        else:
            intent = want.Settle(*row.key)
        self.do(intent)

    def do_answer(self: Guide, number: int) -> None:  # type: ignore[misc]
        row = self._here()
        if not isinstance(row.line, Ask | Verify):
            return
        options = [UNKNOWN, *(one.id for one in options_of(row.line))]
        if number < len(options):
            self.do(want.Answer(*row.key, options[number]))

    def do_silent(self: Guide) -> None:  # type: ignore[misc]
        row = self._here()
        who = callee(self.view.site.contacts, row, self.view.walk.now)
        self.do(want.Called(*row.key, who.contact.id if who is not None else str(row.line.value), "no_answer"))

    def do_not_needed(self: Guide) -> None:  # type: ignore[misc]
        key = self._here().key
        self._with_words(_("Pourquoi n'est-ce pas nécessaire ?"), lambda words: want.NotNeeded(*key, words))

    def do_could_not(self: Guide) -> None:  # type: ignore[misc]
        key = self._here().key
        self._with_words(_("Pourquoi est-ce impossible ?"), lambda words: want.CouldNot(*key, words))

    def _with_words(self: Guide, question: str, intent: Callable[[str], want.Intent]) -> None:  # type: ignore[misc]
        self.ask(question, lambda words: self.do(intent(words)))

    def do_leave(self: Guide) -> None:  # type: ignore[misc]
        self.do(want.Leave(*self._here().key))

    def do_condition(self: Guide) -> None:  # type: ignore[misc]
        row = self._here()
        holds = row.condition is not None and row.condition.holds is True
        self.do(want.SetCondition(*row.key, holds=not holds))

    def do_undo(self: Guide) -> None:  # type: ignore[misc]
        self.do(want.UndoLast())

    def do_note(self: Guide) -> None:  # type: ignore[misc]
        key = self.cursor or (None, None)
        self._with_words(_("Note"), lambda words: want.Note(words, *key))

    def do_redline(self: Guide) -> None:  # type: ignore[misc]
        row = self._here()

        def chosen(about: str) -> None:
            question = _("Quelques mots pour le référent (Entrée : aucun)")
            self.ask(question, lambda words: self.do(want.Redline(*row.key, about, words)))

        title = _("Signaler la ligne {number} : qu'a-t-elle ?").format(number=row.number)
        self.pick(title, [(one, redline_word(one)) for one in REDLINES], chosen)

    def do_next(self: Guide) -> None:  # type: ignore[misc]
        following = self.view.walk.next
        self.cursor = following.key if following is not None else self.cursor
        self.draw()

    def do_began(self: Guide) -> None:  # type: ignore[misc]
        def told(words: str) -> None:
            try:
                moment = parse_moment(words, self.view.walk.now, self.view.where)
            except ImpossibleTime as refusal:
                self.say(str(refusal), alarm=True)
                return
            self.do(want.SetBegan(moment))

        self.ask(_("Quand la panne a-t-elle commencé ? (15h47, hier 22:30, il y a 5 min)"), told)

    def do_name(self: Guide) -> None:  # type: ignore[misc]
        def named(words: str) -> None:
            from dataclasses import replace

            self.station.actor = words
            self.desk.outside = replace(self.desk.outside, actor=words)
            self.do(want.NamePerson(words))

        self.ask(_("Votre nom ou vos initiales"), lambda words: named(words) if words.strip() else None)

    def do_hand_over(self: Guide) -> None:  # type: ignore[misc]
        offer = self.desk.state.slot("handover").head
        if offer is not None and offer.kind == Kind.HANDOVER_OFFERED:
            self.do(want.TakeHandover())
        else:
            self.ask(_("Un mot pour qui prendra la suite"), lambda words: self.do(want.OfferHandover(words)))

    def pick(self: Guide, title: str, pairs: list[tuple[Any, str]], chosen: Callable[[Any], None]) -> None:  # type: ignore[misc]
        """A list to choose from; nothing happens when it is left."""
        listed = choices(pairs, self.ink.key, self.ink.plain)
        self.app.push_screen(
            Listing(self.station, title, listed, digits=True), lambda key: chosen(key) if key is not None else None
        )

    def do_patient(self: Guide) -> None:  # type: ignore[misc]
        """Four closed facts by a digit each, then a name if there is one: a few seconds."""
        units = self.view.site.contacts.units
        steps: list[tuple[str, str, tuple[str, ...]]] = [
            ("origin", _("Nouveau patient : d'où vient-il ?"), ("externe", "urgences", "service")),
            ("exam", _("Quel examen ?"), ("coupe", "autre")),
            ("unit", _("Quelle unité ?"), (*units, _("autre unité"))),
            ("identity", _("Le système d'information le connaît-il ?"), ("connue", "inconnue")),
        ]
        facts: dict[str, str] = {}

        def step(number: int) -> None:
            if number == len(steps):
                question = _("Nom, ou ce qui permet de le retrouver (facultatif)")
                self.ask(question, lambda words: self.do(want.AddPatient(facts, words)))
                return
            name, title, values = steps[number]
            pairs = [(value, fact_word(name, value)) for value in values]

            def chosen(value: str) -> None:
                if value != "none":
                    facts[name] = value
                step(number + 1)

            self.pick(title, [*pairs, ("none", _("pas su"))], chosen)

        step(0)

    def do_duties(self: Guide) -> None:  # type: ignore[misc]
        found: list[tuple[Any, str]] = []
        for duty in self.view.walk.duties:
            if duty.status == "open":
                sure = "" if duty.sure else _(" (à préciser)")
                who = f" {duty.patient.identity}" if duty.patient.identity else ""
                found.append(((duty.patient.id, duty.key), f"{duty.patient.label}{who} · {duty.label}{sure}"))
        if not found:
            self.say(_("Plus rien n'est dû aux patients notés."))
            return
        self.pick(
            _("Dû aux patients : choisir ce qui vient d'être fait"), found, lambda key: self.do(want.SettleDuty(*key))
        )

    def do_back(self: Guide) -> None:  # type: ignore[misc]
        pairs: list[tuple[Any, str]] = []
        for visit in self.view.going:
            head = self.desk.state.slot("return", visit.id).head
            title = self.view.site.unit_by_id[visit.unit].title
            if head is not None and head.kind == Kind.RETURN_ANNOUNCED:
                pairs.append((("fell", visit.id), _("c'est retombé : {title}").format(title=title)))
            else:
                pairs.append((("back", visit.id), _("retour à la normale : {title}").format(title=title)))

        def chosen(key: Any) -> None:
            what, visit = key
            if what == "fell":
                self.do(want.FellAgain(visit))
            else:
                question = _("Qui l'a constaté, et sur quel poste ?")
                self.ask(question, lambda words: self.do(want.AnnounceReturn(visit, words)))

        if len(pairs) == 1 and pairs[0][0][0] == "back":
            chosen(pairs[0][0])
        else:
            self.pick(_("Retour à la normale"), pairs, chosen)

    def do_close(self: Guide) -> None:  # type: ignore[misc]
        blocks = self.view.walk.blocks
        if not blocks:
            self.do(want.Close())
            return
        pairs: list[tuple[Any, str]] = [(("see", block.row), block.text) for block in blocks]
        pairs.append((("force", None), _("clore quand même, avec un motif qui restera écrit")))

        def chosen(key: Any) -> None:
            what, row = key
            if what == "force":
                self._with_words(_("Pourquoi clore maintenant ?"), lambda words: want.Close(words))
            elif row is not None:
                self.cursor = row
                self.draw()

        self.pick(_("Ce qui empêche de clore"), pairs, chosen)

    def do_other(self: Guide) -> None:  # type: ignore[misc]
        pairs: list[tuple[Any, str]] = [
            (("all", one.unit, one.symptom), _("PROPOSÉ : {title} ({why})").format(title=one.title, why=one.because))
            for one in self.view.walk.proposals
        ]
        for entry in self.view.site.entries:
            pairs.append((("one", entry.unit.id, entry.symptom.id), f"{entry.symptom.system} : {entry.label}"))

        def chosen(key: Any) -> None:
            how, unit, symptom = key
            if how == "all":
                self.do(want.TurnAll(self.view.walk.roots, unit, symptom))
                return
            ways = [
                (want.Join(unit, symptom), _("en plus : la même panne s'étend")),
                (want.TurnAll(self.view.walk.roots, unit, symptom), _("à la place : c'est ce cas-là")),
            ]
            self.pick(_("En plus, ou à la place ?"), ways, self.do)

        self.pick(_("Autre panne"), pairs, chosen)

    def _message_text(self: Guide) -> str:  # type: ignore[misc]
        row = self._here()
        if not isinstance(row.line, Broadcast):
            return ""
        unit, name = split_ref(row.unit, row.line.value)
        message = self.view.site.unit_by_id[unit].messages[name]
        parts = (
            (_("Destinataires"), message.to),
            (_("Type"), message.type),
            (_("Titre"), message.title),
            (_("Message"), message.body),
        )
        return "\n".join(f"{label} : {value}" for label, value in parts if value is not None)

    def do_copy(self: Guide) -> None:  # type: ignore[misc]
        text = self._message_text()
        if not text:
            self.say(_("Ce message n'a pas de texte dans la procédure."), alarm=True)
            return
        self.app.copy_to_clipboard(text)
        self.say(
            _("Copie demandée au terminal ; vérifier en collant. Le texte reste affiché, E l'écrit dans un fichier.")
        )

    def do_write(self: Guide) -> None:  # type: ignore[misc]
        text = self._message_text()
        if not text:
            self.say(_("Ce message n'a pas de texte dans la procédure."), alarm=True)
            return
        from pathlib import Path

        path = Path.home() / f"message-{self._here().line.id}.txt"
        try:
            path.write_text(text + "\n", encoding="utf-8")
        except OSError as failure:
            self.say(_("Le fichier n'a pas pu être écrit : {why}").format(why=failure.strerror), alarm=True)
            return
        self.say(_("Écrit dans {path}").format(path=path))

    def do_follow_on(self: Guide) -> None:  # type: ignore[misc]
        opened = self.desk.state.opened
        entry = opened.payload.get("entry") if opened is not None else None
        if isinstance(entry, list | tuple) and len(entry) == 2:
            self.app.open_session(want.Open(str(entry[0]), entry[1], follows=self.desk.session))  # type: ignore[attr-defined]

    def do_real(self: Guide) -> None:  # type: ignore[misc]
        opened = self.desk.state.opened
        entry = opened.payload.get("entry") if opened is not None else None
        if isinstance(entry, list | tuple) and len(entry) == 2:
            self.app.open_session(want.Open(str(entry[0]), entry[1]), exercise=False)  # type: ignore[attr-defined]

    def do_home(self: Guide) -> None:  # type: ignore[misc]
        if self.asking:
            self.stop_asking()
        else:
            self.app.go_home()  # type: ignore[attr-defined]

    def history(self: Guide) -> list[Item]:  # type: ignore[misc]
        """The timeline of the session, for the list of sessions."""
        telling = Telling(self.desk.procedure, self.desk.state, self.view.hour)
        return [
            Item(event.id, (Text(f"{self.view.hour(self.desk.state.when(event))}  {telling.sentence(event)}"),))
            for event in self.desk.state.timeline
        ]
