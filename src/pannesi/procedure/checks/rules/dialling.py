"""Numbers that no French phone could dial, and addresses that no browser could open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pannesi.procedure.availability.channels import form_of
from pannesi.procedure.checks.rules.finding import Finding
from pannesi.procedure.model.contacts import Channel, ContactsFile
from pannesi.support.i18n import _

_NATIONAL = re.compile(r"(?:0|\+33|0033)[1-9][0-9]{8}")
_ABROAD = re.compile(r"(?:\+|00)(?!33)[1-9][0-9]{8,14}")
_SHORT = re.compile(r"1[0-9]|11[0-9]|19[0-9]|1[0-9]{3}|3[0-9]{3}|118[0-9]{3}|116[0-9]{3}")
_HOST = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*")
_MAIL = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")


def findings(contacts: ContactsFile) -> Iterator[Finding]:
    """P513 a number that cannot be dialled, P514 an address that cannot be opened. Both send people nowhere: errors."""
    for index, contact in enumerate(contacts.contacts):
        for number, channel in enumerate(contact.channels):
            wrong = _wrong(contacts, channel)
            if wrong is not None:
                yield Finding(("contacts", index, "channels", number, "value"), *wrong, "error")


def _wrong(contacts: ContactsFile, channel: Channel) -> tuple[str, str, str] | None:
    if channel.value is None:
        return None
    form, value = form_of(channel), channel.value
    if form == "phone":
        if channel.kind == "short" or contacts.holidays != "FR" or is_french_number(value):
            return None
        message = _("« {value} » : aucun téléphone français ne peut composer ce numéro.").format(value=value)
        remedy = _("Dix chiffres (01 23 45 67 89) ou +33 … ; un numéro interne s'écrit avec « kind: short ».")
        return "P513", message, remedy
    if form == "web" and not is_address(value):
        message = _("« {value} » n'est pas une adresse que l'on puisse ouvrir.").format(value=value)
        return "P514", message, _("La copier depuis la barre d'adresse du navigateur.")
    if form == "mail" and not _MAIL.fullmatch(value):
        message = _("« {value} » n'est pas une adresse où l'on puisse écrire.").format(value=value)
        return "P514", message, _("Écrire « nom@exemple.fr ».")
    return None


def is_french_number(value: str) -> bool:
    """Whether a phone of the French public network can dial a number written with blanks or dots."""
    digits = re.sub(r"[ .]", "", value)
    return any(form.fullmatch(digits) for form in (_NATIONAL, _ABROAD, _SHORT))


def is_address(value: str) -> bool:
    """Whether a web address names a host, and a port that can be."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return _HOST.fullmatch(host) is not None and len(host) <= 253 and port != 0
