"""Which facts carry free text, and whom it may name: the one rule by which words leave the program or stay.

Whatever a person types in words may hold a name, so it leaves only when it is asked for. `actor` and the names of
staff are no free text: who acted is what a record is for.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Literal

from pannesi.session.events import Event, Kind

Named = Literal["anybody", "a_patient", "the_patient"]
"""Whom a free text may name. `anybody`: words about the outage. `a_patient`: why something was decided about one
patient line. `the_patient`: what identifies the patient, which stays in the register."""

FREE_TEXT: Mapping[str, Named] = {
    Kind.DONE: "anybody",
    Kind.NOT_NEEDED: "anybody",
    Kind.COULD_NOT: "anybody",
    Kind.NOTED: "anybody",
    Kind.HANDOVER_OFFERED: "anybody",
    Kind.RETURN_ANNOUNCED: "anybody",
    Kind.CLOSED: "anybody",
    Kind.REDLINED: "anybody",
    Kind.PATIENT_VOIDED: "a_patient",
    Kind.DUTY_DONE: "a_patient",
    Kind.DUTY_NOT_NEEDED: "a_patient",
    Kind.DUTY_COULD_NOT: "a_patient",
    Kind.HANDED_ON: "a_patient",
    Kind.TOLD_APART: "a_patient",
    Kind.WAIVED: "a_patient",
    Kind.IMAGES_TOLD: "a_patient",
    Kind.VERIFIED: "a_patient",
    Kind.PATIENT_ADDED: "the_patient",
    Kind.PATIENT_CORRECTED: "the_patient",
    Kind.RECONCILED: "the_patient",
}
"""Every kind of fact that may carry a text; of a kind that is not here, or not known, a text may name anybody."""

_EARLY = ("response",)
"""Fields of the payload in which the first programs kept free text."""


def may_name(event: Event) -> Named:
    """Whom the free text of a fact may name."""
    return FREE_TEXT.get(event.kind, "anybody")


def has_words(event: Event) -> bool:
    """Whether there is a free text to be read, or to be left out."""
    return bool(event.text) or any(isinstance(event.payload.get(name), str) for name in _EARLY)


def without_words(event: Event) -> Event:
    """The fact with its free text left out, which is not the same as erased."""
    kept = {name: said for name, said in event.payload.items() if name not in ("text", *_EARLY)}
    return replace(event, text=None, missing=False, payload=kept)
