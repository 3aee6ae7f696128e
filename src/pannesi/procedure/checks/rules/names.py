"""Names that nothing uses: contacts, hours, messages, outcomes, fields of the register."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pannesi.procedure.checks.rules.finding import Finding, LintUnit
from pannesi.procedure.checks.rules.people import can_match
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.model.lines import Ask, Broadcast, Call, Outcome, Ticket, Verify, When
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.procedure.model.units import Annexe
from pannesi.support.i18n import _


def of_contacts(site: Site, units: Iterable[LintUnit]) -> Iterator[Finding]:
    """P504 for contacts and schedules. A contact with a `note` says itself why it is there."""
    contacts, schedules = _used(site, units)
    for index, contact in enumerate(site.contacts.contacts):
        if contact.id not in contacts and contact.note is None:
            message = _("Aucune ligne n'appelle {name}.").format(name=contact.name)
            remedy = _("L'appeler quelque part, dire pourquoi il est là dans « note », ou le retirer.")
            yield Finding(("contacts", index, "id"), "P504", message, remedy)
    for name, schedule in site.contacts.schedules.items():
        if name not in schedules:
            message = _("Rien ne se sert de l'horaire « {label} ».").format(label=schedule.label)
            yield Finding(("schedules", name), "P504", message, _("Le retirer, ou y renvoyer."), key=True)


def of_units(site: Site, units: Iterable[LintUnit]) -> Iterator[tuple[str, Finding]]:
    """P504 for messages and outcomes, each with its file."""
    sent: set[tuple[str, str]] = set()
    for unit in units:
        for line, _loc in unit.lines:
            if isinstance(line, Broadcast):
                refs = (line.value, *line.supersedes, *([line.closes] if line.closes else ()))
                sent.update(split_ref(unit.unit.id, ref) for ref in refs)
    for unit in units:
        for name, message in unit.unit.messages.items():
            if (unit.unit.id, name) not in sent:
                words = _("Aucune ligne ne diffuse le message « {name} ».").format(name=message.title or name)
                found = Finding(("messages", name), "P504", words, _("Le diffuser, ou le retirer."), key=True)
                yield unit.path, found
        if isinstance(unit.unit, Annexe):
            given = {line.value for line, _loc in unit.lines if isinstance(line, Outcome)}
            yield from ((unit.path, one) for one in _unseen_fields(unit.unit))
            for name in unit.unit.outcomes:
                if name not in given:
                    words = _("Aucune ligne ne finit par l'issue « {name} ».").format(name=name)
                    loc: Loc = ("outcomes", name)
                    yield unit.path, Finding(loc, "P504", words, _("L'écrire, ou la retirer."), key=True)


def _unseen_fields(annex: Annexe) -> Iterator[Finding]:
    """P504 for fields of the register that are shown for no patient line."""
    fields = {field.id: field for field in annex.fields}
    for index, field in enumerate(annex.fields):
        when = field.shown_when
        if when is None:
            continue
        asked = fields.get(when.field) if when.field is not None else None
        never = asked is not None and asked.choices and when.equals is not None and when.equals not in asked.choices
        if never or not can_match(when):
            message = _("Personne ne verra le champ « {label} » : sa condition ne peut pas être vraie.")
            remedy = _("Corriger « shown_when », ou le retirer.")
            yield Finding(("fields", index, "shown_when"), "P504", message.format(label=field.label), remedy)


def _used(site: Site, units: Iterable[LintUnit]) -> tuple[set[str], set[str]]:
    """The contacts and schedules that something names."""
    contacts = {name for one in site.contacts.contacts for name in (*one.members, *one.then)}
    schedules = {one.hours for one in site.contacts.contacts if one.hours is not None}
    schedules |= {one.outside for one in site.contacts.schedules.values() if one.outside is not None}
    for unit in units:
        for line, _loc in unit.lines:
            if isinstance(line, Call):
                contacts.add(line.value)
            elif isinstance(line, Ticket) and line.contact is not None:
                contacts.add(line.contact)
            elif isinstance(line, Ask | Verify) and line.suggests is not None:
                schedules.add(line.suggests.schedule)
            if line.when is not None:
                schedules.update(_schedules(line.when))
    return contacts, schedules


def _schedules(when: When) -> Iterator[str]:
    yield from (name for name in (when.open, when.closed) if name is not None)
    for inner in (*when.any_of, *when.none_of):
        yield from _schedules(inner)
