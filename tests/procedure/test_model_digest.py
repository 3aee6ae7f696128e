"""By what cached sites are named: the models that made them, in a checkout and in a wheel."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from pannesi.procedure.loading import model_digest
from pannesi.procedure.loading.model_digest import BUILT, digest_of_sources, models_digest

HERE = Path(__file__).parents[2]
PROCEDURE = HERE / "src" / "pannesi" / "procedure"


@pytest.fixture(autouse=True)
def _nothing_remembered() -> Iterator[None]:
    models_digest.cache_clear()
    yield
    models_digest.cache_clear()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return shutil.copytree(PROCEDURE, tmp_path / "procedure", ignore=shutil.ignore_patterns("__pycache__"))


def test_times_do_not_count_and_every_byte_does(copy: Path) -> None:
    before = digest_of_sources(str(copy), sha256)
    assert before == digest_of_sources(str(PROCEDURE), sha256)
    for name in ("model/lines.py", "model/entity.py", "model/register_fields.py", "loading/site_json.py"):
        content = (copy / name).read_bytes()
        (copy / name).write_bytes(content.replace(b"a", b"b", 1))
        assert digest_of_sources(str(copy), sha256) != before, name
        (copy / name).write_bytes(content)
    assert digest_of_sources(str(copy), sha256) == before


def test_a_new_model_counts_and_what_the_interpreter_puts_there_does_not(copy: Path) -> None:
    before = digest_of_sources(str(copy), sha256)
    (copy / "model" / "__pycache__").mkdir()
    assert digest_of_sources(str(copy), sha256) == before
    (copy / "model" / "beds.py").write_text("BEDS = 3\n", "utf-8")
    assert digest_of_sources(str(copy), sha256) != before


def test_a_checkout_reads_its_sources() -> None:
    assert not (PROCEDURE / "loading" / BUILT).exists()
    assert models_digest() == digest_of_sources(str(PROCEDURE), sha256)


def test_what_a_build_wrote_is_taken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / BUILT).write_text("abc\n", "ascii")
    monkeypatch.setattr(model_digest, "_HERE", str(tmp_path))
    assert models_digest() == "abc"


def test_a_wheel_holds_the_digest_and_an_editable_install_does_not(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(HERE))
    hook_class = __import__("hatch_build").ModelDigest
    sys.modules.pop("hatch_build")
    hook = hook_class(str(HERE), {}, None, None, str(tmp_path / "dist"), "wheel")
    editable: dict[str, Any] = {"force_include": {}}
    hook.initialize("editable", editable)
    assert editable == {"force_include": {}}
    standard: dict[str, Any] = {"force_include": {}}
    hook.initialize("standard", standard)
    ((made, inside),) = standard["force_include"].items()
    assert inside == f"pannesi/procedure/loading/{BUILT}"
    assert Path(made).read_text("ascii").strip() == digest_of_sources(str(PROCEDURE), sha256)
    hook.finalize("standard", standard, "x")
    assert not Path(made).exists()
