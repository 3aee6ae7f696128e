"""Sites that were found valid, kept ready to use: the same bytes are not read and validated at every start.

An entry is named by the site's content, by this program's own models and by the interpreter, so that none can outlive
what it was made from. It lies in the user's private cache folder, like the interpreter's compiled modules, and is
trusted no further: only the site's own types can come out of it. Whatever is wrong with it, the files are read anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import pickle
import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pannesi import __version__
from pannesi.procedure.loading.site_files import digest_of
from pannesi.procedure.model.procedure import Site

_PROOF = 32
"""Bytes at the head of an entry that prove the rest: a digit changed in it would be another hospital's number."""
MOST = 8
"""How many entries are kept."""
_MODELS = (
    "model.contacts", "model.entity", "model.lines", "model.numbering", "model.procedure", "model.scalars",
    "model.units",
    "register_fields",
)  # fmt: skip
_TYPES = frozenset({("datetime", "time"), ("datetime", "timedelta"), ("datetime", "date")})
_UNUSABLE = (OSError, pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError)


class _Narrow(pickle.Unpickler):
    """Makes values of the site's models and of nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        ours = module in {f"pannesi.procedure.{one}" for one in _MODELS} and name[:1].isupper()
        if not ours and (module, name) not in _TYPES:
            raise pickle.UnpicklingError(f"{module}.{name} is no part of a site")
        return super().find_class(module, name)


def cache_folder() -> Path:
    """The user's cache folder on this system."""
    import platformdirs

    return Path(platformdirs.user_cache_dir("pannesi", appauthor=False))


def kept(files: Mapping[str, bytes], folder: Path, shown: str) -> Site | None:
    """The site that these files make, when it is in the cache of `folder`; `shown` is where it was read."""
    entry = _entry(files, folder)
    try:
        if not _is_private(folder):
            return None
        written = entry.read_bytes()
        proof, made = written[:_PROOF], written[_PROOF:]
        if proof != hashlib.sha256(made).digest():
            return None
        site = _Narrow(io.BytesIO(made)).load()
    except _UNUSABLE:
        return None
    return replace(site, folder=shown) if isinstance(site, Site) else None


def keep(site: Site, files: Mapping[str, bytes], folder: Path) -> None:
    """Puts a valid site in the cache. A cache that cannot be written is done without."""
    entry = _entry(files, folder)
    bare = replace(site)
    spare = entry.with_suffix(f".{os.getpid()}")
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if not _is_private(folder):
            return
        with open(os.open(spare, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as stream:
            made = pickle.dumps(bare, protocol=5)
            stream.write(hashlib.sha256(made).digest() + made)
        os.replace(spare, entry)
        _forget_oldest(folder)


def _entry(files: Mapping[str, bytes], folder: Path) -> Path:
    maker = hashlib.sha256(f"{__version__} {sys.version} {_made_of()}".encode()).hexdigest()
    return folder / f"site-{digest_of(files)[:40]}-{maker[:16]}"


def _made_of() -> str:
    """The models' own files, by size and time: another version of them makes other entries."""
    here = Path(__file__).parents[1]
    found = [os.stat(here.joinpath(*name.split(".")).with_suffix(".py")) for name in _MODELS]
    return " ".join(f"{one.st_size}:{one.st_mtime_ns}" for one in found)


def _is_private(folder: Path) -> bool:
    """Whether the folder is ours and nobody else can write to it."""
    return is_ours_alone(os.lstat(folder)) and not os.path.islink(folder)


def is_ours_alone(found: os.stat_result) -> bool:
    """Whether what `os.lstat` found belongs to us and nobody else can write to it. Windows tells nothing by its mode:
    a folder below one's own profile is one's own there."""
    if os.name == "nt":
        return True
    return found.st_uid == os.getuid() and not found.st_mode & 0o022


def _forget_oldest(folder: Path) -> None:
    entries = sorted(folder.glob("site-*"), key=lambda entry: entry.stat().st_mtime, reverse=True)
    for entry in entries[MOST:]:
        entry.unlink(missing_ok=True)
