"""Voiding or waiving a patient line; what becomes of its images is asked at once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from pannesi.presentation.patients.images_question import ImagesQuestion, build_images_question, images_question
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.projection.read_model import Patient
from pannesi.support.i18n import _
from pannesi.tui.screens.desk_screen import DeskScreen

Letting = Callable[[str, want.ImagesFate | None], want.Intent]


class LettingGoMixin(DeskScreen):
    """What is done at an opened line to void or waive it."""

    patient_id: str

    @property
    def patient(self) -> Patient | None:
        """The line that is open; None when it is gone."""
        return self.view.walk.patient(self.patient_id)

    def _after_written(self, _written: tuple[Event, ...]) -> None:
        """Goes on after a commit: to what is open next."""
        raise NotImplementedError

    def do_waive_line(self) -> None:
        """Asks why the line is waived, then waives it."""
        question = _("Pourquoi dispenser cette ligne ? (CD, film… restent dus)")
        self._let_go(question, lambda why, images: want.Waive(self.patient_id, why, images))

    def do_void_line(self) -> None:
        """Asks why the line is voided, then voids it."""
        question = _("Pourquoi rayer cette ligne ? (doublon, erreur)")
        self._let_go(question, lambda why, images: want.VoidPatient(self.patient_id, why, images))

    def _let_go(self, question: str, intent: Letting) -> None:
        """Asks for the reason, then for what becomes of the images; without either nothing is written, and that is
        said."""

        def reason_given(why: str) -> None:
            patient = self.patient
            question_asked = self._question(patient) if patient is not None and why.strip() else None
            if question_asked is None:
                self.do(intent(why, None), self._after_written)
            else:
                self._ask_images(question_asked, lambda images: self.do(intent(why, images), self._after_written))

        self.ask(question, reason_given, doubts=True)

    def say_images(self) -> None:
        """Asks what becomes of the images of a line that was voided or waived without saying so."""
        patient = self.patient
        if patient is not None:
            question = self._question(patient) or build_images_question(self.view.walk, self.sheet, patient, [])
            self._ask_images(
                question, lambda images: self.do(want.SetImagesFate(patient.id, images), self._after_written)
            )

    def _question(self, patient: Patient) -> ImagesQuestion | None:
        return images_question(self.view.site, self.view.state, self.view.walk, self.sheet, patient)

    def _ask_images(self, question: ImagesQuestion, then: Callable[[want.ImagesFate], None]) -> None:
        answers = [(words, partial(then, images)) for words, images in question.usual_answers]
        self.choose(question.words, answers, lambda words: then(question.parse_answer(words)), doubts=True)
