"""Handing an identity on that stayed unknown: the way out by which nobody has to lie."""

from __future__ import annotations

from pannesi.session import actions as want
from pannesi.session.event_writer import DraftWriter, Refused, said
from pannesi.session.facts.patients import DutyImpossible, IdentityHandedOn
from pannesi.session.register.unidentified import HANDED_ON
from pannesi.support.i18n import _, translated


def hand_identity_on(pen: DraftWriter, intent: want.HandIdentityOn) -> None:
    """Says to whom an unknown identity was handed on, and when; what was asked of it is then said impossible. Raises
    Refused where nothing is unknown, or without the name of who took it."""
    pen.refuse_unless_running()
    line = pen.walk.patient(intent.patient)
    if line is None or line.voided:
        raise Refused(_("Cette ligne de patient n'est pas au registre, ou elle est rayée."))
    if not any(step.needs_words for step in line.missing):
        raise Refused(_("{label} : rien n'est resté inconnu.").format(label=line.label))
    whom = said(intent.to, _("Dire à qui l'identité a été transmise."))
    moment = pen.not_in_future(intent.at) if intent.at is not None else pen.now
    pen.write(IdentityHandedOn(patient=line.id, moment=moment, rules=pen.rules), text=whom)
    for step in line.missing:
        if step.puts_right == "identity":
            pen.write(DutyImpossible(patient=line.id, key=step.key, preset=True), text=translated(HANDED_ON))
