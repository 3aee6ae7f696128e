"""From the guide to the register and its form."""

from __future__ import annotations

from pannesi.tui.screens.session_actions.acting import Acting


class PatientActs(Acting):
    """The methods that the commands about patients name."""

    def do_patient(self) -> None:
        """One key, then only what this case needs."""
        from pannesi.tui.screens.patient_form import PatientForm

        self.app.push_screen(PatientForm(self.station, self.desk, None), self._noted)

    def _noted(self, words: str | None) -> None:
        self.draw()
        if words:
            self.say(words)

    def open_patient(self, patient: str) -> None:
        from pannesi.tui.screens.patient import PatientLine

        self.say("")
        self.app.push_screen(PatientLine(self.station, self.desk, patient), lambda _nothing: self.draw())

    def do_duties(self) -> None:
        from pannesi.tui.screens.register import Register

        self.say("")
        self.app.push_screen(Register(self.station, self.desk), lambda _nothing: self.draw())
