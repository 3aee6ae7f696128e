"""Lint rule about public holidays that are unknown on this machine."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.availability.holidays import INSTALL_COMMAND, lacks_holidays_library
from pannesi.procedure.checks.rule import LintFinding, LintSite, Rule
from pannesi.procedure.loading.site_files import CONTACTS
from pannesi.support.i18n import _


def _unknown_holidays(linted: LintSite) -> Iterator[LintFinding]:
    """P519: a country whose public holidays need a library that is not installed."""
    contacts = linted.site.contacts
    if lacks_holidays_library(contacts):
        message = _(
            "Jours fériés de « {country} » inconnus sur ce poste : les horaires qui en dépendent le sont aussi."
        ).format(country=contacts.holidays)
        remedy = _("À faire installer par le service informatique : {command}").format(command=INSTALL_COMMAND)
        yield LintFinding(CONTACTS, ("holidays",), message, remedy)


RULES = (
    Rule(
        "P519",
        "error",
        _unknown_holidays,
        lambda: (
            _("Jours fériés que ce poste ne connaît pas"),
            _(
                "Hors de France, ils viennent d'une bibliothèque à installer ; sans elle, on ne sait pas quels jours sont fériés."
            ),
        ),
        wrong="holidays: BE\n",
        right="holidays: FR\n",
        where="contacts",
    ),
)
