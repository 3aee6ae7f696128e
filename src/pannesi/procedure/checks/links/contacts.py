"""Checks of `contacts.yaml`: its references to schedules and contacts, and the form of its values."""

from __future__ import annotations

from datetime import time

from pannesi.procedure.availability.holidays import is_holiday_country
from pannesi.procedure.availability.opening_hours import time_zone
from pannesi.procedure.checks.cycles import names_in_cycles
from pannesi.procedure.checks.references import References, SiteFile
from pannesi.procedure.loading.places import Loc, place_of
from pannesi.procedure.model.contacts import Channel, ContactsFile, Schedule
from pannesi.support.i18n import _, translated


def check_contacts(references: References, file: SiteFile, contacts: ContactsFile) -> None:
    """Reports every broken reference and impossible value of the contacts."""
    _check_country(references, file, contacts)
    _check_cycles(references, file, contacts)
    for name, schedule in contacts.schedules.items():
        _check_schedule(references, file, ("schedules", name), schedule)
    first: dict[str, int] = {}
    for index, contact in enumerate(contacts.contacts):
        here: Loc = ("contacts", index)
        if first.setdefault(contact.id, index) != index:
            line = place_of(file.tree, ("contacts", first[contact.id], "id"))[0]
            message = _("L'id « {id} » sert déjà, ligne {line}.").format(id=contact.id, line=line)
            references.report(file, (*here, "id"), "P304", message, _("En choisir un autre."))
        if contact.hours is not None:
            references.check_schedule(file, (*here, "hours"), contact.hours)
        for number, member in enumerate(contact.members):
            references.check_contact(file, (*here, "members", number), member)
        for number, other in enumerate(contact.then):
            references.check_contact(file, (*here, "then", number), other)
        for number, role in enumerate(contact.reserved_to):
            references.check_role(file, (*here, "reserved_to", number), role)
        for number, channel in enumerate(contact.channels):
            _check_channel(references, file, (*here, "channels", number), channel)


def _check_country(references: References, file: SiteFile, contacts: ContactsFile) -> None:
    try:
        time_zone(contacts.timezone)
    except (KeyError, ValueError, OSError):
        message = _("Fuseau horaire inconnu : « {name} ».").format(name=contacts.timezone)
        references.report(file, ("timezone",), "P302", message, _("Par exemple « Europe/Paris »."))
    if not is_holiday_country(contacts.holidays):
        message = _("Jours fériés inconnus pour « {name} ».").format(name=contacts.holidays)
        references.report(
            file,
            ("holidays",),
            "P302",
            message,
            _("Le code du pays : « FR » ; en Alsace-Moselle « FR-57 », « FR-67 » ou « FR-68 »."),
        )


def _check_schedule(references: References, file: SiteFile, loc: Loc, schedule: Schedule) -> None:
    given = (bool(schedule.windows), schedule.outside is not None, schedule.unknown is not None)
    if sum(given) != 1:
        message = _("Ces horaires doivent donner « windows », « outside » ou « unknown ».")
        references.report_missing(file, loc, "P303", message, _("Écrire exactement une de ces clés."))
    if schedule.outside is not None:
        references.check_schedule(file, (*loc, "outside"), schedule.outside)
    for number, window in enumerate(schedule.windows):
        if window.start == time.max:
            message = _("Une plage ne peut pas commencer à 24:00.")
            references.report(file, (*loc, "windows", number, "from"), "P303", message, _("Écrire « 00:00 »."))


def _check_cycles(references: References, file: SiteFile, contacts: ContactsFile) -> None:
    """Reports schedules and contacts that refer, directly or not, to themselves."""
    outside = {
        name: (schedule.outside,) for name, schedule in contacts.schedules.items() if schedule.outside is not None
    }
    for name in sorted(names_in_cycles(outside)):
        _report_cycle(references, file, ("schedules", name, "outside"), name)
    members: dict[str, tuple[str, ...]] = {}
    for contact in contacts.contacts:
        members.setdefault(contact.id, contact.members)
    in_cycles = names_in_cycles(members)
    for index, contact in enumerate(contacts.contacts):
        if contact.id in in_cycles:
            _report_cycle(references, file, ("contacts", index, "members"), contact.id)


def _report_cycle(references: References, file: SiteFile, loc: Loc, name: str) -> None:
    message = _("« {name} » renvoie, de proche en proche, à lui-même.").format(name=name)
    references.report(file, loc, "P305", message, _("Retirer l'un des renvois de la boucle."))


def _check_channel(references: References, file: SiteFile, loc: Loc, channel: Channel) -> None:
    if channel.value is None or channel.missing is not None:
        if (channel.value is None) == (channel.missing is None):
            message = _("Il faut « value », ou « missing » si le numéro n'est pas connu.")
            references.report_missing(file, loc, "P303", message, _("Écrire exactement l'une des deux clés."))
        return
    if channel.is_well_formed:
        return
    form = channel.traits.form
    message = translated(form.ill_formed).format(value=channel.value[:60])
    references.report(file, (*loc, "value"), "P306", message, translated(form.remedy))
