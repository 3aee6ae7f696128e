"""Writes the transcript of the README anew: a real session of the plain face, on an invented night."""

from __future__ import annotations

import io
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import pannesi
from pannesi.application.context import open_station
from pannesi.plain.app import run_plain
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.support.clock import Clock
from pannesi.support.console import Output

README = Path(__file__).parents[1] / "README.md"
NIGHT = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)
pannesi.BUILT = f"{NIGHT:%Y-%m-%d}"  # or a program made since would doubt the hour of that night
TYPED = ("6", "1", "1")
_MARKS = ("<!-- transcript: begin -->", "<!-- transcript: end -->")


def transcript() -> str:
    """What the screen shows, from the first question to the first line of degraded mode."""
    written = io.StringIO()
    with tempfile.TemporaryDirectory() as scratch:
        station = open_station(
            str(shipped_folder()), scratch, "AB", {}, Path(scratch), clock=Clock(real_now=lambda: NIGHT)
        )
        run_plain(station, [f"{line}\n" for line in TYPED], Output(written), echo=True)
        station.journal.close()
    text = re.sub(r"✓ session \S+ ouverte", "✓ session ouverte", written.getvalue())
    text = re.sub(r"(?m)^Site : .*\n", "", text)
    return text[: text.index("La session ")].rstrip()


def main() -> None:
    text = README.read_text("utf-8")
    before, _begin, rest = text.partition(_MARKS[0])
    _old, _end, after = rest.partition(_MARKS[1])
    README.write_text(f"{before}{_MARKS[0]}\n```\n{transcript()}\n```\n{_MARKS[1]}{after}", "utf-8")


if __name__ == "__main__":
    main()
