"""A folder in which rights hold, whoever runs the tests: the superuser, whom none stops, acts there as nobody."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

NOBODY = 65_534

needs_rights = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="no such rights on this system")


@contextmanager
def ordinary_rights(content: Path | None = None) -> Iterator[Path]:
    """A folder of one's own, outside those of pytest, which only its owner may enter; with a copy of `content`."""
    folder = Path(tempfile.mkdtemp(prefix="pannesi-"))
    try:
        if content is not None:
            shutil.copytree(content, folder, dirs_exist_ok=True)
        root = os.geteuid() == 0
        if root:
            for path in (folder, *folder.rglob("*")):
                os.chown(path, NOBODY, NOBODY)
            os.seteuid(NOBODY)
        try:
            yield folder
        finally:
            if root:
                os.seteuid(0)
    finally:
        for path in (folder, *folder.rglob("*")):
            path.chmod(0o700)
        shutil.rmtree(folder)
