"""What is asked before a line is let go whose images exist: the question, the usual answers, and what was meant."""

from __future__ import annotations

from dataclasses import dataclass

from pannesi.presentation.patient_labels import parse_label
from pannesi.presentation.register import RegisterView
from pannesi.procedure.model.procedure import Site
from pannesi.session.actions import ImagesFate
from pannesi.session.projection.read_model import Patient, Walk
from pannesi.session.register.images import traces_of_line
from pannesi.session.state import State
from pannesi.support.i18n import _

_MOST = 3
"""Lines offered by name: those that may be the same person, then the last noted."""


@dataclass(frozen=True)
class ImagesQuestion:
    """What becomes of the images of one line."""

    words: str
    usual_answers: tuple[tuple[str, ImagesFate], ...]
    """What is mostly answered, and what it means."""
    labels: dict[str, str]
    """The lines that images can go to, by their number."""

    def parse_answer(self, typed: str) -> ImagesFate:
        """What an answer means: a usual one, the number of a line, else other words."""
        known = dict(self.usual_answers)
        if typed in known:
            return known[typed]
        letter, number, rank = parse_label(typed)
        wanted = {(one, number, rank) for one in (letter or "AP")} if number else set()
        found = [one for label, one in self.labels.items() if parse_label(label) in wanted]
        if wanted:
            return ImagesFate("attach", to=found[0] if len(found) == 1 else "")
        return ImagesFate("other", words=typed)


def images_question(
    site: Site, state: State, walk: Walk, sheet: RegisterView, patient: Patient
) -> ImagesQuestion | None:
    """What is to be asked before a line is let go; None where nothing shows that it has images."""
    done = traces_of_line(site, state, walk, patient)
    return build_images_question(walk, sheet, patient, done) if done else None


def build_images_question(walk: Walk, sheet: RegisterView, patient: Patient, done: list[str]) -> ImagesQuestion:
    """The question itself; `done` is what shows that there are images."""
    labels = {one.label: one.id for one in walk.patients if one.id != patient.id and not one.voided}
    pairs = [{pair.first, pair.second} for pair in sheet.duplicates(walk.patients)]
    alike = [label for label, one in labels.items() if {one, patient.id} in pairs]
    offered = list(dict.fromkeys([*alike, *reversed(labels)]))[:_MOST]
    usual = [(_("aucune image"), ImagesFate("none"))]
    usual += [
        (_("à rattacher à {label}").format(label=label), ImagesFate("attach", to=labels[label])) for label in offered
    ]
    shown = ", ".join(done)
    words = (
        _("{label} : que deviennent les images ?")
        if not shown
        else _("{label} a laissé une trace ({what}) : que deviennent les images ?")
    )
    hint = _(" Un chiffre, le numéro d'une autre ligne, ou en quelques mots.")
    return ImagesQuestion(words.format(label=patient.label, what=shown) + hint, tuple(usual), labels)
