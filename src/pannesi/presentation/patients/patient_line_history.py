"""What a patient line said before: each change with who and when, and versions that contradict each other."""

from __future__ import annotations

from pannesi.presentation.patients.asked_facts import fact_label
from pannesi.presentation.patients.register import RegisterView
from pannesi.session.events import Event
from pannesi.session.facts.patients import PatientAdded, PatientVersion, PatientVoided
from pannesi.session.facts.session import Undone
from pannesi.session.labels import asked_facts, fact_word, reason_words
from pannesi.session.projection.read_model import Patient, fields_of
from pannesi.session.register.draft_entries import (
    abandons_entry,
    adds_patient,
    first_version,
    is_draft,
    is_superseded_draft,
)
from pannesi.session.register.duties import facts_of
from pannesi.support.i18n import _


def line_versions(view: RegisterView, patient: Patient) -> list[tuple[Event, str]]:
    """The versions of a patient line that contradict each other: the event of each, and in words who, when, and what
    differs."""
    versions = [
        _values_of(view, event) if not isinstance(event.body, PatientVoided) else {} for event in patient.conflict
    ]
    names = dict.fromkeys(name for values in versions for name in values)
    differ = [name for name in names if len({values.get(name) for values in versions if values}) > 1]
    lines = []
    for event, values in zip(patient.conflict, versions, strict=True):
        if isinstance(event.body, PatientVoided):
            words = _("rayée : {why}").format(why=reason_words(event))
        else:
            words = " · ".join(f"{name} : {values.get(name, '–')}" for name in differ or names)
        head = f"{view.hour(view.state.when(event))} {event.actor or _('sans nom')}"
        lines.append((event, f"{head} · {words}"))
    return lines


def line_changes(view: RegisterView, patient: Patient) -> list[str]:
    """Each change of a patient line with who and when, the oldest first."""
    slot = view.state.slot("patient", patient.id)
    lines: list[str] = []
    before: dict[str, str] = {}
    for event in sorted(slot.events.values(), key=lambda recorded: recorded.order):
        if is_superseded_draft(view.state, event) or abandons_entry(event):
            continue
        now = _values_of(view, event) if isinstance(event.body, PatientVersion) else before
        head = f"{view.hour(view.state.when(event))} {event.actor or _('sans nom')} · "
        lines.append(head + _change_words(view, event, before, now))
        before = now
    return lines


def _values_of(view: RegisterView, event: Event) -> dict[str, str]:
    """The values that a version holds, by their label."""
    facts = asked_facts(facts_of(event))
    closed = {fact_label(name): fact_word(name, value) for name, value in facts.items()}
    return {**closed, **dict(view.field_values(fields_of(event.text)))}


def _change_words(view: RegisterView, event: Event, before: dict[str, str], now: dict[str, str]) -> str:
    """What a change did, given the values before and after it."""
    if isinstance(event.body, PatientVoided):
        return _("rayée : {why}").format(why=reason_words(event))
    if isinstance(event.body, Undone):
        return _("annulé")
    if isinstance(first_version(view.state, event).body, PatientAdded):
        return _("notée, saisie pas finie") if is_draft(event) else _("notée")
    names = [name for name in {**before, **now} if before.get(name) != now.get(name)]
    if not names and adds_patient(view.state, event) and not is_draft(event):
        return _("saisie finie")
    if not names:
        return _("corrigée, sans changement")
    changes = [f"{name} : {before.get(name, '–')} → {now.get(name, '–')}" for name in names]
    if adds_patient(view.state, event):
        return _("saisie finie : {changes}").format(changes=" ; ".join(changes))
    return _("corrigée : {changes}").format(changes=" ; ".join(changes))
