"""What commands act on, as the palette names it."""

from __future__ import annotations

from pannesi.support.i18n import N_

LINE = N_("ligne")
SESSION = N_("session")
PATIENT = N_("patient")
FIGURES = N_("chiffres")
MESSAGE = N_("message")
PROGRAM = N_("programme")
CONTACTS = N_("contacts")
OUTAGE = N_("panne")
