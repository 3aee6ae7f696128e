"""The handler that confirms a doubtful number, and the check that no line with one is verified."""

from __future__ import annotations

from pannesi.session import actions as want
from pannesi.session.event_writer import DraftWriter, Refused, required_reason
from pannesi.session.facts.patients import SharedNumberConfirmed
from pannesi.session.projection.read_model import Patient
from pannesi.session.register.collisions import shared_number_words
from pannesi.support.i18n import _


def confirm_shared_number(writer: DraftWriter, intent: want.ConfirmSharedNumber) -> None:
    """Confirms a number that two lines share, with a reason. Raises Refused without a reason, or where there is no such
    doubt."""
    writer.refuse_unless_running()
    pair = {intent.patient, intent.other}
    doubt = next(
        (candidate for candidate in writer.walk.number_doubts if {candidate.first, candidate.second} == pair), None
    )
    if doubt is None or doubt.confirmed_by is not None:
        raise Refused(_("Aucun numéro n'est en doute entre ces lignes."))
    why = required_reason(intent.reason, _("Dire en quelques mots pourquoi ces numéros sont justes."))
    lines = [writer.walk.patient(name) for name in (doubt.first, doubt.second)]
    seen = [line.latest.id for line in lines if line is not None and line.latest is not None]
    fact = SharedNumberConfirmed(patient=doubt.first, other=doubt.second, seen=tuple(seen), rules=writer.context.rules)
    writer.write(fact, text=why)


def refuse_doubtful_number(writer: DraftWriter, line: Patient) -> None:
    """Raises Refused where a number of a patient line is doubtful: it may be that of another patient."""
    labels = {patient.id: patient.label for patient in writer.walk.patients}
    words = [
        shared_number_words(doubt, line.id, labels, writer.site.register_fields)
        for doubt in writer.walk.number_doubts
        if doubt.concerns(line.id) and doubt.confirmed_by is None
    ]
    if words:
        raise Refused(
            _("{label} : {what}. Corriger, rayer un doublon, ou dire pourquoi c'est juste.").format(
                label=line.label, what=" ; ".join(words)
            )
        )
