"""What a build adds to the wheel: the SHA-256 of the sources of the site's models, by which cached sites are named."""

from __future__ import annotations

import hashlib
import runpy
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ModelDigest(BuildHookInterface[Any]):
    """Writes the digest into the wheel; an editable install reads the sources instead, which may change."""

    _made: Path | None = None

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        if version == "editable":
            return
        procedure = Path(self.root, "src", "pannesi", "procedure")
        module = runpy.run_path(str(procedure / "loading" / "model_digest.py"))
        self._made = Path(self.directory, module["BUILT"])
        self._made.parent.mkdir(parents=True, exist_ok=True)
        self._made.write_text(module["digest_of_sources"](str(procedure), hashlib.sha256) + "\n", "ascii")
        build_data["force_include"][str(self._made)] = f"pannesi/procedure/loading/{module['BUILT']}"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        if self._made is not None:
            self._made.unlink()
