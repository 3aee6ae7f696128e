"""Numbers in doubt: what is said of them, and confirming them with a reason."""

from __future__ import annotations

from pannesi.plain.session import Guide
from pannesi.presentation.patients.identity_alarms import doubt_question, number_doubts
from pannesi.presentation.patients.register import RegisterView
from pannesi.session import actions as want
from pannesi.support.i18n import N_, _

PASS = N_("dire pourquoi un numéro en doute est juste")
"""The choice of confirming a number."""


def show_confirmed_numbers(guide: Guide, sheet: RegisterView, patient: str) -> None:
    """Shows the numbers of a line that were confirmed, with the reason."""
    for doubt in number_doubts(guide.desk.look(), patient, sheet.fields):
        if doubt.confirmed_by is not None:
            why = doubt.confirmed_by.text or _("(effacé)")
            guide.say(_("  {what} · dit juste : {why}").format(what=doubt.words, why=why))


def has_open_doubt(guide: Guide, sheet: RegisterView, patient: str) -> bool:
    """Whether a number of a line is in doubt and not confirmed."""
    return any(doubt.confirmed_by is None for doubt in number_doubts(guide.desk.look(), patient, sheet.fields))


def confirm_numbers(guide: Guide, sheet: RegisterView, patient: str) -> None:
    """Asks of each number in doubt why it is right; without a reason nothing is written."""
    for doubt in number_doubts(guide.desk.look(), patient, sheet.fields):
        if doubt.confirmed_by is None:
            words = _("{question} (Entrée : ne rien faire) ").format(question=doubt_question(doubt))
            reason = guide.talk.ask_reason(words)
            if reason:
                guide.report(guide.do(want.ConfirmSharedNumber(patient, doubt.other, reason)))
