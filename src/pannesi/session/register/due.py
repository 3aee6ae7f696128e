"""What is due to one patient, named alike wherever it is said: in the register, and in what prevents closing."""

from __future__ import annotations

from collections.abc import Iterable

from pannesi.session.projection.read_model import DutyRow, Patient, Step


def due_to(patient: Patient, duties: Iterable[DutyRow]) -> tuple[DutyRow | Step, ...]:
    """The open duties of a patient line, then what the return asks for in the order of its steps: its duties, and the
    steps that the program adds by itself. A voided or waived line has only what is still asked of it.

    The images of such a line are named apart.
    """
    owed = [duty for duty in duties if duty.status == "open"]
    steps = () if patient.settled or patient.voided_or_waived else patient.missing
    of_return = {duty.key: duty for duty in owed if duty.phase == "return_to_normal"}
    of_outage = [duty for duty in owed if duty.phase != "return_to_normal"]
    asked = [of_return.pop(step.key, step) for step in steps]
    return (*of_outage, *asked, *of_return.values())
