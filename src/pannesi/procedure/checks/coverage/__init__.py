"""The proof of coverage: at every hour, whatever is answered, a case says what to do, whom to alert, how it ends."""

from __future__ import annotations

from pannesi.procedure.checks.coverage.holes import CoverageProof, Hole, prove_coverage

__all__ = ["CoverageProof", "Hole", "prove_coverage"]
