"""A digest of the sources of the models of a site, so that a cache written by other models is not read.

A build stores it in a file beside this module; a checkout computes it. Nothing of the program is imported with this
module, since the build loads this file alone.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hashlib import _Hash as Hash

BUILT = "model_sources.sha256"
"""The name of the file in which a build stores the digest."""
_HERE = os.path.dirname(os.path.abspath(__file__))
_OTHER_SOURCES = (os.path.join("loading", "site_json.py"),)
"""Sources outside the folder of the models on which an entry of the cache depends."""


def digest_of_sources(procedure: str, sha256: Callable[[], Hash]) -> str:
    """SHA-256 (hex) over the names and contents of the sources; `procedure` is the folder that holds them, `sha256`
    begins a digest.

    Raises OSError.
    """
    models = [os.path.join("model", name) for name in os.listdir(os.path.join(procedure, "model"))]
    total = sha256()
    for name in sorted((*_OTHER_SOURCES, *models)):
        if name.endswith(".py"):
            with open(os.path.join(procedure, name), "rb", buffering=0) as stream:
                content = stream.read()
            total.update(f"{os.path.basename(name)} {len(content)}:".encode() + content)
    return total.hexdigest()


@cache
def models_digest() -> str:
    """The digest of the models of this program. Raises OSError when no build stored it and no sources can be read."""
    try:
        with open(os.path.join(_HERE, BUILT), encoding="ascii") as stream:
            return stream.read().strip()
    except FileNotFoundError:
        from pannesi.support.digest import sha256

        return digest_of_sources(os.path.dirname(_HERE), sha256)
