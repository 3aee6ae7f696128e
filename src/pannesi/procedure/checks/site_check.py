"""`pannesi check`: everything wrong with a site's files, then everything that the procedure does not say."""

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
    """The problems of a folder, its files to show the places, and what was proved of it if that was asked for."""

    folder: SiteFolder
    problems: tuple[Problem, ...]
    files: Mapping[str, bytes]
    loaded: LoadedSite
    proof: CoverageProof | None = None

    @property
    def errors(self) -> int:
        return sum(problem.severity == "error" for problem in self.problems)


def check_folder(folder: SiteFolder, today: date | None = None, *, proof: bool = False) -> CheckResult:
    """Errors first of all: gaps and doubts are looked for only in a site that can be read.

    `today` is what review dates are compared with; `proof` asks for the proof of coverage too.
    """
    with without_garbage_collection():
        loaded = load_site(folder.path)
        proved = None
        if proof and loaded.site is not None:
            from pannesi.procedure.checks.coverage import prove_coverage

            proved = prove_coverage(loaded.site)
        found = problems_of(loaded, today, proof=proof, proved=proved)
    return CheckResult(folder, found, loaded.files, loaded, proved)


@contextmanager
def without_garbage_collection() -> Iterator[None]:
    """Keeps the collector of garbage from looking through every tree again and again while they are built."""
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
    """Every problem of files that were read, errors first, then by file and place."""
    everything = set(loaded.problems)
    if loaded.site is not None:
        everything |= {*gaps_of(loaded.site, loaded.trees), *lint_of(loaded.site, loaded.trees)}
        if today is not None:
            everything |= {*review_warnings(loaded.site, loaded.trees, today)}
        if proof:
            from pannesi.procedure.checks.coverage import prove_coverage
            from pannesi.procedure.checks.coverage.report import hole_problems

            everything |= {*hole_problems(loaded.site, proved or prove_coverage(loaded.site), loaded.trees)}
    return tuple(sorted(everything, key=lambda problem: (problem.severity != "error", problem.order)))
