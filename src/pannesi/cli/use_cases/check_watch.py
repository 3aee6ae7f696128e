"""`pannesi check --watch`: the problems of a folder, drawn anew at each save."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from datetime import datetime

from pannesi.cli.use_cases.check_report import summary_line
from pannesi.procedure.checks.diagnostic import render_in_full, render_on_one_line
from pannesi.procedure.checks.site_check import CheckResult, check_folder
from pannesi.procedure.loading.file_watcher import POLL_SECONDS, draw_on_change
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.support.console import Output
from pannesi.support.i18n import _, n_


def watch_checks(
    folder: SiteFolder,
    clock: Callable[[], datetime],
    out: Output,
    *,
    proof: bool = False,
    pause: Callable[[], None] = lambda: time.sleep(POLL_SECONDS),
) -> None:
    """Until Ctrl-C. Errors come in full, first, as many as the screen holds; doubts one line each."""

    def draw() -> None:
        now = clock().astimezone()
        found = check_folder(folder, now.date(), proof=proof)
        out.wipe()
        for line in screen_lines(found, (out.height or 10_000) - 3, out.width):
            out.line(line)
        out.wrapped(summary_line(found))
        out.wrapped(_("{hour} · suit les enregistrements, Ctrl-C pour finir").format(hour=f"{now:%H:%M:%S}"))

    try:
        draw_on_change(folder.path, draw, pause)
    except KeyboardInterrupt:
        out.line()


def screen_lines(found: CheckResult, height: int, width: int) -> Iterator[str]:
    """What fits in so many lines of so many columns, and how many problems do not."""
    left, shown = height, 0
    for problem in found.problems:
        content = found.files.get(problem.path)
        text = content.decode("utf-8", "replace") if content is not None else None
        lines = (
            render_in_full(problem, text).split("\n") if problem.severity == "error" else [render_on_one_line(problem)]
        )
        taken = sum(max(1, -(-len(line) // width)) for line in lines)
        if taken > left - 1:
            break
        yield from lines
        left -= taken
        shown += 1
    more = len(found.problems) - shown
    if more:
        yield n_("… et {count} autre.", "… et {count} autres.", more)
