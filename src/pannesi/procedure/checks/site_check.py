"""The checks of `pannesi check`: errors of the files of a site, then gaps, lint and the proof of coverage."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

from pannesi.procedure.checks.coverage.holes import CoverageProof
from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.checks.rules import lint_of
from pannesi.procedure.gaps import gaps_of
from pannesi.procedure.loading.loader import LoadedSite, load_site
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.procedure.review_status import review_warnings


@dataclass(frozen=True)
class CheckResult:
    """The problems of the site in a folder, its files, and the proof of coverage if it was requested."""

    folder: SiteFolder
    problems: tuple[Problem, ...]
    files: Mapping[str, bytes]
    loaded: LoadedSite
    proof: CoverageProof | None = None

    @property
    def errors(self) -> int:
        """The number of errors among the problems."""
        return sum(problem.severity == "error" for problem in self.problems)


def check_folder(folder: SiteFolder, today: date | None = None, *, proof: bool = False) -> CheckResult:
    """Checks the site in a folder. Gaps and lint are looked for only when it has no error.

    Dates of review are compared with `today`, unless it is None; `proof` adds the proof of coverage.
    """
    with without_garbage_collection():
        loaded = load_site(folder.path)
        proved = None
        if proof and loaded.site is not None:
            from pannesi.procedure.checks.coverage import prove_coverage

            proved = prove_coverage(loaded.site)
        problems = problems_of(loaded, today, proof=proof, proved=proved)
    return CheckResult(folder, problems, loaded.files, loaded, proved)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Disables the garbage collector, which would traverse the trees again and again while they are built."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def problems_of(
    loaded: LoadedSite, today: date | None, *, proof: bool, proved: CoverageProof | None = None
) -> tuple[Problem, ...]:
    """Every problem of a site that was loaded, errors first, then by file and place.

    `today` and `proof` as for `check_folder`; `proved` is the proof of coverage, when it is there already.
    """
    problems = set(loaded.problems)
    if loaded.site is not None:
        problems |= {*gaps_of(loaded.site, loaded.trees), *lint_of(loaded.site, loaded.trees)}
        if today is not None:
            problems |= {*review_warnings(loaded.site, loaded.trees, today)}
        if proof:
            from pannesi.procedure.checks.coverage import prove_coverage
            from pannesi.procedure.checks.coverage.report import hole_problems

            problems |= {*hole_problems(loaded.site, proved or prove_coverage(loaded.site), loaded.trees)}
    return tuple(sorted(problems, key=lambda problem: (problem.severity != "error", problem.order)))
