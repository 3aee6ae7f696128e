"""A whole site as an immutable value."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from pannesi.procedure.model.contacts import Contact, ContactsFile
from pannesi.procedure.model.lines import QuestionLine, Run, Suggestion
from pannesi.procedure.model.register_fields import Field
from pannesi.procedure.model.units import Annexe, AnyUnit, Message, Symptom, Triage, UnwrittenTopic
from pannesi.support.i18n import _
from pannesi.support.light_dataclass import dataclass

if TYPE_CHECKING:
    from pannesi.procedure.loading.places import Loc
    from pannesi.procedure.model.lines import Line
    from pannesi.procedure.model.numbering import Place


@dataclass(frozen=True)
class EntryPoint:
    """A symptom by which a unit is entered: a row of the home screen."""

    number: int
    unit: AnyUnit
    symptom: Symptom

    @property
    def label(self) -> str:
        """Its text on the home screen, which says so when the unit is a draft."""
        if self.unit.draft:
            return _("{label} (brouillon)").format(label=self.symptom.label)
        return self.symptom.label


@dataclass(frozen=True)
class Site:
    """The procedure of a hospital, valid: every reference in it resolves."""

    contacts: ContactsFile
    units: tuple[AnyUnit, ...]
    digest: str
    """SHA-256 (hex) of its files (`digest_of`)."""
    folder: str
    """Where it was read, for showing only."""

    @cached_property
    def unit_by_id(self) -> dict[str, AnyUnit]:
        """The units by their ids."""
        return {unit.id: unit for unit in self.units}

    @cached_property
    def contact_by_id(self) -> dict[str, Contact]:
        """The contacts by their ids."""
        return {contact.id: contact for contact in self.contacts.contacts}

    @cached_property
    def entries(self) -> tuple[EntryPoint, ...]:
        """The entry points, numbered from 1 in the order of the files: cases, then annexes, the triage last. Those of
        one system stand together, where its first one stands."""
        ordered = sorted(self.units, key=lambda unit: (isinstance(unit, Triage), isinstance(unit, Annexe)))
        systems: dict[str, list[tuple[AnyUnit, Symptom]]] = {}
        for unit in ordered:
            for symptom in unit.symptoms:
                systems.setdefault(symptom.system, []).append((unit, symptom))
        pairs = [pair for of_system in systems.values() for pair in of_system]
        return tuple(EntryPoint(number, unit, symptom) for number, (unit, symptom) in enumerate(pairs, start=1))

    @cached_property
    def triage(self) -> Triage | None:
        """The triage, None when the site has none."""
        return next((unit for unit in self.units if isinstance(unit, Triage)), None)

    @property
    def unwritten(self) -> tuple[UnwrittenTopic, ...]:
        """What people search for and the procedure does not write."""
        return self.triage.unwritten if self.triage is not None else ()

    @cached_property
    def register_fields(self) -> tuple[Field, ...]:
        """The fields of the downtime register, in order; empty when the site declares none."""
        return next((unit.fields for unit in self.units if isinstance(unit, Annexe) and unit.fields), ())

    @cached_property
    def places(self) -> dict[tuple[str, str], Place]:
        """The place of each line, by (unit id, line id)."""
        from pannesi.procedure.model.numbering import places_of

        return {(unit.id, place.line.id): place for unit in self.units for place in places_of(unit)}

    @cached_property
    def lines(self) -> dict[str, tuple[tuple[Line, Loc], ...]]:
        """Every line of each unit, by unit id, with its path in its file."""
        from pannesi.procedure.loading.places import lines_with_paths

        return {unit.id: tuple(lines_with_paths(unit)) for unit in self.units}

    @cached_property
    def runs(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """The lines from which each annex is run, by its id: (unit id, line id)."""
        runs: dict[str, tuple[tuple[str, str], ...]] = {}
        for key, place in self.places.items():
            if isinstance(place.line, Run):
                runs[place.line.value] = (*runs.get(place.line.value, ()), key)
        return runs

    @cached_property
    def questions_of_hours(self) -> dict[str, tuple[tuple[str, Suggestion], ...]]:
        """The questions of each unit that ask whether a schedule is open, by unit id: (line id, what each answer
        says)."""
        questions: dict[str, tuple[tuple[str, Suggestion], ...]] = {}
        for (unit, line), place in self.places.items():
            if isinstance(place.line, QuestionLine) and place.line.suggests is not None:
                questions[unit] = (*questions.get(unit, ()), (line, place.line.suggests))
        return questions

    def number(self, unit: str, line: str) -> str:
        """The static number of a line (`3.2`), empty when the site has no such line."""
        place = self.places.get((unit, line))
        return place.number if place is not None else ""

    def message(self, unit: str, ref: str) -> Message:
        """The message that `ref` (`message`, or `unit/message`) names in `unit`. Raises KeyError."""
        owner, name = split_ref(unit, ref)
        return self.unit_by_id[owner].messages[name]

    def with_contacts_of(self, other: Site) -> Site:
        """This site with the contacts and hours of `other`, which a session always takes from today's files.

        What `other` no longer has, though this site may refer to it, gets a substitute (`loading/substitutes.py`).
        """
        ours, theirs = self.contacts, other.contacts
        if ours is theirs:
            return self
        if ours.schedules.keys() <= theirs.schedules.keys() and _contact_ids(ours) <= _contact_ids(theirs):
            return replace(self, contacts=theirs)
        from pannesi.procedure.loading.substitutes import with_removed_contacts

        return replace(self, contacts=with_removed_contacts(theirs, ours))


def _contact_ids(contacts: ContactsFile) -> set[str]:
    return {contact.id for contact in contacts.contacts}


class ClocklessProcedure:
    """Derives the procedure to follow while the clock is in doubt: schedules are unknown, so that the person is asked.

    The last result is cached, so that caches keyed by it stay valid.
    """

    def __init__(self) -> None:
        self._last: tuple[Site, Site] | None = None

    def of(self, site: Site) -> Site:
        """The site with unknown schedules (`without_clock_decisions`)."""
        last = self._last
        if last is None or last[0] is not site:
            from pannesi.procedure.loading.substitutes import without_clock_decisions

            last = self._last = (site, replace(site, contacts=without_clock_decisions(site.contacts)))
        return last[1]


def split_ref(unit: str, ref: str) -> tuple[str, str]:
    """The unit and the name of a reference in `unit`: `("cas-3", "x")` for `x` in cas-3, or `cas-3/x` anywhere."""
    owner, _, name = ref.rpartition("/")
    return (owner or unit, name)
