"""Names that lead from one place of a site to another: what each may be, and what to say when it is none of them."""

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
from pannesi.procedure.model.units import Annexe, AnyUnit, Symptom
from pannesi.procedure.spelling import nearest_name
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line

_MOST_NAMES = 8
_MOST_GUESSES = 200
"""Beyond so many problems nobody reads guesses, and a hostile file would make them costly."""


@dataclass(frozen=True)
class SiteFile:
    """A file that could be read: where it lies, and its tree with positions."""

    path: str
    tree: Map


@dataclass(frozen=True)
class UnitFile(SiteFile):
    """A file of `cases/` and what could be made of it."""

    unit: AnyUnit

    @cached_property
    def lines(self) -> tuple[tuple[Line, Loc], ...]:
        """Every line with its path, in the order of `each_line`."""
        return tuple(lines_with_paths(self.unit))

    @cached_property
    def line_by_id(self) -> dict[str, Line]:
        return {line.id: line for line, _loc in self.lines}

    @cached_property
    def questions(self) -> dict[str, QuestionLine]:
        return {name: line for name, line in self.line_by_id.items() if isinstance(line, QuestionLine)}

    @cached_property
    def symptoms(self) -> dict[str, Symptom]:
        return {symptom.id: symptom for symptom in self.unit.symptoms}


@dataclass
class References:
    """The names of a site, and the problems found with them.

    What names a faulty file or passage holds is not known, so a name that may be one of those is no error: a fault
    in one file neither hides those of the others nor makes up new ones.
    """

    contacts: ContactsFile | None
    """None when nothing could be made of `contacts.yaml`."""
    files: Sequence[UnitFile]
    gone: RemovedContent = field(default_factory=RemovedContent)
    """What faulty passages held, which no model holds."""
    all_read: bool = True
    """Whether every file of `cases/` could be read at all."""
    elsewhere: Callable[[str], str | None] = lambda name: None
    """The file of the folder that is not read, and has this id."""
    problems: list[Problem] = field(default_factory=list)

    @cached_property
    def file_of(self) -> dict[str, UnitFile]:
        """The file of each unit; of two with one id, the first."""
        first: dict[str, UnitFile] = {}
        for file in self.files:
            first.setdefault(file.unit.id, file)
        return first

    @cached_property
    def contact_by_id(self) -> dict[str, Contact]:
        return {contact.id: contact for contact in self.contacts.contacts} if self.contacts is not None else {}

    def tell(self, file: SiteFile, loc: Loc, code: str, message: str, remedy: str, *, key: bool = False) -> None:
        """Adds an error at the place where the value of `loc` was written, or its key."""
        place = key_place_of(file.tree, loc) if key else place_of(file.tree, loc)
        self.problems.append(Problem(file.path, *place, "error", code, message, remedy))

    def tell_lack(self, file: SiteFile, loc: Loc, code: str, message: str, remedy: str) -> None:
        """Adds an error about what is not written at `loc`; nothing if a faulty passage was taken out there."""
        if id(node_at(file.tree, loc)) not in self.gone.torn:
            self.tell(file, loc, code, message, remedy)

    def known(
        self, file: SiteFile, loc: Loc, what: str, name: str, names: Collection[str], *, key: bool = False
    ) -> bool:
        """Whether `name`, the value (or the key) of `loc`, is one of the `names`; tells of it when it is not."""
        if name in names:
            return True
        if name not in self.gone.names:
            message = _("{what} « {name} » n'existe pas.").format(what=what, name=name)
            self.tell(file, loc, "P301", message, self._remedy(name, names), key=key)
        return False

    def contact(self, file: SiteFile, loc: Loc, name: str) -> None:
        if self.contacts is not None:
            self.known(file, loc, _("Le contact"), name, self.contact_by_id)

    def schedule(self, file: SiteFile, loc: Loc, name: str) -> None:
        if self.contacts is not None:
            self.known(file, loc, _("L'horaire"), name, self.contacts.schedules)

    def care_unit(self, file: SiteFile, loc: Loc, name: str) -> None:
        if self.contacts is not None:
            self.known(file, loc, _("L'unité de soins"), name, self.contacts.units)

    def unit(self, file: UnitFile, loc: Loc, name: str) -> UnitFile | None:
        """The file of the case, annex or triage of this name."""
        found = self.file_of.get(name)
        if found is None and self.all_read:
            self.known(file, loc, _("Le cas"), name, self.file_of)
        return found

    def annex(self, file: UnitFile, loc: Loc, name: str) -> tuple[UnitFile, Annexe] | None:
        """The annex of this name with its file; a case is none."""
        found = self.file_of.get(name)
        if found is not None and isinstance(found.unit, Annexe):
            return found, found.unit
        annexes = [other for other, its in self.file_of.items() if isinstance(its.unit, Annexe)]
        if found is not None:
            message = _("« {name} » n'est pas une annexe.").format(name=name)
            self.tell(file, loc, "P301", message, self._remedy(name, annexes))
        elif self.all_read:
            self.known(file, loc, _("L'annexe"), name, annexes)
        return None

    def message(self, file: UnitFile, loc: Loc, ref: str) -> None:
        owner, name = split_ref(file.unit.id, ref)
        found = file if owner == file.unit.id else self.unit(file, loc, owner)
        if found is not None:
            self.known(file, loc, _("Le message"), name, found.unit.messages)

    def line(self, file: UnitFile, loc: Loc, owner: str, name: str) -> None:
        """A line of another unit."""
        found = self.unit(file, loc, owner)
        if found is not None:
            self.known(file, loc, _("La ligne"), name, found.line_by_id)

    def _remedy(self, name: str, known: Collection[str]) -> str:
        few = len(self.problems) < _MOST_GUESSES
        unread = self.elsewhere(name) if few else None
        if unread is not None:
            return _("Il est dans « {path} », un fichier qui n'est pas lu.").format(path=clean_line(unread))
        guess = nearest_name(name, known) if few else None
        if guess is not None:
            return _("Écrire « {guess} » ?").format(guess=guess)
        if not known:
            return _("Il n'y en a aucun : l'ajouter, ou retirer ce renvoi.")
        listed = ", ".join(islice(known, _MOST_NAMES)) + (", …" if len(known) > _MOST_NAMES else "")
        return _("Connus : {names}.").format(names=listed)
