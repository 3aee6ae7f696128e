"""How far the reconciliation of the register has come, and the order in which it is worked through."""

from __future__ import annotations

from collections.abc import Iterable

from pannesi.presentation.patients.register import RegisterView
from pannesi.procedure.model.lines import PutsRight
from pannesi.session.projection.read_model import SETTLED, Patient
from pannesi.session.register.images import images_target
from pannesi.support.i18n import _, n_


def images_due(patients: Iterable[Patient]) -> dict[str, list[str]]:
    """What is to be attached to each patient line from lines voided or waived, by its id, until that is done."""
    due: dict[str, list[str]] = {}
    for patient in patients:
        to = images_target(patient) if patient.images_fate is not None and patient.missing else None
        if to is not None:
            due.setdefault(to, []).append(_("IMAGES de {label} à rattacher ici").format(label=patient.label))
    return due


def progress_words(patients: Iterable[Patient]) -> str:
    """How many patient lines there are, by state: `6 lignes · 2 vérifiées · 1 dispensée · 3 à reprendre`."""
    all_patients = list(patients)
    lines = [patient for patient in all_patients if not patient.voided]
    struck = sum(patient.voided and not patient.settled for patient in all_patients)
    verified = sum(line.state == "verified" for line in lines)
    waived = sum(patient.state == "waived" and patient.settled for patient in lines)
    left = len(lines) - verified - waived
    parts = [n_("{count} ligne", "{count} lignes", len(lines))]
    if verified:
        parts.append(n_("{count} vérifiée", "{count} vérifiées", verified))
    if waived:
        parts.append(n_("{count} dispensée", "{count} dispensées", waived))
    if left:
        parts.append(n_("{count} à reprendre", "{count} à reprendre", left))
    if struck:
        parts.append(n_("{count} rayée, images à régler", "{count} rayées, images à régler", struck))
    return " · ".join(parts)


def steps_words(patients: Iterable[Patient]) -> str:
    """For how many patient lines each kind of step of the return is settled: `identité 3/12 · demande 1/12`; without
    lines waived or voided. Who has several steps of a kind, as an unknown patient whose name is asked for, counts
    once all are."""
    lines = [patient for patient in patients if not patient.voided and patient.state != "waived"]
    names: dict[PutsRight, str] = {
        "identity": _("identité"), "episode": _("séjour"), "order": _("demande"), "images": _("images"),
        "report": _("CR"),
    }  # fmt: skip
    return " · ".join(filter(None, (_kind_words(name, kind, lines) for kind, name in names.items())))


def _kind_words(name: str, kind: PutsRight, lines: Iterable[Patient]) -> str:
    """How far the steps of a kind are; what was said impossible is not among what is settled. An identity handed on
    is settled, though nobody knows it."""
    settled = failed = count = 0
    for line in lines:
        states = {step.status for step in line.steps if step.puts_right == kind}
        count += bool(states)
        if states and states <= set(SETTLED):
            impossible = "could_not" in states and not (kind == "identity" and line.handed_on is not None)
            failed += impossible
            settled += not impossible
    words = f"{name} {settled}/{count}" if count else ""
    return _("{words}, {count} impossible").format(words=words, count=failed) if failed else words


def sorted_by_missing(view: RegisterView, patients: Iterable[Patient]) -> list[Patient]:
    """The patient lines as a work list: conflicting versions first, then those of which most is missing; settled ones
    last."""
    lines = list(patients)
    missing = {line.id: len(view.missing_words(line)) for line in lines}
    return sorted(
        lines,
        key=lambda patient: (
            patient.voided and patient.settled,
            not patient.conflict,
            patient.settled,
            -missing[patient.id],
            patient.event.order,
        ),
    )
