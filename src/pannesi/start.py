"""What a face starts from: the site, the journal, the clock and the person, each found without asking anybody."""

from __future__ import annotations

import getpass
import os
import secrets
import tempfile
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pannesi.clock import Clock, wall
from pannesi.desk import Desk, Outside, StandIn
from pannesi.i18n import _, n_
from pannesi.journal.emergency import Opened, open_journal, stand_in
from pannesi.journal.place import data_folder
from pannesi.journal.port import Journal, JournalError, NotWritten
from pannesi.journal.stamp import Edge
from pannesi.shipped import shipped_folder
from pannesi.site.load import Loaded, load_files, load_site
from pannesi.site.model import Site
from pannesi.site.problem import Problem
from pannesi.text import clean_line


@dataclass(frozen=True)
class Folder:
    """The folder of the site, and whether it is the copy that comes with the program."""

    path: Path
    shipped: bool = False

    @property
    def key(self) -> str:
        """How the journal knows it, whatever way it was written."""
        return os.path.realpath(self.path)


def choose_folder(asked: str | None, environment: Mapping[str, str], here: Path) -> Folder:
    """`--site`, else PANNESI_SITE, else where we are if a site is there, else the copy that comes with the program."""
    chosen = asked or environment.get("PANNESI_SITE")
    if chosen:
        return Folder(Path(chosen))
    if (here / "contacts.yaml").is_file() and (here / "cases").is_dir():
        return Folder(here)
    return Folder(shipped_folder(), shipped=True)


class SiteUnusable(Exception):
    """A site with errors of which no earlier version is kept: nothing is shown rather than another hospital's numbers."""

    def __init__(self, folder: Folder, problems: tuple[Problem, ...]) -> None:
        self.folder, self.problems = folder, problems
        errors = [problem for problem in problems if problem.severity == "error"]
        super().__init__(
            _("Le site {folder} ne peut pas être utilisé : {errors}, et aucune version valable n'est gardée.").format(
                folder=clean_line(str(folder.path)), errors=n_("{count} erreur", "{count} erreurs", len(errors))
            )
        )


@dataclass(frozen=True)
class Reading:
    """A site that can be used: today's files, or the last valid ones when today's have errors."""

    site: Site
    files: Mapping[str, bytes]
    folder: Folder
    errors: tuple[Problem, ...] = ()
    """What is wrong with today's files; the site is then an earlier version."""

    @property
    def banners(self) -> tuple[str, ...]:
        """What must be said about the site on the first screen."""
        found = []
        if self.folder.shipped:
            found.append(_("COPIE LIVRÉE avec le programme : aucun site n'a été indiqué (--site DOSSIER)."))
        if self.errors:
            places = ", ".join(dict.fromkeys(problem.path for problem in self.errors))
            found.append(
                _(
                    "SITE EN ERREUR : {errors} dans {places}. La dernière version valable est utilisée."
                    " Voir : pannesi check"
                ).format(errors=n_("{count} erreur", "{count} erreurs", len(self.errors)), places=places)
            )
        return tuple(found)


def read_site(folder: Folder, kept_in: Callable[[], Journal | None]) -> Reading:
    """The site of a folder. With errors in it, the version last kept in the journal. Raises SiteUnusable, JournalError."""
    loaded = load_site(folder.path)
    if loaded.site is not None:
        return Reading(loaded.site, loaded.files, folder)
    errors = tuple(problem for problem in loaded.problems if problem.severity == "error")
    earlier = _last_valid(folder, kept_in())
    if earlier is None or earlier.site is None:
        raise SiteUnusable(folder, loaded.problems)
    return Reading(earlier.site, earlier.files, folder, errors)


def _last_valid(folder: Folder, journal: Journal | None) -> Loaded | None:
    digest = journal.last_site(folder.key) if journal is not None else None
    files = journal.site(digest) if journal is not None and digest is not None else None
    return load_files(files, str(folder.path)) if files is not None else None


def keep_site(reading: Reading, journal: Journal) -> None:
    """Keep a valid site in the journal, for the day its files have errors. Raises NotWritten."""
    if not reading.errors and journal.last_site(reading.folder.key) != reading.site.digest:
        journal.keep_site(reading.site.digest, reading.files)
        journal.remember_site(reading.folder.key, reading.site.digest)


def new_edge(now: Callable[[], datetime] = wall) -> Edge:
    """A writer of its own for this run of the program."""
    return Edge(uuid.uuid4().hex, lambda: int(now().timestamp() * 1000), lambda: secrets.token_hex(32))


def fallback_folders(environment: Mapping[str, str]) -> tuple[Path, ...]:
    """Where an emergency journal may lie: the user's own folder, else one of theirs in the temporary one."""
    temporary = Path(tempfile.gettempdir()) / f"pannesi-{account()}"
    own = data_folder(None, {})
    return (own, temporary) if _is_ours(temporary) else (own,)


