"""What commands act on, as the palette names it."""

from __future__ import annotations

from pannesi.support.i18n import _

LINE = _("ligne")
SESSION = _("session")
PATIENT = _("patient")
FIGURES = _("chiffres")
MESSAGE = _("message")
PROGRAM = _("programme")
CONTACTS = _("contacts")
OUTAGE = _("panne")
