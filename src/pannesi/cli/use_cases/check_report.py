"""The output of `pannesi check`, in each of its forms."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pannesi.procedure.checks.codes import cause_of
from pannesi.procedure.checks.coverage.report import (
    hole_table,
    holes_by_entry,
    hours_question_words,
    is_always,
    lack_words,
    path_count_words,
    paths_of,
    when_words,
)
from pannesi.procedure.checks.diagnostic import as_github_command, problem_as_json, render_in_full, render_on_one_line
from pannesi.procedure.checks.site_check import CheckResult
from pannesi.support.console import Output
from pannesi.support.i18n import _, n_
from pannesi.support.text_safety import clean_line

CheckForm = Literal["text", "short", "json", "github"]
CHECK_FORMS: tuple[CheckForm, ...] = ("text", "short", "json", "github")
"""The forms, as they are typed."""
_MOST_PATHS = 3
"""How many ways that lead to a hole are printed."""


def print_check(result: CheckResult, out: Output, form: CheckForm = "text") -> None:
    """Prints the problems: in full with the place in the file, one line each, as JSON, or as annotations for GitHub."""
    if form == "json":
        out.json([problem_as_json(problem) for problem in result.problems])
        return
    if form == "github":
        for problem in result.problems:
            out.line(as_github_command(problem))
        return
    if result.folder.shipped:
        out.wrapped(_("COPIE LIVRÉE avec le programme : aucun site n'a été indiqué (--site DOSSIER)."))
    for line in problem_lines(result, short=form == "short"):
        out.line(line)
    for indent, line in proof_lines(result, short=form == "short"):
        out.wrapped(line, indent, indent + "  ")
    out.wrapped(summary_line(result))


def problem_lines(result: CheckResult, *, short: bool) -> Iterable[str]:
    """Each problem; in full, the cause is given where its code comes up first."""
    explained: set[str] = set()
    for problem in result.problems:
        if short:
            yield render_on_one_line(problem)
            continue
        content = result.files.get(problem.path)
        cause = "" if problem.code in explained else cause_of(problem.code)
        explained.add(problem.code)
        yield render_in_full(problem, content.decode("utf-8", "replace") if content is not None else None, cause)


def proof_lines(result: CheckResult, *, short: bool) -> Iterable[tuple[str, str]]:
    """What was proved, as (indent, words): the holes by day and hour with the ways that lead there, then the walks."""
    site, proof = result.loaded.site, result.proof
    if site is None or proof is None:
        return
    if not short:
        for holes in holes_by_entry(proof):
            first = holes[0]
            yield "", ""
            yield "", f"{first.entry.symptom.label} : {lack_words(first.lack)}, {when_words(holes)}."
            paths = paths_of(site, holes)
            for path in paths[:_MOST_PATHS]:
                yield "  ", path or _("quelles que soient les réponses")
            if len(paths) > _MOST_PATHS:
                yield "  ", "…"
            if not is_always(holes):
                yield from (("", line) for line in hole_table(holes))
        yield "", ""
    yield from (("", line) for line in path_count_words(proof.path_counts))
    yield "", n_("{count} sorte de moment examinée.", "{count} sortes de moment examinées.", proof.moments)
    yield from (("", words) for words in (hours_question_words(site),) if words)


def summary_line(result: CheckResult) -> str:
    """How many errors and warnings a folder has."""
    warnings = len(result.problems) - result.errors
    return _("{folder} : {errors}, {warnings}.").format(
        folder=clean_line(str(result.folder.path)),
        errors=n_("{count} erreur", "{count} erreurs", result.errors),
        warnings=n_("{count} avertissement", "{count} avertissements", warnings),
    )
