"""The question before a patient line with images is voided or waived: what becomes of its images."""

from __future__ import annotations

from dataclasses import dataclass

from pannesi.presentation.patients.patient_labels import parse_label
from pannesi.presentation.patients.register import RegisterView
from pannesi.procedure.model.procedure import Site
from pannesi.session.actions import ImagesFate
from pannesi.session.projection.read_model import Patient, Walk
from pannesi.session.register.images import traces_of_line
from pannesi.session.state import State
from pannesi.support.i18n import _

_MOST = 3
"""How many other patient lines are offered as answers: possible duplicates first, then the last noted."""


@dataclass(frozen=True)
class ImagesQuestion:
    """The question what becomes of the images of one patient line."""

    words: str
    usual_answers: tuple[tuple[str, ImagesFate], ...]
    """The answers offered, each with what it means."""
    labels: dict[str, str]
    """The ids of the patient lines that the images can go to, by their number."""

    def parse_answer(self, typed: str) -> ImagesFate:
        """What a typed answer means: an answer offered, the number of another patient line, else free words."""
        offered = dict(self.usual_answers)
        if typed in offered:
            return offered[typed]
        letter, number, rank = parse_label(typed)
        wanted = {(first, number, rank) for first in (letter or "AP")} if number else set()
        ids = [line for label, line in self.labels.items() if parse_label(label) in wanted]
        if wanted:
            return ImagesFate("attach", to=ids[0] if len(ids) == 1 else "")
        return ImagesFate("other", words=typed)


def images_question(
    site: Site, state: State, walk: Walk, register: RegisterView, patient: Patient
) -> ImagesQuestion | None:
    """The question to ask before a patient line is voided or waived; None where nothing suggests that it has images."""
    done = traces_of_line(site, state, walk, patient)
    return build_images_question(walk, register, patient, done) if done else None


def build_images_question(walk: Walk, register: RegisterView, patient: Patient, done: list[str]) -> ImagesQuestion:
    """The question for a patient line; `done` are the recorded acts that suggest that it has images."""
    labels = {other.label: other.id for other in walk.patients if other.id != patient.id and not other.voided}
    pairs = [{pair.first, pair.second} for pair in register.duplicates(walk.patients)]
    duplicates = [label for label, other in labels.items() if {other, patient.id} in pairs]
    offered = list(dict.fromkeys([*duplicates, *reversed(labels)]))[:_MOST]
    usual = [(_("aucune image"), ImagesFate("none"))]
    usual += [
        (_("à rattacher à {label}").format(label=label), ImagesFate("attach", to=labels[label])) for label in offered
    ]
    traces = ", ".join(done)
    words = (
        _("{label} : que deviennent les images ?")
        if not traces
        else _("{label} a laissé une trace ({what}) : que deviennent les images ?")
    )
    hint = _(" Un chiffre, le numéro d'une autre ligne, ou en quelques mots.")
    return ImagesQuestion(words.format(label=patient.label, what=traces) + hint, tuple(usual), labels)
