"""Roles as they are written in a sentence, by the words of the site, else by their own name; and who signs."""

from __future__ import annotations

from collections.abc import Mapping

from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.scalars import GENERAL_ROLES
from pannesi.support.i18n import _

_AWAITED = ("informatique", "médecin demandeur", "médecin requérant")
"""The general roles whose acts are only awaited: they are never at the screen, and nobody hands over to them."""
_VOWELS = "aeiouyhàâéèêëîïôöùûü"


def role_words(names: Mapping[str, str], role: str) -> str:
    """A role in a sentence, by the `names` that the site gives to roles: « le radiologue », « l'informatique »."""
    if role in names:
        return names[role]
    if role not in GENERAL_ROLES:
        return role
    return _("l'informatique") if role == "informatique" else _("le {role}").format(role=role)


def of_role(names: Mapping[str, str], role: str) -> str:
    """The same after « attendu » : « de l'informatique », « du cadre de garde »."""
    words = role_words(names, role)
    article, _blank, rest = words.partition(" ")
    if rest and article in ("le", "les"):
        return (_("du {role}") if article == "le" else _("des {role}")).format(role=rest)
    if words[:1].casefold() in _VOWELS:
        return _("d'{role}").format(role=words)
    return _("de {role}").format(role=words)


def signers(contacts: ContactsFile) -> tuple[str, ...]:
    """Who signs a report besides who wrote it: whom the site names, else the référent and the senior radiographer."""
    return contacts.signatures or (_("Référent"), _("Cadre de santé"))


def is_elsewhere(role: str) -> bool:
    """Whether a role is never at the screen: some of the general ones, and those that a site adds."""
    return role in _AWAITED or role not in GENERAL_ROLES
