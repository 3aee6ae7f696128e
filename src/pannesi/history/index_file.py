"""The name of the file of the index, and the number of its form."""

from __future__ import annotations

INDEX_FILE = "sessions.index"
FORM = "15"
"""Raised where the tables of the index, or what is written in them, change."""
