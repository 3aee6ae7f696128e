"""The size of a terminal that tells none."""

from __future__ import annotations

DEFAULT_SIZE = (80, 24)
"""Columns and rows assumed where the terminal tells no size: a serial line, some tools that run a program in a
terminal."""
