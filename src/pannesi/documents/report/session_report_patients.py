"""The patients in the report of one session: all of them at a glance, then each in detail."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.documents.page import Table
from pannesi.documents.tables.patient_register import patient_details, patient_overview
from pannesi.procedure.model.procedure import Site
from pannesi.session.projection.read_model import Walk
from pannesi.support.i18n import _


def patients_at_a_glance(walk: Walk, procedure: Site) -> Table:
    """One row for each patient line: who, its state, what is left. Who a struck line was about is struck out."""
    columns, rows, about = patient_overview(walk, procedure)
    struck = [
        [place, column] for place, patient in enumerate(walk.patients) if patient.voided for column in range(about)
    ]
    return Table(_("Patients"), "", columns, rows, struck)


def patient_tables(walk: Walk, procedure: Site) -> Iterator[Table]:
    """One table for each patient line: all columns side by side do not fit on a sheet. Of a struck line, what was
    written of the patient is struck out."""
    for patient, details in patient_details(walk, procedure):
        rows = [[name, value] for name, value, _holds in details]
        struck = [[place, 1] for place, (_name, _value, holds) in enumerate(details) if patient.voided and not holds]
        title = _("Patient {label}").format(label=patient.label)
        yield Table(title, "", [_("Champ"), _("Valeur")], rows, struck, pairs=True)
