"""Runs every `bench_*.py` and prints one line a figure. Exits 0: figures are a report, not a gate.

`python -m bench contacts app` runs only those. The program is byte-compiled first, as pip does when it installs.
"""

from __future__ import annotations

import compileall
import importlib
import os
import platform
import sqlite3
import sys
from pathlib import Path


def _processor() -> str:
    """The machine in the words of its maker, where the system tells them."""
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in told.splitlines() if line.startswith("model name")]
    return names[0] if names else platform.machine()


print(
    f"{_processor()} ({platform.machine()}, {os.cpu_count()} cores), Python {platform.python_version()},"
    f" SQLite {sqlite3.sqlite_version}"
)
compileall.compile_dir(Path(__file__).parents[1] / "src", quiet=1)
wanted = sys.argv[1:]
for path in sorted(Path(__file__).parent.glob("bench_*.py")):
    if wanted and path.stem.removeprefix("bench_") not in wanted:
        continue
    for figure in importlib.import_module(f"bench.{path.stem}").figures():
        print(figure)
        sys.stdout.flush()
