"""A cache of valid sites, so that the same files are not parsed and validated at every start.

The name of an entry is a digest of the site's files and of the sources of the models, so that it is never used for
others. Entries lie in the user's private cache folder and are not trusted beyond that: they are JSON, from which only
the types of a site are built. When anything is wrong with an entry, the files are loaded instead.
"""

from __future__ import annotations

import contextlib
import os
import re
import stat
from collections.abc import Mapping
from pathlib import Path

from pannesi import __version__
from pannesi.procedure.loading.model_digest import models_digest
from pannesi.procedure.loading.site_files import digest_of, read_site_files
from pannesi.procedure.loading.site_json import site_from_json, site_to_json
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.procedure import Site
from pannesi.support.atomic_files import PART_SUFFIX, write_atomic
from pannesi.support.digest import sha256
from pannesi.support.user_folders import is_writable_by_us_alone, user_cache_folder

_CHECKSUM_BYTES = 32
"""Bytes of the checksum at the head of an entry: a digit that changes on the disk would be a wrong phone number."""
MAX_ENTRIES = 8
"""How many entries the cache keeps."""
MAX_ENTRY_BYTES = 64 * 1024 * 1024
"""The size above which an entry is neither written nor read."""
_SAFELY = getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)
_UNUSABLE = (OSError, ValueError, OverflowError, RecursionError, MemoryError)
_PICKLED = re.compile(r"site-[0-9a-f]{40}-[0-9a-f]{16}")
"""The name of an entry of earlier versions, which could run code when it was read."""


def cache_folder() -> Path:
    """The cache folder of the user on this system."""
    return user_cache_folder()


def cached_site(files: Mapping[str, bytes], folder: Path, shown_folder: str) -> Site | None:
    """The site of these files (path → bytes) from the cache in `folder`; None when it is not there.

    `shown_folder` becomes the `folder` of the site, where its files were read.
    """
    digest = digest_of(files)
    try:
        if not _is_private(folder):
            return None
        entry = _entry_path(digest, folder)
        content = _entry_bytes(entry)
        checksum, json_bytes = content[:_CHECKSUM_BYTES], content[_CHECKSUM_BYTES:]
        if checksum != _checksum(entry, json_bytes):
            return None
        return site_from_json(json_bytes, digest, shown_folder)
    except _UNUSABLE:
        return None


def cached_contacts(site: Path, folder: Path) -> ContactsFile | None:
    """The contacts of the site whose files are in `site`, from the cache in `folder`; None when it is not there."""
    files, unread = read_site_files(site)
    ready = cached_site(files, folder, "") if not unread else None
    return ready.contacts if ready is not None else None


def cache_site(site: Site, files: Mapping[str, bytes], folder: Path) -> None:
    """Writes a valid site into the cache in `folder`; does nothing when that cannot be written."""
    with contextlib.suppress(*_UNUSABLE):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _is_private(folder):
            return
        entry, json_bytes = _entry_path(digest_of(files), folder), site_to_json(site)
        if len(json_bytes) > MAX_ENTRY_BYTES - _CHECKSUM_BYTES:
            return
        write_atomic(entry, _checksum(entry, json_bytes) + json_bytes, overwrite=True, durable=False)
        _delete_oldest(folder)


def _entry_path(digest: str, folder: Path) -> Path:
    program = sha256(f"{__version__} {models_digest()}".encode()).hexdigest()
    return folder / f"site-{digest[:40]}-{program[:16]}.json"


def _checksum(entry: Path, json_bytes: bytes) -> bytes:
    """SHA-256 of the name and the content of an entry: a renamed entry is not valid either."""
    return sha256(entry.name.encode() + json_bytes).digest()


def _entry_bytes(entry: Path) -> bytes:
    """The bytes of an entry. Raises OSError when it is no ordinary file, or too big."""
    handle = os.open(entry, os.O_RDONLY | _SAFELY)
    with open(handle, "rb") as stream:
        status = os.fstat(handle)
        if not stat.S_ISREG(status.st_mode) or status.st_size > MAX_ENTRY_BYTES:
            raise OSError("no entry of a cache")
        return stream.read(MAX_ENTRY_BYTES)


def _is_private(folder: Path) -> bool:
    """Whether a folder is no link, and no other user can write to it."""
    return is_writable_by_us_alone(os.lstat(folder)) and not os.path.islink(folder)


def _delete_oldest(folder: Path) -> None:
    """Deletes all but the latest entries, every entry of earlier versions, and what interrupted writes left."""
    entries = [*folder.glob("site-*"), *folder.glob(f".site-*{PART_SUFFIX}")]
    entries.sort(key=lambda entry: entry.stat().st_mtime, reverse=True)
    pickled = [entry for entry in entries if _PICKLED.fullmatch(entry.name)]
    for entry in (*pickled, *[entry for entry in entries if entry not in pickled][MAX_ENTRIES:]):
        entry.unlink(missing_ok=True)
