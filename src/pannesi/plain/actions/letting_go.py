"""Voiding or waiving a patient line, and what becomes of its images."""

from __future__ import annotations

from pannesi.plain.prompts import whole_number
from pannesi.plain.session import Guide
from pannesi.presentation.patients.images_question import ImagesQuestion, build_images_question, images_question
from pannesi.presentation.patients.register import RegisterView
from pannesi.session import actions as want
from pannesi.session.projection.read_model import Patient
from pannesi.support.i18n import _


def void_line(guide: Guide, sheet: RegisterView, patient: Patient) -> None:
    """Asks why a line is voided, then voids it; without a reason nothing is written."""
    reason = guide.talk.ask_reason(_("Pourquoi rayer cette ligne ? (doublon, erreur ; Entrée : ne rien faire) "))
    images = _images(guide, sheet, patient) if reason else None
    if images is not None:
        guide.report(guide.do(want.VoidPatient(patient.id, reason, images[0])))


def waive_line(guide: Guide, sheet: RegisterView, patient: Patient, words: str) -> None:
    """Waives the rest of a line at the return; without a reason nothing is written."""
    reason = guide.talk.reason_given(
        words, _("Pourquoi dispenser cette ligne ? (CD, film… restent dus ; Entrée : ne rien faire) ")
    )
    images = _images(guide, sheet, patient) if reason else None
    if images is not None:
        guide.report(guide.do(want.Waive(patient.id, reason, images[0])))


def say_images(guide: Guide, sheet: RegisterView, patient: Patient) -> None:
    """Asks what becomes of the images of a line that was voided or waived without saying so."""
    question = _images_question(guide, sheet, patient) or build_images_question(guide.desk.look(), sheet, patient, [])
    images = _ask_images(guide, question)
    if images is not None:
        guide.report(guide.do(want.SetImagesFate(patient.id, images)))


def _images_question(guide: Guide, sheet: RegisterView, patient: Patient) -> ImagesQuestion | None:
    return images_question(guide.desk.procedure, guide.desk.state, guide.desk.look(), sheet, patient)


def _images(guide: Guide, sheet: RegisterView, patient: Patient) -> tuple[want.ImagesFate | None] | None:
    """What becomes of the images, in a tuple: of none, (None,). None when that was not answered: then nothing is
    written."""
    question = _images_question(guide, sheet, patient)
    if question is None:
        return (None,)
    images = _ask_images(guide, question)
    return (images,) if images is not None else None


def _ask_images(guide: Guide, question: ImagesQuestion) -> want.ImagesFate | None:
    usual = [f"  {number} {words}" for number, (words, _images) in enumerate(question.usual_answers, start=1)]
    prompt = "\n".join([question.words, *usual, _("? (Entrée : ne rien faire) ")])
    refusal = _("Un de ces chiffres, le numéro d'une ligne, ou dire où sont les images.")
    typed = guide.talk.ask_words(prompt, usual=len(question.usual_answers), unknown=refusal)
    rank = whole_number(typed, len(question.usual_answers))
    if rank is not None:
        return question.usual_answers[rank - 1][1]
    return question.parse_answer(typed) if typed else None
