"""The second column of one past session: the fact under the cursor, the line of the procedure that it is about, and the
milestones of the session."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from zoneinfo import ZoneInfo

from pannesi.history.session_summary import SessionSummary
from pannesi.presentation.facts.timeline import SentenceWriter, group_of, group_word
from pannesi.presentation.line.line_as_written import line_as_written
from pannesi.presentation.session_lists.session_summary import milestones
from pannesi.presentation.text.side_boxes import SideBox, labelled
from pannesi.procedure.availability.moments import format_date, hour_words
from pannesi.procedure.model.units import symptom_of
from pannesi.session.events import Event
from pannesi.session.labels import patient_count_words
from pannesi.support.i18n import _, n_

_LABEL = 22
"""Columns of the names of milestones."""


def fact_boxes(writer: SentenceWriter, event: Event, zone: ZoneInfo) -> Iterator[SideBox]:
    """A fact: who, when to the second, what kind; then the line that it is about, as it was written that day."""
    local = writer.state.when(event).astimezone(zone)
    written = event.moment.astimezone(zone)
    pairs = [(_("heure"), _to_the_second(local))]
    if written != local:
        pairs.append((_("noté à"), _to_the_second(written)))
    pairs.append((_("par"), event.actor or _("sans nom")))
    pairs.append((_("groupe (F)"), group_word(group_of(writer, event))))
    yield SideBox(_("Ce fait"), tuple(labelled(pairs)))
    line, unit = writer.line(event), writer.unit(event)
    if line is not None and unit in writer.site.unit_by_id:
        yield SideBox(_("La ligne, telle qu'écrite"), tuple(line_as_written(writer.site, unit, line)))


def _to_the_second(moment: datetime) -> str:
    return f"{format_date(moment)} {hour_words(moment, short=True)}:{moment:%S}"


def session_box(summary: SessionSummary, writer: SentenceWriter, zone: ZoneInfo) -> SideBox:
    """What a session was about, when it began and ended, and how much was recorded."""
    units = writer.site.unit_by_id
    symptoms = (symptom_of(units[unit], name) for unit, name in summary.cases if unit in units)
    closed = summary.closed_at.astimezone(zone) if summary.closed_at is not None else None
    pairs = [
        (_("vu"), ", ".join(dict.fromkeys(symptom.label for symptom in symptoms if symptom is not None))),
        (_("systèmes"), ", ".join(summary.systems)),
        (_("début"), _to_the_second(summary.began.astimezone(zone))),
        (_("clôture"), _to_the_second(closed) if closed is not None else _("encore ouverte")),
        (_("faits"), str(sum(not writer.is_hidden(event) for event in writer.state.timeline))),
        (_("numéro"), summary.session),
    ]
    return SideBox(_("Cette session"), tuple(labelled(pairs)))


def milestone_box(summary: SessionSummary, writer: SentenceWriter) -> SideBox:
    """The milestones of a session, and how much was done, in short; its whole account is one key away."""
    counts = summary.patients
    pairs = [
        *milestones(summary, writer),
        (_("lignes"), n_("{count} faite", "{count} faites", len(summary.done))),
        (_("impossibles"), str(summary.failures or "")),
        (_("appels sans réponse"), str(len(summary.unanswered_calls) or "")),
        (_("lignes signalées"), str(len(summary.redlines) or "")),
        (
            _("patients"),
            patient_count_words(counts.noted, counts.voided, counts.duties_open, counts.images_open),
        ),
        (_("personnes"), ", ".join(person.name for person in summary.persons)),
    ]
    return SideBox(_("Depuis le début de la panne"), tuple(labelled(pairs, label=_LABEL)))
