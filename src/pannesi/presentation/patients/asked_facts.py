"""The closed facts that are asked of a patient (origin, examination, unit, identity): their questions, labels and
choices."""

from __future__ import annotations

from collections.abc import Iterable

from pannesi.session.labels import ELSEWHERE, fact_word
from pannesi.support.i18n import N_, _, translated

FACT_QUESTIONS = {
    "origin": N_("D'où vient le patient ?"),
    "exam": N_("Quel examen ?"),
    "unit": N_("Quelle unité ?"),
    "identity": N_("Le SI connaît-il le patient ?"),
}
_HEADINGS = {
    "origin": N_("Provenance"),
    "exam": N_("Type d'examen"),
    "unit": N_("Unité"),
    "identity": N_("Connu du SI"),
}
_CLOSED = {"origin": ("externe", "urgences", "service"), "exam": ("coupe", "autre"), "identity": ("connue", "inconnue")}


def fact_question(name: str) -> str:
    """The question by which a closed fact is asked, in French. Raises KeyError for a fact that is not asked."""
    return translated(FACT_QUESTIONS[name])


def fact_label(name: str) -> str:
    """The label beside the value of a closed fact: its question without the question mark; the id of one that is not
    asked."""
    return fact_question(name).rstrip(" ?") if name in FACT_QUESTIONS else name


def fact_heading(name: str) -> str:
    """The heading of the column of a closed fact."""
    return translated(_HEADINGS[name])


def fact_choices(name: str, units: Iterable[str]) -> list[tuple[str, str]]:
    """The values that a closed fact may take, each with its words; `units` are the units of the site."""
    values = _CLOSED.get(name) or (*units, ELSEWHERE)
    return [(value, _("une autre") if value == ELSEWHERE else fact_word(name, value)) for value in values]
