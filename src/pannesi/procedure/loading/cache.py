"""Sites that were found valid, kept ready to use: the same bytes are not read and validated at every start.

An entry is named by the site's content and by this program's own models, so that none can outlive what it was made
from. It lies in the user's private cache folder and is trusted no further: it is JSON, which holds nothing but data,
and only the site's own types come out of it. Whatever is wrong with it, the files are read anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from pannesi import __version__
from pannesi.procedure.loading.model_digest import models_digest
from pannesi.procedure.loading.site_files import digest_of
from pannesi.procedure.loading.site_json import site_from_json, site_to_json
from pannesi.procedure.model.procedure import Site
from pannesi.support.atomic_files import PART_SUFFIX, write_atomic

_PROOF = 32
"""Bytes at the head of an entry that prove the rest: a digit changed in it would be another hospital's number."""
MAX_ENTRIES = 8
"""How many entries are kept."""
MAX_ENTRY_BYTES = 64 * 1024 * 1024
"""The size of an entry; what is bigger is neither written nor read."""
_SAFELY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_UNUSABLE = (OSError, ValueError, OverflowError, RecursionError, MemoryError)
_PICKLED = re.compile(r"site-[0-9a-f]{40}-[0-9a-f]{16}")
"""The name of an entry of earlier programs, which could hold more than data."""


def cache_folder() -> Path:
    """The user's cache folder on this system."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("pannesi", appauthor=False))


def cached_site(files: Mapping[str, bytes], folder: Path, shown: str) -> Site | None:
    """The site that these files make, when it is in the cache of `folder`; `shown` is where it was read."""
    digest = digest_of(files)
    try:
        if not _is_private(folder):
            return None
        entry = _entry(digest, folder)
        content = _content(entry)
        proof, made = content[:_PROOF], content[_PROOF:]
        if proof != _proof(entry, made):
            return None
        return site_from_json(made, digest, shown)
    except _UNUSABLE:
        return None


def cache_site(site: Site, files: Mapping[str, bytes], folder: Path) -> None:
    """Puts a valid site in the cache. A cache that cannot be written is done without."""
    with contextlib.suppress(*_UNUSABLE):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _is_private(folder):
            return
        entry, made = _entry(digest_of(files), folder), site_to_json(site)
        if len(made) > MAX_ENTRY_BYTES - _PROOF:
            return
        write_atomic(entry, _proof(entry, made) + made, overwrite=True, durable=False)
        _forget_oldest(folder)


def _entry(digest: str, folder: Path) -> Path:
    maker = hashlib.sha256(f"{__version__} {models_digest()}".encode()).hexdigest()
    return folder / f"site-{digest[:40]}-{maker[:16]}.json"


def _proof(entry: Path, made: bytes) -> bytes:
    """Of what an entry holds, and that it is kept under its own name."""
    return hashlib.sha256(entry.name.encode() + made).digest()


def _content(entry: Path) -> bytes:
    """The bytes of an ordinary file of bounded size. Raises OSError."""
    handle = os.open(entry, os.O_RDONLY | _SAFELY)
    with open(handle, "rb") as stream:
        found = os.fstat(handle)
        if not stat.S_ISREG(found.st_mode) or found.st_size > MAX_ENTRY_BYTES:
            raise OSError("no entry of a cache")
        return stream.read(MAX_ENTRY_BYTES)


def _is_private(folder: Path) -> bool:
    """Whether the folder is ours and nobody else can write to it."""
    return is_writable_by_us_alone(os.lstat(folder)) and not os.path.islink(folder)


def is_writable_by_us_alone(found: os.stat_result) -> bool:
    """Whether what `os.lstat` found belongs to us and nobody else can write to it. Windows tells nothing by its mode:
    a folder below one's own profile is one's own there."""
    if os.name == "nt":
        return True
    return found.st_uid == os.getuid() and not found.st_mode & 0o022


def _forget_oldest(folder: Path) -> None:
    entries = [*folder.glob("site-*"), *folder.glob(f".site-*{PART_SUFFIX}")]
    entries.sort(key=lambda entry: entry.stat().st_mtime, reverse=True)
    pickled = [entry for entry in entries if _PICKLED.fullmatch(entry.name)]
    for entry in (*pickled, *[entry for entry in entries if entry not in pickled][MAX_ENTRIES:]):
        entry.unlink(missing_ok=True)
