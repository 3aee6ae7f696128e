"""From the guide to the register and its form."""

from __future__ import annotations

from pannesi.tui.screens.acting import ActingScreen


def add_patient(here: ActingScreen) -> None:
    """One key, then only what this case needs."""
    from pannesi.tui.screens.patient_form import PatientForm

    here.app.push_screen(PatientForm(here.station, here.desk, None), lambda words: _noted(here, words))


def _noted(here: ActingScreen, words: str | None) -> None:
    here.draw()
    if words:
        here.say(words)


def open_patient(here: ActingScreen, patient: str) -> None:
    from pannesi.tui.screens.patient_line import PatientLine

    here.say("")
    here.app.push_screen(PatientLine(here.station, here.desk, patient), lambda _nothing: here.draw())


def show_register(here: ActingScreen) -> None:
    from pannesi.tui.screens.register import Register

    here.say("")
    here.app.push_screen(Register(here.station, here.desk), lambda _nothing: here.draw())
