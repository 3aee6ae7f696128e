"""The text of a PDF, page by page, as a reader extracts it."""

from __future__ import annotations

import subprocess


def pages_of(content: bytes) -> list[str]:
    told = subprocess.run(["pdftotext", "-raw", "-", "-"], input=content, capture_output=True, check=True)
    return told.stdout.decode().split("\f")[:-1]
