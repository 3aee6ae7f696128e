"""Numbers that no French phone could dial, and addresses that no browser could open."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from pannesi.procedure.checks.rule import LintFinding, LintSite, Rule
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.loading.site_files import CONTACTS
from pannesi.procedure.model.contacts import MAIL_ADDRESS, WEB_ADDRESS, Channel
from pannesi.support.i18n import _

_NATIONAL = re.compile(r"(?:0|\+33|0033)[1-9][0-9]{8}")
_ABROAD = re.compile(r"(?:\+|00)(?!33)[1-9][0-9]{8,14}")
_SHORT = re.compile(r"1[0-9]|11[0-9]|19[0-9]|1[0-9]{3}|3[0-9]{3}|118[0-9]{3}|116[0-9]{3}")
_HOST = re.compile(r"[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?(?:\.[a-zA-Z0-9](?:[a-zA-Z0-9-]*[a-zA-Z0-9])?)*")
_MAIL = re.compile(r"[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+")


def _undialable_numbers(linted: LintSite) -> Iterator[LintFinding]:
    """P513: numbers of a French site that cannot be dialled."""
    for loc, channel, value in _channel_values(linted):
        french = linted.site.contacts.holidays.startswith("FR")
        if french and channel.traits.public_number and not is_french_number(value):
            message = _("« {value} » : aucun téléphone français ne peut composer ce numéro.").format(value=value)
            remedy = _("Dix chiffres (01 23 45 67 89) ou +33 … ; un numéro interne s'écrit avec « kind: short ».")
            yield LintFinding(CONTACTS, loc, message, remedy)


def _unusable_addresses(linted: LintSite) -> Iterator[LintFinding]:
    """P514: web addresses that cannot be opened, and mail addresses that cannot be written to."""
    for loc, channel, value in _channel_values(linted):
        form = channel.traits.form
        if form is WEB_ADDRESS and not is_address(value):
            message = _("« {value} » n'est pas une adresse que l'on puisse ouvrir.").format(value=value)
            yield LintFinding(CONTACTS, loc, message, _("La copier depuis la barre d'adresse du navigateur."))
        elif form is MAIL_ADDRESS and not _MAIL.fullmatch(value):
            message = _("« {value} » n'est pas une adresse où l'on puisse écrire.").format(value=value)
            yield LintFinding(CONTACTS, loc, message, _("Écrire « nom@exemple.fr »."))


def _channel_values(linted: LintSite) -> Iterator[tuple[Loc, Channel, str]]:
    """Every channel that has a value, with the place of the value."""
    for index, contact in enumerate(linted.site.contacts.contacts):
        for number, channel in enumerate(contact.channels):
            if channel.value is not None:
                yield ("contacts", index, "channels", number, "value"), channel, channel.value


def is_french_number(value: str) -> bool:
    """Whether a phone of the French public network can dial a number; spaces and dots in it do not count."""
    digits = re.sub(r"[ .]", "", value)
    return any(form.fullmatch(digits) for form in (_NATIONAL, _ABROAD, _SHORT))


def is_address(value: str) -> bool:
    """Whether a web address has a valid host name, and a valid port if it has one."""
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return False
    host = parts.hostname or ""
    return _HOST.fullmatch(host) is not None and len(host) <= 253 and port != 0


_PHONE = "contacts:\n  - id: cadre\n    name: Cadre\n    note: Pour la nuit.\n    source: Annexe\n    channels: "
RULES = (
    Rule(
        "P513", "error", _undialable_numbers,
        lambda: (_("Numéro impossible à composer"), _("Un chiffre de trop ou de moins : la nuit, personne ne répondra.")),
        wrong=_PHONE + "[{kind: phone, value: 01 00 00 00 0}]\n", right=_PHONE + "[{kind: phone, value: 01 00 00 00 00}]\n",
        where="contacts",
    ),
    Rule(
        "P514", "error", _unusable_addresses,
        lambda: (_("Adresse impossible à ouvrir"), _("Ni un navigateur ni un mail n'y arriverait.")),
        wrong=_PHONE + "[{kind: web, value: \"https://.exemple.fr\"}]\n",
        right=_PHONE + "[{kind: web, value: \"https://exemple.fr\"}]\n", where="contacts",
    ),
)  # fmt: skip
