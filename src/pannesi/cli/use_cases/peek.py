"""Whether `pannesi contacts`, used in haste, needs the sessions at all."""

from __future__ import annotations

import os

from pannesi.history.index_peek import contacts_with_numbers
from pannesi.journal.location import data_folder
from pannesi.procedure.availability.reachability import written_numbers
from pannesi.procedure.model.contacts import ContactsFile


def may_show_numbers(data: str | None, contacts: ContactsFile) -> bool:
    """Whether a number may have been noted for a contact without a written one."""
    noted = contacts_with_numbers(data_folder(data, dict(os.environ)))
    return noted is None or any(not written_numbers(contacts, contact) for contact in noted)
