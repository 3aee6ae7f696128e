"""The whole site as one frozen value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from pannesi.procedure.model.contacts import Contact, ContactsFile
from pannesi.procedure.model.lines import Run
from pannesi.procedure.model.numbering import Place, places_of
from pannesi.procedure.model.units import Annexe, AnyUnit, Message, Symptom, Triage
from pannesi.procedure.register_fields import Field
from pannesi.support.i18n import _

if TYPE_CHECKING:
    from pannesi.procedure.loading.places import Loc
    from pannesi.procedure.model.lines import Line


@dataclass(frozen=True)
class EntryPoint:
    """A row of the home screen: a symptom with its number, and the unit it belongs to."""

    number: int
    unit: AnyUnit
    symptom: Symptom

    @property
    def label(self) -> str:
        """Its words on the first screen; a draft says that it is one."""
        if self.unit.draft:
            return _("{label} (brouillon)").format(label=self.symptom.label)
        return self.symptom.label


@dataclass(frozen=True)
class Site:
    """One hospital's files, read and linked. `digest` names their content (SHA-256, hex)."""

    contacts: ContactsFile
    units: tuple[AnyUnit, ...]
    digest: str
    folder: str
    """Where it was read, for showing only."""

    @cached_property
    def unit_by_id(self) -> dict[str, AnyUnit]:
        return {unit.id: unit for unit in self.units}

    @cached_property
    def contact_by_id(self) -> dict[str, Contact]:
        return {contact.id: contact for contact in self.contacts.contacts}

    @cached_property
    def entries(self) -> tuple[EntryPoint, ...]:
        """The entry points, numbered from 1 in the order of the files: cases, then annexes."""
        ordered = sorted(self.units, key=lambda unit: isinstance(unit, Annexe))
        pairs = [(unit, symptom) for unit in ordered for symptom in unit.symptoms]
        return tuple(EntryPoint(number, unit, symptom) for number, (unit, symptom) in enumerate(pairs, start=1))

    @cached_property
    def triage(self) -> Triage | None:
        return next((unit for unit in self.units if isinstance(unit, Triage)), None)

    @cached_property
    def register_fields(self) -> tuple[Field, ...]:
        """The sheet of the downtime register, in its order; empty when the site declares none."""
        return next((unit.fields for unit in self.units if isinstance(unit, Annexe) and unit.fields), ())

    @cached_property
    def places(self) -> dict[tuple[str, str], Place]:
        """Where each line stands, by (unit id, line id)."""
        return {(unit.id, place.line.id): place for unit in self.units for place in places_of(unit)}

    @cached_property
    def lines(self) -> dict[str, tuple[tuple[Line, Loc], ...]]:
        """Every line of each unit, by unit id, with its path in its file."""
        from pannesi.procedure.loading.places import lines_with_paths

        return {unit.id: tuple(lines_with_paths(unit)) for unit in self.units}

    @cached_property
    def runs(self) -> dict[str, tuple[tuple[str, str], ...]]:
        """The lines from which each annex is run, by its id: (unit id, line id)."""
        found: dict[str, tuple[tuple[str, str], ...]] = {}
        for key, place in self.places.items():
            if isinstance(place.line, Run):
                found[place.line.value] = (*found.get(place.line.value, ()), key)
        return found

    def number(self, unit: str, line: str) -> str:
        """The static number of a line (`3.2`), empty when the site has no such line."""
        place = self.places.get((unit, line))
        return place.number if place is not None else ""

    def message(self, unit: str, ref: str) -> Message:
        """The message that `ref` (`message`, or `unit/message`) names, seen from `unit`. Raises KeyError."""
        owner, name = split_ref(unit, ref)
        return self.unit_by_id[owner].messages[name]

    def with_contacts_of(self, other: Site) -> Site:
        """This procedure with the contacts and hours of `other`: a session pins the one, never the other. What it may
        name and `other` no longer has is told in its place."""
        ours, theirs = self.contacts, other.contacts
        if ours is theirs:
            return self
        if ours.schedules.keys() <= theirs.schedules.keys() and _ids(ours) <= _ids(theirs):
            return replace(self, contacts=theirs)
        from pannesi.procedure.loading.substitutes import with_removed_contacts

        return replace(self, contacts=with_removed_contacts(theirs, ours))


def _ids(contacts: ContactsFile) -> set[str]:
    return {contact.id for contact in contacts.contacts}


class ClocklessProcedure:
    """A procedure as it is followed while nobody knows what time it is: hours that the clock would decide are asked of
    the person instead. The last one made is kept, so that what is derived from it stays good."""

    def __init__(self) -> None:
        self._last: tuple[Site, Site] | None = None

    def of(self, site: Site) -> Site:
        """The same procedure, undecided where a clock would be needed."""
        last = self._last
        if last is None or last[0] is not site:
            from pannesi.procedure.loading.substitutes import without_clock_decisions

            last = self._last = (site, replace(site, contacts=without_clock_decisions(site.contacts)))
        return last[1]


def split_ref(unit: str, ref: str) -> tuple[str, str]:
    """`("cas-3", "x")` for `x` seen from cas-3, or for `cas-3/x` seen from anywhere."""
    owner, _, name = ref.rpartition("/")
    return (owner or unit, name)