def _is_ours(folder: Path) -> bool:
    """Whether a folder does not exist yet, or belongs to us alone: anybody can make one in the temporary folder."""
    try:
        found = os.lstat(folder)
    except OSError:
        return True
    owner = getattr(os, "getuid", lambda: found.st_uid)()
    return os.path.isdir(folder) and not os.path.islink(folder) and found.st_uid == owner and not found.st_mode & 0o022


def account() -> str:
    """The name of the account, made safe to show and to name a folder by; empty when the system gives none."""
    try:
        name = getpass.getuser()
    except (OSError, KeyError, ImportError):
        return ""
    return clean_line(name).replace("/", "_").replace("\\", "_").strip()[:80]


def opened_journal(asked: str | None, environment: Mapping[str, str], edge: Edge) -> Opened:
    """The journal to write to. A folder that its group may write to is taken as shared by all accounts."""
    folder = data_folder(asked, dict(environment))
    return open_journal(folder, fallback_folders(environment), edge, shared=_is_shared(folder))


def _is_shared(folder: Path) -> bool:
    try:
        return bool(os.stat(folder).st_mode & 0o020)
    except OSError:
        return False


@dataclass
class Station:
    """Everything that a face needs to open desks, and what it must keep saying."""

    reading: Reading
    journal: Journal
    clock: Clock
    actor: str
    exercise: bool = False
    problem: str | None = None
    """Why the journal is not the usual one: shown until the end."""
    told: tuple[str, ...] = ()
    """Said once, at the beginning."""
    new_id: Callable[[], str] = lambda: uuid.uuid4().hex
    on_failure: Callable[[JournalError], StandIn] | None = None
    _read: dict[frozenset[tuple[str, bytes]], Site | None] = field(default_factory=dict)

    @property
    def site(self) -> Site:
        return self.reading.site

    @property
    def banners(self) -> tuple[str, ...]:
        """What must be said on the first screen, the gravest first."""
        found = list(self.reading.banners)
        if self.problem is not None:
            found.insert(0, self.problem)
        return tuple(found)

    @property
    def recording(self) -> bool:
        return self.journal.durable

    def read_kept(self, files: Mapping[str, bytes]) -> Site | None:
        """The site that kept files make; each is read once."""
        key = frozenset(files.items())
        if key not in self._read:
            self._read[key] = load_files(files, self.site.folder).site
        return self._read[key]

    def desk(self, *, exercise: bool | None = None) -> Desk:
        """A desk on the journal; a real one, from an exercise, lives by the wall clock."""
        marked = self.exercise if exercise is None else exercise
        outside = Outside(
            now=self.clock.now if marked else self.clock.real_now,
            real_now=self.clock.real_now,
            new_id=self.new_id,
            actor=self.actor,
            exercise=marked,
            stand_in=self.on_failure,
            read_site=self.read_kept,
        )
        made = Desk(self.site, self.reading.files, self.journal, outside)
        made.problem = self.problem
        return made

    def follow(self, desk: Desk) -> None:
        """Takes over the journal that a desk had to move to."""
        if desk.journal is not self.journal:
            self.journal, self.problem = desk.journal, desk.problem


def open_station(
    site: str | None,
    data: str | None,
    who: str | None,
    environment: Mapping[str, str],
    here: Path,
    *,
    exercise: bool = False,
    clock: Clock | None = None,
) -> Station:
    """Everything at once. Raises SiteUnusable; a journal that fails is replaced, never fatal."""
    clock = clock or Clock()
    edge = new_edge(clock.real_now)
    opened = opened_journal(data, environment, edge)
    reading = read_site(choose_folder(site, environment, here), lambda: opened.journal)
    fallbacks = fallback_folders(environment)

    def replace_journal(failure: JournalError) -> StandIn:
        taken = stand_in(fallbacks, edge, str(failure))
        return StandIn(taken.journal, taken.problem or str(failure))

    station = Station(
        reading, opened.journal, clock, clean_line(who).strip() if who else account(), exercise,
        opened.problem, opened.told, on_failure=replace_journal,
    )  # fmt: skip
    _keep_or_move(station, replace_journal)
    return station


def _keep_or_move(station: Station, replace_journal: Callable[[JournalError], StandIn]) -> None:
    """Keeps the site in the journal; when it cannot be written, moves on before the first screen says otherwise."""
    try:
        keep_site(station.reading, station.journal)
    except NotWritten as failure:
        taken = replace_journal(failure)
        station.journal, station.problem = taken.journal, taken.problem


def words_of_told(told: Sequence[str], problem: str | None) -> tuple[str, ...]:
    """What is said once and is not said all the time already."""
    return tuple(one for one in told if one != problem)
