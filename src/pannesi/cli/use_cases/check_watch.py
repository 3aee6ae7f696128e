"""`pannesi check --watch`: the problems of a folder, printed again at each save."""

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
    """Watches a folder until Ctrl-C; `clock` tells the time, `pause` waits between two looks."""

    def draw() -> None:
        now = clock().astimezone()
        result = check_folder(folder, now.date(), proof=proof)
        out.wipe()
        for line in screen_lines(result, (out.height or 10_000) - 3, out.width):
            out.line(line)
        out.wrapped(summary_line(result))
        out.wrapped(_("{hour} · suit les enregistrements, Ctrl-C pour finir").format(hour=f"{now:%H:%M:%S}"))

    try:
        draw_on_change(folder.path, draw, pause)
    except KeyboardInterrupt:
        out.line()


def screen_lines(result: CheckResult, height: int, width: int) -> Iterator[str]:
    """The problems that fit in `height` lines of `width` columns, errors in full; then how many do not fit."""
    left, shown = height, 0
    for problem in result.problems:
        content = result.files.get(problem.path)
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
    more = len(result.problems) - shown
    if more:
        yield n_("… et {count} autre.", "… et {count} autres.", more)
