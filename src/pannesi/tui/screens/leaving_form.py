"""Leaving a patient's form: what is not finished is kept or given up, and that is asked."""

from __future__ import annotations

from pannesi.presentation.patients.patient_form import SAVE
from pannesi.session.events import Event
from pannesi.session.projection.read_model import Patient
from pannesi.support.i18n import _
from pannesi.tui.screens.set_aside import SetAsideForm

_KEEP, _GIVE_UP = 0, 1
"""What may become of a form that is left unfinished, in the order in which it is asked."""


class LeavableForm(SetAsideForm):
    """A form that asks, on Escape, what becomes of what was entered."""

    patient: Patient | None
    _saving: bool
    _refusal = ""
    """Why the last entries could not be committed."""
    unkept = ""
    """What was being typed when leaving was asked for, and is in no field."""

    @property
    def new(self) -> bool:
        """Whether the line was never saved."""
        raise NotImplementedError

    @property
    def changed(self) -> bool:
        """Whether there is something to lose."""
        raise NotImplementedError

    @property
    def newly_typed(self) -> str:
        """What is typed in the field and was not kept there before."""
        raise NotImplementedError

    def _clear(self) -> None:
        raise NotImplementedError

    def _keep_answer(self, typed: str) -> bool:
        raise NotImplementedError

    def _save(self) -> None:
        raise NotImplementedError

    def leaving_words(self) -> str:
        """The question asked on leaving; it names what is in no field."""
        if not self.unkept:
            return _("Cette saisie n'est pas finie : que faire ?")
        words = _("Cette saisie n'est pas finie, « {words} » n'est dans aucun champ : que faire ?")
        return words.format(words=self.unkept)

    def do_leave_form(self) -> None:
        """Leaves the form; asks first what becomes of it when it is not finished."""
        if self._saving and self.busy:
            return  # what is being kept closes the form
        if self.busy:
            self._after_commit = self.do_leave_form
            return
        if self.leaving and self.filling.unfinished:
            self._form_left(None)
            return
        if self.leaving or not self.changed:
            self.dismiss(None)
            return
        typed = self.newly_typed
        self.unkept = typed if self.entry.key == SAVE or not self._keep_answer(typed) else ""
        self.unkept, self.aside = self.unkept or self.aside, ""
        self._clear()
        self.leaving = True
        self.draw()
        self._commit_entries()

    def _form_left(self, answer: int | None) -> None:
        """Keeps, abandons, or goes on with a form that is not finished."""
        self.leaving = False
        self._clear()
        if answer == _KEEP:
            self._keep_half() if self.new else self._save()
        elif answer == _GIVE_UP:
            self._give_up()
        else:
            self._type(self.unkept)
            self.unkept = ""
            self.draw()
            self.bring_back()

    def _keep_half(self) -> None:
        """Leaves the line as a draft, to complete before the session can be closed."""
        if self.busy:
            self._after_commit = self._keep_half
        elif self.filling.content != self.filling.saved_content:
            self.draw()
            self.say(self._refusal, alarm=True)
        else:
            line = self.view.walk.patient(self.filling.draft_entry.patient)
            kept = _("{label} gardé : saisie à finir").format(label=line.label) if line is not None else ""
            self.close_with(kept or _("Rien n'est gardé : aucun champ n'était rempli."))

    def _give_up(self) -> None:
        """Abandons the line: no word of it is kept, and its number is not given again."""
        if self.busy:
            self._after_commit = self._give_up
        elif self.filling.draft_entry.unfinished:
            self._saving = True
            self.do(self.filling.draft_entry.abandon_intent(), self._say_abandoned)
        else:
            self.dismiss(None)

    def _say_abandoned(self, _written: tuple[Event, ...]) -> None:
        self.close_with(_("Saisie abandonnée : rien n'en est gardé."))
