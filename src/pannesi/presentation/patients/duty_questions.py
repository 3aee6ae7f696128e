"""Duties that are questions, asked for each patient: what is asked and answered, shared by both faces."""

from __future__ import annotations

from pannesi.session.facts.patients import ANSWERED_NO, ANSWERED_UNKNOWN
from pannesi.session.labels import duty_word
from pannesi.session.projection.read_model import DutyRow
from pannesi.support.i18n import N_, _

TOLD_QUESTION = N_("À qui est-ce dit, ou pourquoi est-ce sans suite ? (Entrée : à personne encore, cela reste dû)")
"""Asked after no and after « pas su »: somebody waits, and nobody may know it."""
ANSWER_IN_DIGITS = N_("C'est une question : 1 oui, 2 non, 0 pas su.")
"""Said of a key that would say it done."""
DIGIT_ANSWERS = {"1": None, "2": ANSWERED_NO, "0": ANSWERED_UNKNOWN}
"""The answer that a digit gives; None is yes, which says the duty done."""


def question_words(duty: DutyRow) -> str:
    """A question as it stands in a patient's card: what it asks, and what was answered or how to."""
    answered = duty.answered or duty.status != "open"
    state = duty_word(duty) if answered else _("1 oui  2 non  0 pas su")
    return _("{question}  {state}").format(question=duty.label, state=state)
