"""References by name between the files of a site: whether each resolves, and the problem when it does not."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import islice

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.loading.places import Loc, key_place_of, lines_with_paths, node_at, place_of
from pannesi.procedure.loading.recovery import RemovedContent
from pannesi.procedure.loading.yaml_reader import Map
from pannesi.procedure.model.contacts import Contact, ContactsFile
from pannesi.procedure.model.lines import Line, QuestionLine
from pannesi.procedure.model.procedure import split_ref
from pannesi.procedure.model.scalars import GENERAL_ROLES
from pannesi.procedure.model.units import Annexe, AnyUnit, Symptom
from pannesi.procedure.spelling import nearest_name
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

_MOST_NAMES = 8
_MOST_GUESSES = 200
"""Beyond so many problems no nearest name is looked for: a hostile file would make it slow."""


@dataclass(frozen=True)
class SiteFile:
    """A file that was read: its path below the site's folder, and its tree with positions."""

    path: str
    tree: Map


@dataclass(frozen=True)
class UnitFile(SiteFile):
    """A file of `cases/`, and the unit that could be made of it."""

    unit: AnyUnit

    @cached_property
    def lines(self) -> tuple[tuple[Line, Loc], ...]:
        """Every line with its path, in the order of `lines_with_paths`."""
        return tuple(lines_with_paths(self.unit))

    @cached_property
    def line_by_id(self) -> dict[str, Line]:
        """The lines by their ids."""
        return {line.id: line for line, _loc in self.lines}

    @cached_property
    def questions(self) -> dict[str, QuestionLine]:
        """The questions among the lines, by their ids."""
        return {name: line for name, line in self.line_by_id.items() if isinstance(line, QuestionLine)}

    @cached_property
    def symptoms(self) -> dict[str, Symptom]:
        """The symptoms by their ids."""
        return {symptom.id: symptom for symptom in self.unit.symptoms}


