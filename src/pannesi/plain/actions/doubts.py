"""A number in doubt, line by line: what is said of it, and why it is right all the same."""

from __future__ import annotations

from pannesi.plain.session import Guide
from pannesi.presentation.identity_alarms import doubt_question, number_doubts
from pannesi.presentation.register import RegisterView
from pannesi.session import actions as want
from pannesi.support.i18n import N_, _

PASS = N_("dire pourquoi un numéro en doute est juste")


def say_passed(guide: Guide, sheet: RegisterView, patient: str) -> None:
    """The doubts of a line that were passed, with the reason."""
    for doubt in number_doubts(guide.desk.look(), patient, sheet.fields):
        if doubt.confirmed_by is not None:
            why = doubt.confirmed_by.text or _("(effacé)")
            guide.say(_("  {what} · dit juste : {why}").format(what=doubt.words, why=why))


def has_open_doubt(guide: Guide, sheet: RegisterView, patient: str) -> bool:
    """Whether a number of this line is in doubt still."""
    return any(doubt.confirmed_by is None for doubt in number_doubts(guide.desk.look(), patient, sheet.fields))


def pass_doubt(guide: Guide, sheet: RegisterView, patient: str) -> None:
    """Each doubt of a line in turn; nothing is done without a reason."""
    for doubt in number_doubts(guide.desk.look(), patient, sheet.fields):
        if doubt.confirmed_by is None:
            words = _("{question} (Entrée : ne rien faire) ").format(question=doubt_question(doubt))
            reason = guide.talk.ask_reason(words)
            if reason:
                guide.report(guide.do(want.ConfirmSharedNumber(patient, doubt.other, reason)))
