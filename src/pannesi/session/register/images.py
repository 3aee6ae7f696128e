"""What becomes of the images of a patient line that is voided or waived: nothing, moved to another line, or other.

A line shows traces of an examination in its fields, in duties done for it, or in a time of examination given by
somebody. Such a line is voided or waived only with a word on its images; images that go to another line are owed until
they are attached there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from pannesi.procedure.model.lines import DutyLine
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.register_fields import Field, FieldMeaning
from pannesi.session.events import Event
from pannesi.session.facts.patients import ImagesFateSet, PatientVersion, PatientVoided, PatientWaived
from pannesi.session.moments import moment_or_none
from pannesi.session.projection.read_model import SETTLED, Patient, Row, Step, Walk
from pannesi.session.register.duties import duty_status
from pannesi.session.register.field_values import UNKNOWN_VALUE
from pannesi.session.state import State
from pannesi.support.i18n import _
from pannesi.support.light_dataclass import dataclass

IMAGES_FATE_STEP = "devenir-des-images"
ATTACH_IMAGES_STEP = "images-a-rattacher"
REPORT_STEP = "compte-rendu"
IMAGES_FATES = ("none", "attach", "other")
"""The values of `ImagesFateSet.becomes`."""

_ALWAYS: frozenset[FieldMeaning] = frozenset(
    ("console-id", "accession", "temporary-accession", "final-accession", "interim"),
)
"""Meanings of fields that are traces of an examination, whatever the site says of them."""


@dataclass(frozen=True)
class ImagesTarget:
    """The line that images are to be attached to."""

    label: str
    gone: bool
    """Whether it was voided, so that nothing can be attached to it."""


def traces_of(state: State, patient: Patient, sheet: Iterable[Field], rows: Iterable[Row]) -> Iterator[str]:
    """The traces of an examination on a line, in words: fields, time of examination, duties done, report."""
    telling = [
        field for field in sheet if field.id in patient.filled and (field.trace == "yes" or field.means in _ALWAYS)
    ]
    if telling:
        values = patient.fields
        yield from (field.label for field in telling if values.get(field.id, UNKNOWN_VALUE) != UNKNOWN_VALUE)
    version = patient.latest.body if patient.latest is not None else None
    examined = version.examined if isinstance(version, PatientVersion) else None
    if examined is not None and examined != moment_or_none(patient.event.at):
        yield _("heure de l'examen")
    met: set[str] = set()
    for row in rows:
        duty = row.line.duty if isinstance(row.line, DutyLine) else None
        if duty is None or duty.trace == "no" or duty.key in met:
            continue
        met.add(duty.key)
        if _done_event(state, patient, duty.key) is not None:
            yield duty.label or row.line.value
    if _done_event(state, patient, REPORT_STEP) is not None:
        yield _("CR écrit")


def traces_of_line(site: Site, state: State, walk: Walk, patient: Patient) -> list[str]:
    """The traces of an examination on a line of the register, with the images that come to it from other lines."""
    rows = [row for row in walk.rows if isinstance(row.line, DutyLine) and row.line.duty is not None]
    traces = list(dict.fromkeys(traces_of(state, patient, site.register_fields, rows)))
    return [
        *traces,
        *(_("images de {label}").format(label=line.label) for line in lines_sending_images(walk.patients, patient)),
    ]


def _done_event(state: State, patient: Patient, key: str) -> Event | None:
    """The event by which a duty was done, or None."""
    fact = state.slot("duty", patient.id, key).head
    return fact if fact is not None and fact.body.settles == "done" else None


def images_fate(state: State, patient: Patient) -> Event | None:
    """The event that says what becomes of the images of a line, recorded with its voiding or waiving or after."""
    said = state.slot("images", patient.id).head
    since = _release_event(state, patient)
    return said if said is not None and since is not None and said.order > since.order else None


def _release_event(state: State, patient: Patient) -> Event | None:
    """The event that voided or waived a line: the first of several recorded without knowledge of each other."""
    heads = state.slot("patient" if patient.voided else "verdict", patient.id).heads
    return next((head for head in heads if isinstance(head.body, PatientVoided | PatientWaived)), None)


def images_target(patient: Patient) -> str | None:
    """The id of the line that the images of a line go to, or None."""
    fate = _fate_recorded(patient)
    return fate.to if fate is not None and fate.becomes == "attach" else None


def _fate_recorded(patient: Patient) -> ImagesFateSet | None:
    """The recorded fate of the images of a line, or None."""
    return (
        patient.images_fate.body
        if patient.images_fate is not None and isinstance(patient.images_fate.body, ImagesFateSet)
        else None
    )


def with_images_fate(
    state: State, patient: Patient, sheet: Iterable[Field], rows: Iterable[Row], aim: ImagesTarget | None
) -> Patient:
    """A voided or waived line, with the steps still owed for its images.

    Steps are asked only of lines voided or waived under rules 1 or later that show a trace of an examination.
    """
    with_fact = replace(patient, images_fate=images_fate(state, patient))
    steps: tuple[Step, ...]
    if with_fact.images_fate is None:
        gone = _release_event(state, patient)
        bound = gone is not None and gone.body.rules >= 1
        asked = bound and next(traces_of(state, patient, sheet, rows), None) is not None
        steps = (_ask_fate_step(_("Dire ce que deviennent les images")),) if asked else ()
    else:
        steps = tuple(_attach_steps(state, with_fact, aim)) if images_target(with_fact) is not None else ()
    return replace(with_fact, steps=(*patient.steps, *steps))


def _ask_fate_step(label: str) -> Step:
    """The open step that asks what becomes of the images."""
    return Step(IMAGES_FATE_STEP, label, None, "open", about_images=True)


def _attach_steps(state: State, patient: Patient, aim: ImagesTarget | None) -> Iterator[Step]:
    """The step of attaching the images to another line.

    An event from before the last choice of a line is about another line, and is ignored. If the line is gone, the fate
    is asked again.
    """
    fact = state.slot("duty", patient.id, ATTACH_IMAGES_STEP).head
    if fact is not None and patient.images_fate is not None and fact.order < patient.images_fate.order:
        fact = None
    status = duty_status(fact)
    label = aim.label if aim is not None else "?"
    if status not in SETTLED and (aim is None or aim.gone):
        yield _ask_fate_step(_("Redire ce que deviennent les images : {label} est rayée").format(label=label))
        return
    words = _("Images rattachées à {label}") if status == "done" else _("Images à rattacher à {label}")
    yield Step(ATTACH_IMAGES_STEP, words.format(label=label), None, status, fact, about_images=True)


def lines_sending_images(patients: Iterable[Patient], patient: Patient) -> list[Patient]:
    """The voided or waived lines whose images go to this one, attached yet or not."""
    return [other for other in patients if other.voided_or_waived and images_target(other) == patient.id]


def images_fate_words(patient: Patient, label_of: Mapping[str, str]) -> str:
    """What becomes of the images of a line, in words; empty where nothing was said."""
    fate = _fate_recorded(patient)
    if fate is None or patient.images_fate is None:
        return ""
    if fate.becomes == "none":
        return _("aucune image")
    if fate.becomes == "attach":
        step = next((candidate for candidate in patient.steps if candidate.key == ATTACH_IMAGES_STEP), None)
        words = _("images rattachées à {label}") if step is not None and step.status == "done" else None
        words = words or _("images à rattacher à {label}")
        return words.format(label=label_of.get(fate.to or "", "?"))
    return _("images : {words}").format(words=patient.images_fate.text or _("(effacé)"))
