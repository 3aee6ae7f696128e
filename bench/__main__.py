"""Runs every `bench_*.py` and prints one line a figure. Exits 0: figures are a report, not a gate."""

from __future__ import annotations

import importlib
import platform
import sqlite3
import sys
from pathlib import Path

print(f"{platform.machine()}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}")
for path in sorted(Path(__file__).parent.glob("bench_*.py")):
    for figure in importlib.import_module(f"bench.{path.stem}").figures():
        print(figure)
        sys.stdout.flush()
