"""Handlers about the images of a voided or waived patient line, so that no image is forgotten."""

from __future__ import annotations

from pannesi.session import actions as want
from pannesi.session.event_writer import DraftWriter, Refused, required_statement
from pannesi.session.facts.patients import ImagesFateSet
from pannesi.session.projection.read_model import Patient
from pannesi.session.register.images import IMAGES_FATES, traces_of_line
from pannesi.support.i18n import _


def require_images_fate(writer: DraftWriter, line: Patient, images: want.ImagesFate | None) -> None:
    """Raises Refused for an impossible fate of images; for none, where something physical was done for the line."""
    if images is not None:
        _check_fate(writer, line, images)
    elif writer.context.rules and (done := traces_of_line(writer.site, writer.state, writer.walk, line)):
        raise Refused(
            _("{label} : dire ce que deviennent les images ({what}).").format(label=line.label, what=", ".join(done))
        )


def write_images_fate(writer: DraftWriter, line: Patient, images: want.ImagesFate | None) -> None:
    """Writes what becomes of the images, in the same act as the voiding or waiving; nothing for None."""
    if images is None:
        return
    to = images.to if images.becomes == "attach" else None
    fact = ImagesFateSet(patient=line.id, becomes=images.becomes, to=to, rules=writer.context.rules)
    writer.write(fact, text=images.words.strip() or None)


def set_images_fate(writer: DraftWriter, intent: want.SetImagesFate) -> None:
    """Sets what becomes of the images of a line that was voided or waived before. Raises Refused for another line."""
    writer.refuse_unless_running()
    line = next((patient for patient in writer.walk.patients if patient.id == intent.patient), None)
    if line is None or not line.voided_or_waived:
        raise Refused(_("Cela se dit d'une ligne rayée ou dispensée."))
    _check_fate(writer, line, intent.images)
    write_images_fate(writer, line, intent.images)


def _check_fate(writer: DraftWriter, line: Patient, images: want.ImagesFate) -> None:
    if images.becomes not in IMAGES_FATES:
        raise Refused(_("Dire : aucune image, à rattacher à une autre ligne, ou autre chose."))
    if images.becomes == "other":
        required_statement(images.words, _("Dire en quelques mots ce que deviennent les images."))
    if images.becomes != "attach":
        return
    target = next((patient for patient in writer.walk.patients if patient.id == images.to), None)
    if target is None or target.id == line.id:
        raise Refused(_("Dire à quelle autre ligne du registre rattacher les images."))
    if target.voided:
        raise Refused(
            _("{label} est rayée : les images se rattachent à une ligne qui reste.").format(label=target.label)
        )
