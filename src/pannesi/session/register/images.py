"""What becomes of the images of a line that is let go: a line struck out or dispensed takes no image with it.

A line shows that something physical was done by what was written on it, by what was done for it, by an hour of
examination that somebody gave. It is then let go only with a word on its images, and what goes to another line is owed
until it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from pannesi.procedure.model.lines import DutyLine
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.register_fields import Field, Meaning
from pannesi.session.events import Event
from pannesi.session.facts.patients import ImagesFateSet, PatientVersion, PatientVoided, PatientWaived
from pannesi.session.moments import moment_or_none
from pannesi.session.projection.read_model import SETTLED, Patient, Row, Step, Walk
from pannesi.session.register.duties import duty_status
from pannesi.session.register.field_values import UNKNOWN
from pannesi.session.state import State
from pannesi.support.i18n import _

FATE = "devenir-des-images"
ATTACH = "images-a-rattacher"
REPORT = "compte-rendu"
BECOMES = ("none", "attach", "other")

_ALWAYS: frozenset[Meaning] = frozenset(
    ("console-id", "accession", "temporary-accession", "final-accession", "interim"),
)
"""Fields that show an examination whatever the site says of them."""


@dataclass(frozen=True)
class ImagesTarget:
    """The line that images go to, as it stands."""

    label: str
    gone: bool
    """It was struck out, or is not there: nothing can be attached to it."""


def traces_of(state: State, patient: Patient, sheet: Iterable[Field], asking: Iterable[Row]) -> Iterator[str]:
    """What shows that something physical was done for a line, in words; nothing where nothing does."""
    telling = [
        field for field in sheet if field.id in patient.filled and (field.trace == "yes" or field.means in _ALWAYS)
    ]
    if telling:
        values = patient.fields
        yield from (field.label for field in telling if values.get(field.id, UNKNOWN) != UNKNOWN)
    version = patient.latest.body if patient.latest is not None else None
    examined = version.examined if isinstance(version, PatientVersion) else None
    if examined is not None and examined != moment_or_none(patient.event.at):
        yield _("heure de l'examen")
    met: set[str] = set()
    for row in asking:
        duty = row.line.duty if isinstance(row.line, DutyLine) else None
        if duty is None or duty.trace == "no" or duty.key in met:
            continue
        met.add(duty.key)
        if _done(state, patient, duty.key) is not None:
            yield duty.label or row.line.value
    if _done(state, patient, REPORT) is not None:
        yield _("CR écrit")


def traces_of_line(site: Site, state: State, walk: Walk, patient: Patient) -> list[str]:
    """The same of a line of the register, with the images that come to it from lines that were let go."""
    rows = [row for row in walk.rows if isinstance(row.line, DutyLine) and row.line.duty is not None]
    traces = list(dict.fromkeys(traces_of(state, patient, site.register_fields, rows)))
    return [
        *traces,
        *(_("images de {label}").format(label=line.label) for line in lines_sending_images(walk.patients, patient)),
    ]


def _done(state: State, patient: Patient, key: str) -> Event | None:
    fact = state.slot("duty", patient.id, key).head
    return fact if fact is not None and fact.body.settles == "done" else None


def images_fate(state: State, patient: Patient) -> Event | None:
    """What was said of the images of a line since it was let go: with that act, or after."""
    said = state.slot("images", patient.id).head
    since = _letting_go(state, patient)
    return said if said is not None and since is not None and said.order > since.order else None


def _letting_go(state: State, patient: Patient) -> Event | None:
    """The fact that let a line go: the first, of several that were written without knowing of each other."""
    heads = state.slot("patient" if patient.voided else "verdict", patient.id).heads
    return next((head for head in heads if isinstance(head.body, PatientVoided | PatientWaived)), None)


def images_target(patient: Patient) -> str | None:
    """The line that the images of a line go to, where they go to one."""
    fate = _said_of_images(patient)
    return fate.to if fate is not None and fate.becomes == "attach" else None


def _said_of_images(patient: Patient) -> ImagesFateSet | None:
    return (
        patient.images_fate.body
        if patient.images_fate is not None and isinstance(patient.images_fate.body, ImagesFateSet)
        else None
    )


def with_images_fate(
    state: State, patient: Patient, sheet: Iterable[Field], asking: Iterable[Row], aim: ImagesTarget | None
) -> Patient:
    """A line that was let go, with what is still asked of its images."""
    with_fact = replace(patient, images_fate=images_fate(state, patient))
    steps: tuple[Step, ...]
    if with_fact.images_fate is None:
        gone = _letting_go(state, patient)
        bound = gone is not None and gone.body.rules >= 1
        asked = bound and next(traces_of(state, patient, sheet, asking), None) is not None
        steps = (_say(_("Dire ce que deviennent les images")),) if asked else ()
    else:
        steps = tuple(_attaching(state, with_fact, aim)) if images_target(with_fact) is not None else ()
    return replace(with_fact, steps=(*patient.steps, *steps))


def _say(label: str) -> Step:
    return Step(FATE, label, None, "open", about_images=True)


def _attaching(state: State, patient: Patient, aim: ImagesTarget | None) -> Iterator[Step]:
    """What is owed until the images are where they go; what was said done of another line before is no answer."""
    fact = state.slot("duty", patient.id, ATTACH).head
    if fact is not None and patient.images_fate is not None and fact.order < patient.images_fate.order:
        fact = None
    status = duty_status(fact)
    label = aim.label if aim is not None else "?"
    if status not in SETTLED and (aim is None or aim.gone):
        yield _say(_("Redire ce que deviennent les images : {label} est rayée").format(label=label))
        return
    words = _("Images rattachées à {label}") if status == "done" else _("Images à rattacher à {label}")
    yield Step(ATTACH, words.format(label=label), None, status, fact, about_images=True)


def lines_sending_images(patients: Iterable[Patient], patient: Patient) -> list[Patient]:
    """The lines that were let go and whose images go to this one, whether they are there yet or not."""
    return [other for other in patients if other.let_go and images_target(other) == patient.id]


def images_fate_words(patient: Patient, label_of: Mapping[str, str]) -> str:
    """What was said of the images of a line; empty where nothing was."""
    fate = _said_of_images(patient)
    if fate is None or patient.images_fate is None:
        return ""
    if fate.becomes == "none":
        return _("aucune image")
    if fate.becomes == "attach":
        step = next((candidate for candidate in patient.steps if candidate.key == ATTACH), None)
        words = _("images rattachées à {label}") if step is not None and step.status == "done" else None
        words = words or _("images à rattacher à {label}")
        return words.format(label=label_of.get(fate.to or "", "?"))
    return _("images : {words}").format(words=patient.images_fate.text or _("(effacé)"))
