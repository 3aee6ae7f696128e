"""What is typed in a patient form where no words are asked for: kept apart until a field takes it, and never lost."""

from __future__ import annotations

from textual.widgets import Input

from pannesi.presentation.patients.patient_form import SAVE
from pannesi.support.i18n import _
from pannesi.tui.screens.scanning import ScanAwareForm


class SetAsideForm(ScanAwareForm):
    """A form that keeps words typed at a question with digits, or at its end, and offers them in the next field for
    words. Enter keeps them there; saving without them asks first."""

    aside = ""
    """What was typed and is in no field."""
    _brought = ""
    """What was put back into the field that is asked now."""
    _warned = ""
    """What saving was last refused for; asked again to save, it is dropped."""

    @property
    def typed_here(self) -> str:
        """The text of the field."""
        return self.query_one("#words", Input).value

    def set_aside(self) -> bool:
        """Keeps what was typed apart where words are no answer. Returns whether they are none here."""
        entry, typed = self.entry, self.typed_here.strip()
        if self.leaving or not (entry.key == SAVE or entry.choices):
            return False
        self.aside = typed or self.aside
        return True

    def bring_back(self) -> None:
        """Puts what was kept apart into a field that asks for words and has none."""
        entry, self._brought = self.entry, ""
        taken = entry.field is None or entry.choices or self.filling.value_words(entry, self.view)
        if not self.aside or self.leaving or taken:
            return
        self._brought, self.aside = self.aside, ""
        self._type(self._brought)
        self.query_one("#words", Input).select_all()
        words = _("« {words} », tapé plus tôt : Entrée le garde ici, autre chose le remplace.")
        self.say(words.format(words=self._brought), alarm=True)

    def is_brought(self, typed: str) -> bool:
        """Whether an answer is what was put back, with nothing else typed."""
        return bool(self._brought) and typed == self._brought

    def warns_of_loss(self) -> bool:
        """Whether something typed is in no field, which is then said; asked again, it is dropped."""
        words, before, self._warned = self.aside, self._warned, self.aside
        if words and words != before:
            lost = _("« {words} » n'est dans aucun champ : ↑ ou ↓ le mène à un champ, enregistrer encore l'oublie.")
            self.say(lost.format(words=words), alarm=True)
            return True
        self.aside = ""
        return False
