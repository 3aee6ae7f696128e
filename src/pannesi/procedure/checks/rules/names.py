"""Lint rule about names that nothing uses: contacts, schedules, messages, outcomes, fields of the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pannesi.procedure.checks.rule import LintFinding, LintSite, LintUnit, Rule
from pannesi.procedure.checks.rules.people import can_match
from pannesi.procedure.loading.site_files import CONTACTS
from pannesi.procedure.model.conditions import conditions_in
from pannesi.procedure.model.lines import Broadcast, Call, Outcome, QuestionLine, Ticket, When
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.procedure.model.units import Annexe
from pannesi.support.i18n import _


def _unused_names(linted: LintSite) -> Iterator[LintFinding]:
    """P504: whatever has a name that nothing uses."""
    yield from _unused_contacts(linted.site, linted.units)
    sent = _messages_sent(linted.units)
    for unit in linted.units:
        for name, message in unit.unit.messages.items():
            if (unit.unit.id, name) not in sent:
                words = _("Aucune ligne ne diffuse le message « {name} ».").format(name=message.title or name)
                yield LintFinding(unit.path, ("messages", name), words, _("Le diffuser, ou le retirer."), key=True)
        if isinstance(unit.unit, Annexe):
            yield from _unseen_fields(unit.path, unit.unit)
            yield from _unused_outcomes(unit, unit.unit)


def _unused_contacts(site: Site, units: Iterable[LintUnit]) -> Iterator[LintFinding]:
    """Unused contacts and schedules. A contact with a `note` counts as used: the note says why it is there."""
    contacts, schedules = _used_names(site, units)
    for index, contact in enumerate(site.contacts.contacts):
        if contact.id not in contacts and contact.note is None:
            message = _("Aucune ligne n'appelle {name}.").format(name=contact.name)
            remedy = _("L'appeler quelque part, dire pourquoi il est là dans « note », ou le retirer.")
            yield LintFinding(CONTACTS, ("contacts", index, "id"), message, remedy)
    for name, schedule in site.contacts.schedules.items():
        if name not in schedules:
            message = _("L'horaire « {label} » ne sert nulle part.").format(label=schedule.label)
            yield LintFinding(CONTACTS, ("schedules", name), message, _("Le retirer, ou y renvoyer."), key=True)


def _messages_sent(units: Iterable[LintUnit]) -> set[tuple[str, str]]:
    """The messages that some line broadcasts, supersedes or closes, as (unit, message)."""
    sent: set[tuple[str, str]] = set()
    for unit in units:
        for line, _loc in unit.lines:
            if isinstance(line, Broadcast):
                refs = (line.value, *line.supersedes, *([line.closes] if line.closes else ()))
                sent.update(split_ref(unit.unit.id, ref) for ref in refs)
    return sent


def _unused_outcomes(unit: LintUnit, annex: Annexe) -> Iterator[LintFinding]:
    given = {line.value for line, _loc in unit.lines if isinstance(line, Outcome)}
    for name in annex.outcomes:
        if name not in given:
            words = _("Aucune ligne ne finit par l'issue « {name} ».").format(name=name)
            yield LintFinding(unit.path, ("outcomes", name), words, _("L'écrire, ou la retirer."), key=True)


def _unseen_fields(path: str, annex: Annexe) -> Iterator[LintFinding]:
    """Fields of the register that are shown for no patient line."""
    fields = {field.id: field for field in annex.fields}
    for index, field in enumerate(annex.fields):
        when = field.shown_when
        if when is None:
            continue
        other = fields.get(when.field) if when.field is not None else None
        no_choice = other is not None and other.choices and when.equals is not None and when.equals not in other.choices
        if no_choice or not can_match(when):
            message = _("Personne ne verra le champ « {label} » : sa condition ne peut pas être vraie.")
            remedy = _("Corriger « shown_when », ou le retirer.")
            yield LintFinding(path, ("fields", index, "shown_when"), message.format(label=field.label), remedy)


def _used_names(site: Site, units: Iterable[LintUnit]) -> tuple[set[str], set[str]]:
    """The ids of the contacts and of the schedules that something refers to."""
    contacts = {name for contact in site.contacts.contacts for name in (*contact.members, *contact.then)}
    schedules = {contact.hours for contact in site.contacts.contacts if contact.hours is not None}
    schedules |= {schedule.outside for schedule in site.contacts.schedules.values() if schedule.outside is not None}
    contacts.update(name for topic in site.unwritten for name in topic.call)
    for unit in units:
        for line, _loc in unit.lines:
            if isinstance(line, Call):
                contacts.add(line.value)
            elif isinstance(line, Ticket) and line.contact is not None:
                contacts.add(line.contact)
            elif isinstance(line, QuestionLine) and line.suggests is not None:
                schedules.add(line.suggests.schedule)
            if line.when is not None:
                schedules.update(_schedules_of_condition(line.when))
    return contacts, schedules


def _schedules_of_condition(when: When) -> Iterator[str]:
    for _where, part in conditions_in(when):
        yield from (name for name in (part.open, part.closed) if name is not None)


_DO = "alert:\n  - {id: prevenir, do: Prévenir le cadre, source: Cas 9}\n"
RULES = (
    Rule(
        "P504", "warning", _unused_names,
        lambda: (_("Rien ne s'en sert"), _("Ce qui n'est employé nulle part vieillit sans que personne le voie.")),
        wrong=_DO + "messages:\n  panne: {type: ⚠, body: En panne., source: Cas 9}\n", right=_DO,
    ),
)  # fmt: skip
