"""Settling a patient whom nobody could name: each unknown thing is asked on its own, or the patient is handed on."""

from __future__ import annotations

from pannesi.presentation.patients.unidentified import (
    HAND_ON,
    ON_LABEL,
    identity_check_question,
    step_asks_name,
    unknown_step_words,
)
from pannesi.procedure.availability.typed_times import parse_moment
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.projection.read_model import DutyRow, Step
from pannesi.session.register.unidentified import DEFINITIVE_NUMBER_STEP, unknown_traits
from pannesi.support.i18n import _, translated
from pannesi.tui.prompt import confirm_if_short
from pannesi.tui.screens.desk_screen import DeskScreen


class UnidentifiedMixin(DeskScreen):
    """What is done at an opened line about the things that were unknown."""

    patient_id: str

    def _after_written(self, _written: tuple[Event, ...]) -> None:
        """Goes on after a commit: to what is open next."""
        raise NotImplementedError

    def say_unknown(self, step: Step) -> None:
        """Asks for what was unknown; or it stays unknown, and the patient is handed on."""

        def said(words: str) -> None:
            self.do(want.Reconcile(self.patient_id, step.key, words), self._after_written)

        self.choose(
            _("{what} : l'écrire, ou").format(what=unknown_step_words(self.sheet.fields, step)),
            [(translated(HAND_ON), lambda: self.ask(_("Transmise à qui ?"), self._ask_when_handed_on, doubts=True))],
            confirm_if_short(said) if step.key == DEFINITIVE_NUMBER_STEP else said,
            doubts=step_asks_name(self.sheet.fields, step),
        )

    def _ask_when_handed_on(self, whom: str) -> None:
        if not whom.strip():
            self.do(want.HandIdentityOn(self.patient_id, whom), self._after_written)
            return
        question = _("Transmise à {whom} : à quelle heure ? (1547, il y a 20 min ; vide : maintenant)")
        self.ask(question.format(whom=whom), lambda typed: self._hand_on_at(whom, typed))

    def _hand_on_at(self, whom: str, typed: str) -> None:
        """Hands the identity on at an hour. Raises ImpossibleTime: the question stays, with what was typed."""
        now = self.desk.environment.now()
        moment = parse_moment(typed, now, self.view.zone) if typed.strip() else None
        self.do(want.HandIdentityOn(self.patient_id, whom, moment), self._after_written)

    def looks_at_unknown(self, duty: DutyRow) -> bool:
        """Asks by what the identity was checked where something of it is unknown. Returns whether it had to ask."""
        unknown = unknown_traits(self.sheet.fields, duty.patient) if duty.checks == "identity" else []
        if unknown:
            self.ask(
                identity_check_question(unknown),
                lambda words: self.do(want.SettleDuty(self.patient_id, duty.key, words), self._after_written),
                usual=(translated(ON_LABEL),),
                doubts=True,
            )
        return bool(unknown)
