"""Reading the site of a folder; when its files have errors, the last valid version stored in the journal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Protocol

from pannesi.procedure.loading.cache import cache_folder, cache_site, cached_site
from pannesi.procedure.loading.site_choice import SiteFolder, SiteUnusable
from pannesi.procedure.loading.site_files import read_site_files
from pannesi.procedure.model.procedure import Site
from pannesi.support.clock import ClockDoubt
from pannesi.support.i18n import _, n_
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from datetime import datetime

    from pannesi.journal.store import Journal
    from pannesi.procedure.checks.diagnostic import Problem
    from pannesi.procedure.loading.loader import LoadedSite


class SiteStore(Protocol):
    """The part of a journal that stores sites, see `journal.store.Journal`."""

    def last_site(self, folder: str) -> str | None:
        """The digest of the last valid site seen in `folder`."""
        ...

    def site(self, digest: str) -> dict[str, bytes] | None:
        """The stored files of a site by relative path."""
        ...


@dataclass(frozen=True)
class SelectedSite:
    """A site that can be used, with its files: the present ones, or the last valid ones when these have errors."""

    site: Site
    files: Mapping[str, bytes]
    folder: SiteFolder
    errors: tuple[Problem, ...] = ()
    """The errors of the present files; the site is then an earlier version."""

    @property
    def banners(self) -> tuple[str, ...]:
        """The warnings about the site for the first screen."""
        banners = list(self.folder.banners)
        if self.errors:
            places = ", ".join(dict.fromkeys(problem.path for problem in self.errors))
            banners.append(
                _(
                    "SITE EN ERREUR : {errors} dans {places}. La dernière version valable est utilisée."
                    " Voir : pannesi check"
                ).format(errors=n_("{count} erreur", "{count} erreurs", len(self.errors)), places=places)
            )
        return tuple(banners)


@dataclass
class StationBeforeJournal:
    """What is known of a station before its journal is open: that stands on the first screen while another program
    locks it."""

    reading: SelectedSite
    exercise: bool
    recording: bool = True
    """Nobody knows yet that it does not record."""

    @property
    def site(self) -> Site:
        """The site that was read."""
        return self.reading.site

    @property
    def banners(self) -> tuple[str, ...]:
        """The warnings about the site."""
        return self.reading.banners

    def doubt(self) -> ClockDoubt | None:
        """No reason to doubt the clock: what was written, and when, is not read yet."""
        return None


def current_files(reading: SelectedSite) -> Mapping[str, bytes]:
    """The present files of the site, even when they have errors and an earlier version is in use."""
    if not reading.errors:
        return reading.files
    return read_site_files(reading.folder.path)[0]


def read_site(folder: SiteFolder, kept_in: Callable[[], SiteStore | None]) -> SelectedSite:
    """The site of a folder, from the cache where possible; with errors in its files, the last valid version in the
    journal that `kept_in` opens. Raises SiteUnusable, JournalError."""
    files, unread = read_site_files(folder.path)
    cache = cache_folder()
    ready = cached_site(files, cache, clean_line(str(folder.path))) if not unread else None
    if ready is not None:
        return SelectedSite(ready, files, folder)
    from pannesi.procedure.loading.loader import load_read_files

    loaded = load_read_files(files, str(folder.path), unread)
    if loaded.site is not None:
        if not unread:
            cache_site(loaded.site, files, cache)
        return SelectedSite(loaded.site, loaded.files, folder)
    errors = tuple(problem for problem in loaded.problems if problem.severity == "error")
    earlier = _last_valid(folder, kept_in())
    if earlier is None or earlier.site is None:
        raise SiteUnusable(folder, loaded.problems)
    return SelectedSite(earlier.site, earlier.files, folder, errors)


def _last_valid(folder: SiteFolder, journal: SiteStore | None) -> LoadedSite | None:
    digest = journal.last_site(folder.key) if journal is not None else None
    from pannesi.procedure.loading.loader import load_files

    files = journal.site(digest) if journal is not None and digest is not None else None
    loaded = load_files(files, str(folder.path)) if files is not None else None
    return loaded if loaded is not None and loaded.site is not None and loaded.site.digest == digest else None


def record_site(
    reading: SelectedSite, journal: Journal, now: Callable[[], datetime], new_id: Callable[[], str], actor: str
) -> None:
    """Stores a valid site in the journal, for the day its files have errors, and records a new version in the audit
    log. Raises NotWritten."""
    digest, folder = reading.site.digest, reading.folder.key
    if reading.errors or journal.last_site(folder) == digest:
        return
    from pannesi.journal.audit_entries import SiteSeenEntry
    from pannesi.journal.audit_log import Who, record

    journal.keep_site(digest, reading.files)
    record(journal, SiteSeenEntry(folder=clean_line(folder), site=digest), Who(now, new_id, actor))
    journal.remember_site(folder, digest)
