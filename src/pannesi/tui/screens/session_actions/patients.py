"""Handlers that open the register, a patient line or its form."""

from __future__ import annotations

from pannesi.tui.screens.session_base import SessionBaseScreen


def add_patient(here: SessionBaseScreen) -> None:
    """Opens the form of a new patient line."""
    from pannesi.tui.screens.patient_form import PatientFormScreen

    here.app.push_screen(PatientFormScreen(here.station, here.desk, None), lambda words: _after_form(here, words))


def _after_form(here: SessionBaseScreen, words: str | None) -> None:
    here.draw()
    if words:
        here.say(words)


def open_patient(here: SessionBaseScreen, patient: str) -> None:
    """Opens a patient line."""
    from pannesi.tui.screens.patient_line import PatientLineScreen

    here.say("")
    here.app.push_screen(PatientLineScreen(here.station, here.desk, patient), lambda _nothing: here.draw())


def show_register(here: SessionBaseScreen) -> None:
    """Opens the register."""
    from pannesi.tui.screens.register import RegisterScreen

    here.say("")
    here.app.push_screen(RegisterScreen(here.station, here.desk), lambda _nothing: here.draw())
