"""The words for the ids that facts refer to: lines, cases, patients, contacts, hours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from pannesi.procedure.model.lines import Line, text_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import unit_title
from pannesi.session.events import Event
from pannesi.session.facts.lines import ConditionSet, OnLine, RedlineRaised
from pannesi.session.facts.patients import PatientAdded, PatientVersion
from pannesi.session.facts.reading import UnknownKind
from pannesi.session.facts.session import NoteWritten
from pannesi.session.facts.visits import OnVisit, VisitClosed, VisitOpened, VisitTurned
from pannesi.session.state import State
from pannesi.support.i18n import _

_AtLine = OnLine | ConditionSet | RedlineRaised | NoteWritten | UnknownKind


def line_id_of(event: Event) -> str:
    """The id of the line of the procedure that a fact is about; empty where it is about none."""
    fact = event.body
    return (fact.line if isinstance(fact, _AtLine | VisitOpened | VisitClosed | VisitTurned) else None) or ""


@dataclass(frozen=True)
class FactReferences:
    """Looks up, in a site and a session, what facts refer to by an id."""

    site: Site
    state: State
    hour: Callable[[datetime], str]
    """Writes a moment."""

    def number(self, event: Event) -> str:
        """The number of the line that a fact is about; empty where it is about none."""
        return self.site.number(self.unit(event), line_id_of(event))

    def unit(self, event: Event) -> str:
        """The id of the unit that the visit of a fact goes through, even if that visit was undone since; empty without
        a visit."""
        opened = self._opened(event)
        return str(opened.unit) if opened is not None else ""

    def _opened(self, event: Event) -> VisitOpened | None:
        visit = event.body.visit if isinstance(event.body, OnVisit | _AtLine) else None
        facts = (entered.body for entered in self.state.slot("visit", visit or "").facts)
        return next((fact for fact in facts if isinstance(fact, VisitOpened)), None)

    def visit_title(self, event: Event) -> str:
        """The title of what the visit of a fact goes through."""
        opened = self._opened(event)
        return self.title(opened.unit, opened.symptom) if opened is not None else self.title("")

    def line(self, event: Event) -> Line | None:
        """The line that a fact is about; None where it is about none, or where the procedure no longer has it."""
        place = self.site.places.get((self.unit(event), line_id_of(event)))
        return place.line if place is not None else None

    def about(self, event: Event) -> str:
        """The number and the text of the line that a fact is about; its id where the procedure no longer has it."""
        line = self.line(event)
        return line_id_of(event) if line is None else f"{self.number(event)} {text_of(line)}"

    def title(self, unit: str | None, symptom: str | None = None) -> str:
        """The title of a unit entered by a symptom; its id where the procedure no longer has it."""
        named = self.site.unit_by_id.get(unit or "")
        return unit_title(named, symptom) if named is not None else str(unit)

    def moment(self, moment: datetime | None) -> str:
        """A moment that a fact holds, in words; None is one that cannot be read."""
        return self.hour(moment) if moment is not None else _("heure illisible")

    def label(self, patient: str | None) -> str:
        """The number of a patient line (`A-03`, `P-017`), by its id."""
        facts = [event.body for event in self.state.slot("patient", patient or "").facts]
        labels = [fact.label for fact in facts if isinstance(fact, PatientAdded)]
        papers = [fact.paper for fact in facts if isinstance(fact, PatientVersion) and fact.paper]
        return [*labels, *papers][-1] if labels else _("patient inconnu")

    def contact(self, name: str) -> str:
        """The name of a contact; its id where the site no longer has it."""
        contact = self.site.contact_by_id.get(name)
        return contact.name if contact is not None else name
