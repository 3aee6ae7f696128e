"""The handler that records to whom an unknown identity was reported, so that the line can be closed truthfully."""

from __future__ import annotations

from pannesi.session import actions as want
from pannesi.session.event_writer import DraftWriter, Refused, required_name
from pannesi.session.facts.patients import DutyImpossible, IdentityHandedOn
from pannesi.session.register.unidentified import HANDED_ON_WORDS
from pannesi.support.i18n import _, translated


def hand_identity_on(writer: DraftWriter, intent: want.HandIdentityOn) -> None:
    """Records to whom and when an unknown identity was reported; the steps about the identity are then impossible.

    Raises Refused where nothing is unknown, or without the name of the person who took it.
    """
    writer.refuse_unless_running()
    line = writer.walk.patient(intent.patient)
    if line is None or line.voided:
        raise Refused(_("Cette ligne de patient n'est pas au registre, ou elle est rayée."))
    if not any(step.needs_words for step in line.missing):
        raise Refused(_("{label} : rien n'est resté inconnu.").format(label=line.label))
    whom = required_name(intent.to, _("Dire à qui l'identité a été transmise."))
    moment = writer.not_in_future(intent.at) if intent.at is not None else writer.context.now
    writer.write(IdentityHandedOn(patient=line.id, moment=moment, rules=writer.context.rules), text=whom)
    for step in line.missing:
        if step.puts_right == "identity":
            writer.write(DutyImpossible(patient=line.id, key=step.key, preset=True), text=translated(HANDED_ON_WORDS))
