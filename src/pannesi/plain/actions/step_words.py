"""What is asked when a step of the reconciliation is said done: a number, or how it was done."""

from __future__ import annotations

from pannesi.plain.session import Guide
from pannesi.presentation.patients.register import RegisterView
from pannesi.session.register.reconciliation import MERGES
from pannesi.support.i18n import _, all_translated


def ask_step_words(guide: Guide, sheet: RegisterView, line: str, key: str) -> str:
    """Asks for the number of a step, or how it was done; empty where there is nothing to say."""
    patient = next((patient for patient in guide.desk.look().patients if patient.id == line), None)
    step = next((step for step in patient.steps if step.key == key), None) if patient is not None else None
    if patient is None or step is None:
        return ""
    if step.puts_right == "identity":
        question = _("{label} :").format(label=step.label)
        merges = [(words, words) for words in all_translated(MERGES)]
        chosen = guide.talk.choose(question, merges, otherwise=_("ne rien préciser"))
        return chosen or ""
    question, written = sheet.step_question(patient, step)
    kept = _("Entrée : {known}").format(known=written or _("rien"))
    prompt = _("{question} ({kept}) : ").format(question=question, kept=kept)
    numbered = step.puts_right in ("episode", "order")
    unknown = _("Si le numéro n'est pas connu : Entrée.") if numbered else _("Si rien n'est à préciser : Entrée.")
    return (guide.talk.ask_number if numbered else guide.talk.ask_words)(prompt, unknown=unknown) or written
