"""Checks of a whole site that no schema can express: duplicate ids, broken references, impossible phone numbers."""

from __future__ import annotations

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.checks.links.contacts import check_contacts
from pannesi.procedure.checks.links.lines import check_line
from pannesi.procedure.checks.links.units import (
    check_register_fields,
    check_run_cycles,
    check_unique_units,
    check_unit,
    check_unwritten,
)
from pannesi.procedure.checks.references import References, SiteFile
from pannesi.procedure.review_status import check_drafts


def check_links(references: References, contacts_file: SiteFile | None) -> list[Problem]:
    """Every broken link in the files of a site, as errors. `contacts_file` is None when it could not be read."""
    if references.contacts is not None and contacts_file is not None:
        check_contacts(references, contacts_file, references.contacts)
    check_unique_units(references)
    for file in references.files:
        check_unit(references, file)
        check_unwritten(references, file)
        for line, loc in file.lines:
            check_line(references, file, line, loc)
    check_register_fields(references)
    check_run_cycles(references)
    check_drafts(references)
    return references.problems
