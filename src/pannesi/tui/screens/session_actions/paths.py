"""Ways from one case to another: another failure, the return to normal, a follow-on, the real thing."""

from __future__ import annotations

from typing import Any

from pannesi.presentation.status_band import no_return_words
from pannesi.procedure.model.units import Triage
from pannesi.session import actions as want
from pannesi.session.facts.visits import ReturnAnnounced
from pannesi.support.i18n import _
from pannesi.tui.screens.session_actions.acting import Acting


class PathActs(Acting):
    """The methods that the commands leading elsewhere name."""

    def do_back(self) -> None:
        """Returns still to be announced stand first: Enter alone must not take back one that was. Unless a check of the
        return says that the outage lasts."""
        pairs: list[tuple[Any, str]] = []
        for visit in self.view.going:
            unit = self.view.site.unit_by_id[visit.unit]
            head = self.desk.state.slot("return", visit.id).head
            if head is not None and isinstance(head.body, ReturnAnnounced):
                pairs.append((("fell", visit.id), _("c'est retombé : {title}").format(title=unit.title)))
            elif not isinstance(unit, Triage):
                pairs.append((("back", visit.id), _("retour à la normale : {title}").format(title=unit.title)))
        lasts = any(block.code == "unconfirmed" for block in self.view.walk.blocks)
        pairs.sort(key=lambda pair: (pair[0][0] == "fell") != lasts)

        def chosen(key: Any) -> None:
            what, visit = key
            if what == "fell":
                self.do(want.FellAgain(visit))
            else:
                self.ask_return(visit)

        if not pairs:
            self.say(no_return_words(self.view), alarm=True)
        elif len(pairs) == 1 and pairs[0][0][0] == "back":
            chosen(pairs[0][0])
        else:
            self.pick(_("Retour à la normale"), pairs, chosen)

    def ask_return(self, visit: str) -> None:
        """Who saw that a case works again, and where."""
        question = _("Retour à la normale : qui l'a constaté, et sur quel poste ?")
        self.ask(question, lambda words: self.do(want.AnnounceReturn(visit, words)), doubts=True)

    def do_other(self) -> None:
        """The entries under the numbers that they have everywhere; a proposal stands above them without one."""
        pairs: list[tuple[Any, str]] = [
            (("all", one.unit, one.symptom), _("PROPOSÉ : {title} ({why})").format(title=one.title, why=one.because))
            for one in self.view.walk.proposals
        ]
        proposed = [key for key, _words in pairs]
        for entry in self.view.site.entries:
            pairs.append((("one", entry.unit.id, entry.symptom.id), f"{entry.symptom.system} : {entry.label}"))

        triage = self.view.site.triage
        if triage is not None:
            pairs.append(("none", triage.title))

        def chosen(key: Any) -> None:
            how, unit, symptom = ("one", triage.id, None) if triage is not None and key == "none" else key
            if how == "all":
                self.do(want.TurnAll(self.view.walk.roots, unit, symptom))
            else:
                self._how(unit, symptom)

        self.pick(_("Autre panne : que voyez-vous ?"), pairs, chosen, aside=proposed)

    def _how(self, unit: str, symptom: str | None) -> None:
        ways: list[tuple[Any, str]] = [
            (want.Join(unit, symptom), self._besides()),
            ("instead", _("à la place : ce n'était pas le bon cas")),
            (None, _("à part : une autre panne, nouvelle session")),
        ]

        def chosen(number: int) -> None:
            intent = ways[number][0]
            if intent == "instead":
                self._instead(unit, symptom)
            elif intent is not None:
                self.do(intent)
            else:
                self._open_apart(want.Open(unit, symptom), exercise=self.desk.state.exercise)

        self.pick(_("En plus, à la place, ou à part ?"), [(at, words) for at, (_one, words) in enumerate(ways)], chosen)

    def _besides(self) -> str:
        return (
            _("c'est elle : la recherche s'arrête là") if self.view.searching else _("en plus : la même panne s'étend")
        )

    def _instead(self, unit: str, symptom: str | None) -> None:
        """Leaves the case that goes on; of several, the one that is named."""
        going, units = self.view.going, self.view.site.unit_by_id
        if len(going) < 2:
            self.do(want.TurnAll(self.view.walk.roots, unit, symptom))
            return
        pairs = [(one.id, units[one.unit].title) for one in going if one.unit in units]
        self.pick(_("Quel cas quitter ?"), pairs, lambda left: self.do(want.TurnAll((left,), unit, symptom)))

    def _open_apart(self, intent: want.Open, *, exercise: bool) -> None:
        """Another session opens; this one stays where it is."""
        left = self.desk.session
        self.station.exercise = exercise
        if self.app.open_session(intent, exercise=exercise):  # type: ignore[attr-defined]
            said = _("✓ nouvelle session. L'autre, {session}, reste où elle est (F3).").format(session=left)
            guide = self.app.screen
            guide.call_after_refresh(guide.say, said)  # type: ignore[attr-defined]

    def _entry(self) -> tuple[str, str | None] | None:
        """The case that goes on; the last one when none does any more."""
        visits = self.view.going or self.desk.state.visits
        return (visits[-1].unit, visits[-1].symptom) if visits else None

    def do_follow_on(self) -> None:
        entry = self._entry()
        if entry is not None:
            self._open_apart(want.Open(*entry, follows=self.desk.session), exercise=self.desk.state.exercise)

    def do_real(self) -> None:
        """From an exercise, in one key: it is happening for real."""
        entry = self._entry()
        if entry is not None:
            self._open_apart(want.Open(*entry), exercise=False)

    def do_home(self) -> None:
        if self.asking:
            self.stop_asking()
        else:
            self.app.go_home()  # type: ignore[attr-defined]
