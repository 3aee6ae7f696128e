"""The SHA-256 of the sources that say what a site is: what was made by others is not read by these.

A build puts it beside this module; a checkout reads the sources. Nothing of the program is imported here, since the
build loads this file alone.
"""

from __future__ import annotations

import hashlib
import os
from functools import cache

BUILT = "model_sources.sha256"
"""The name of the file that a build puts beside this module."""
_HERE = os.path.dirname(os.path.abspath(__file__))
_BESIDE = ("register_fields.py", os.path.join("loading", "site_json.py"))
"""The sources of a procedure, besides its models, that say what an entry holds."""


def digest_of_sources(procedure: str) -> str:
    """SHA-256 (hex) over the names and contents of the sources in a folder `procedure`. Raises OSError."""
    models = [os.path.join("model", name) for name in os.listdir(os.path.join(procedure, "model"))]
    total = hashlib.sha256()
    for name in sorted((*_BESIDE, *models)):
        if name.endswith(".py"):
            with open(os.path.join(procedure, name), "rb", buffering=0) as stream:
                content = stream.read()
            total.update(f"{os.path.basename(name)} {len(content)}:".encode() + content)
    return total.hexdigest()


@cache
def models_digest() -> str:
    """The digest of the models that run. Raises OSError when no build wrote it and the sources cannot be read."""
    try:
        with open(os.path.join(_HERE, BUILT), encoding="ascii") as stream:
            return stream.read().strip()
    except FileNotFoundError:
        return digest_of_sources(os.path.dirname(_HERE))