@dataclass
class References:
    """The names that a site defines, and the problems of references to them.

    It is unknown what names a faulty file or passage defines, so a reference to a name that may be one of those is no
    error: a fault in one file neither hides the faults of others nor causes new ones.
    """

    contacts: ContactsFile | None
    """None when `contacts.yaml` could not be used at all."""
    files: Sequence[UnitFile]
    removed: RemovedContent = field(default_factory=RemovedContent)
    """What faulty passages held, which is in no model."""
    all_read: bool = True
    """Whether every file of `cases/` could be read."""
    find_unread: Callable[[str], str | None] = lambda name: None
    """Finds the file of the folder that defines an id but is not read, for the remedy."""
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def file_of(self) -> dict[str, UnitFile]:
        """The file of each unit by the unit's id; the first of two with the same id."""
        first: dict[str, UnitFile] = {}
        for file in self.files:
            first.setdefault(file.unit.id, file)
        return first

    @cached_property
    def contact_by_id(self) -> dict[str, Contact]:
        """The contacts by their ids; empty when `contacts.yaml` could not be used."""
        return {contact.id: contact for contact in self.contacts.contacts} if self.contacts is not None else {}

    def report(self, file: SiteFile, loc: Loc, code: str, message: str, remedy: str, *, key: bool = False) -> None:
        """Adds an error at the place of the value at `loc`, or of its key when `key`."""
        place = key_place_of(file.tree, loc) if key else place_of(file.tree, loc)
        self.problems.append(Problem(file.path, *place, "error", code, message, remedy))

    def report_missing(self, file: SiteFile, loc: Loc, code: str, message: str, remedy: str) -> None:
        """Adds an error about something missing at `loc`, unless a faulty passage was removed there."""
        if id(node_at(file.tree, loc)) not in self.removed.incomplete:
            self.report(file, loc, code, message, remedy)

    def check_name(
        self, file: SiteFile, loc: Loc, what: str, name: str, names: Collection[str], *, key: bool = False
    ) -> bool:
        """Whether `name`, the value (or the key) at `loc`, is one of `names`; adds an error P301 when it is not."""
        if name in names:
            return True
        if name not in self.removed.names:
            message = _("{what} « {name} » n'existe pas.").format(what=what, name=name)
            self.report(file, loc, "P301", message, self._remedy_for_name(name, names), key=key)
        return False

    def check_contact(self, file: SiteFile, loc: Loc, name: str) -> None:
        """Adds an error when there is no contact of this id."""
        if self.contacts is not None:
            self.check_name(file, loc, _("Le contact"), name, self.contact_by_id)

    def check_schedule(self, file: SiteFile, loc: Loc, name: str) -> None:
        """Adds an error when there is no schedule of this name."""
        if self.contacts is not None:
            self.check_name(file, loc, _("L'horaire"), name, self.contacts.schedules)

    def check_care_unit(self, file: SiteFile, loc: Loc, name: str) -> None:
        """Adds an error when the site lists no care unit of this name."""
        if self.contacts is not None:
            self.check_name(file, loc, _("L'unité de soins"), name, self.contacts.units)

    def check_role(self, file: SiteFile, loc: Loc, name: str) -> None:
        """Adds an error when a role is neither general nor one of the site's."""
        if self.contacts is not None:
            self.check_name(file, loc, _("Le rôle"), name, (*GENERAL_ROLES, *self.contacts.roles))

    def find_unit(self, file: UnitFile, loc: Loc, name: str) -> UnitFile | None:
        """The file of the unit of this id; None, with an error, when there is none."""
        target = self.file_of.get(name)
        if target is None and self.all_read:
            self.check_name(file, loc, _("Le cas"), name, self.file_of)
        return target

    def find_annex(self, file: UnitFile, loc: Loc, name: str) -> tuple[UnitFile, Annexe] | None:
        """The annex of this id with its file; None, with an error, when there is none."""
        target = self.file_of.get(name)
        if target is not None and isinstance(target.unit, Annexe):
            return target, target.unit
        annexes = [other for other, its in self.file_of.items() if isinstance(its.unit, Annexe)]
        if target is not None:
            message = _("« {name} » n'est pas une annexe.").format(name=name)
            self.report(file, loc, "P301", message, self._remedy_for_name(name, annexes))
        elif self.all_read:
            self.check_name(file, loc, _("L'annexe"), name, annexes)
        return None

    def check_message(self, file: UnitFile, loc: Loc, ref: str) -> None:
        """Adds an error when `ref` (`message` or `unit/message`) names no message."""
        owner, name = split_ref(file.unit.id, ref)
        target = file if owner == file.unit.id else self.find_unit(file, loc, owner)
        if target is not None:
            self.check_name(file, loc, _("Le message"), name, target.unit.messages)

    def check_other_line(self, file: UnitFile, loc: Loc, owner: str, name: str) -> None:
        """Adds an error when the unit `owner` has no line of this id."""
        target = self.find_unit(file, loc, owner)
        if target is not None:
            self.check_name(file, loc, _("La ligne"), name, target.line_by_id)

    def _remedy_for_name(self, name: str, names: Collection[str]) -> str:
        """Where the name is, else the nearest name, else some of those that there are."""
        few = len(self.problems) < _MOST_GUESSES
        unread = self.find_unread(name) if few else None
        if unread is not None:
            return _("Il est dans « {path} », un fichier qui n'est pas lu.").format(path=clean_line(unread))
        guess = nearest_name(name, names) if few else None
        if guess is not None:
            return _("Écrire « {guess} » ?").format(guess=guess)
        if not names:
            return _("Il n'y en a aucun : l'ajouter, ou retirer ce renvoi.")
        listed = ", ".join(islice(names, _MOST_NAMES)) + (", …" if len(names) > _MOST_NAMES else "")
        return _("Il y a : {names}.").format(names=listed)
