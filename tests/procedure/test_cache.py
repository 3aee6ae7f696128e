"""Sites kept ready: the same site comes out, and whatever is wrong with an entry, nothing but a site ever does."""

from __future__ import annotations

import hashlib
import os
import pickle
import random
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from pannesi.procedure.loading import cache as site_cache
from pannesi.procedure.loading.cache import MOST, keep, kept
from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.loading.shipped import shipped_folder
from pannesi.procedure.model.procedure import Site
from tests.procedure.test_coverage import shipped


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    return load_site(shipped_folder()).files


@pytest.fixture
def folder(tmp_path: Path, files: Mapping[str, bytes]) -> Path:
    keep(shipped(), files, tmp_path / "cache")
    return tmp_path / "cache"


def proven(made: bytes) -> bytes:
    """What somebody writes who knows how an entry proves itself."""
    return hashlib.sha256(made).digest() + made


def entry(folder: Path) -> Path:
    (only,) = folder.iterdir()
    return only


def test_the_same_site_comes_out_and_says_where_it_was_read(folder: Path, files: Mapping[str, bytes]) -> None:
    found = kept(files, folder, "/ailleurs")
    assert found is not None
    assert found.folder == "/ailleurs"
    assert (found.digest, found.contacts, found.units) == (shipped().digest, shipped().contacts, shipped().units)
    assert found.places.keys() == shipped().places.keys()


def test_an_entry_belongs_to_its_owner_alone(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry(folder).stat().st_mode) == 0o600


def test_other_bytes_are_another_site(folder: Path, files: Mapping[str, bytes]) -> None:
    changed = {**files, "contacts.yaml": files["contacts.yaml"] + b"\n"}
    assert kept(changed, folder, "x") is None


def test_one_bit_changed_anywhere_in_an_entry_and_it_is_not_taken(folder: Path, files: Mapping[str, bytes]) -> None:
    """A digit of a number would be another's number."""
    whole, dice = entry(folder).read_bytes(), random.Random(33)
    for at in (dice.randrange(len(whole) * 8) for _one in range(200)):
        changed = bytearray(whole)
        changed[at // 8] ^= 1 << at % 8
        entry(folder).write_bytes(changed)
        assert kept(files, folder, "x") is None


@pytest.mark.parametrize("spoilt", [b"", b"\x80", b"not a pickle", b"\x80\x05."])
def test_a_corrupt_entry_is_as_good_as_none(spoilt: bytes, folder: Path, files: Mapping[str, bytes]) -> None:
    entry(folder).write_bytes(spoilt)
    assert kept(files, folder, "x") is None


def test_an_entry_cut_anywhere_is_as_good_as_none(folder: Path, files: Mapping[str, bytes]) -> None:
    whole = entry(folder).read_bytes()
    for length in range(0, len(whole), max(len(whole) // 40, 1)):
        entry(folder).write_bytes(whole[:length])
        assert kept(files, folder, "x") is None


class Forged:
    """Pickles as a call of anything at all."""

    def __init__(self, act: Callable[..., Any], *arguments: Any) -> None:
        self.act, self.arguments = act, arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.act, self.arguments


@pytest.mark.parametrize("of", [os.system, eval, Path, getattr, __import__])
def test_an_entry_that_names_anything_but_a_sites_own_types_does_nothing(
    of: Callable[..., Any], folder: Path, files: Mapping[str, bytes], tmp_path: Path
) -> None:
    proof = tmp_path / "proof"
    entry(folder).write_bytes(proven(pickle.dumps(Forged(of, f"touch {proof}"))))
    assert kept(files, folder, "x") is None
    assert not proof.exists()


def test_a_type_reached_through_one_of_our_modules_is_refused_too(folder: Path, files: Mapping[str, bytes]) -> None:
    for module, name in (
        ("pannesi.procedure.model.scalars", "re.sub"),
        ("pannesi.procedure.model.scalars", "re"),
        ("pannesi.procedure.loading.loader", "Loaded"),
    ):
        made = b"\x80\x05\x8c" + bytes([len(module)]) + module.encode()
        entry(folder).write_bytes(proven(made + b"\x8c" + bytes([len(name)]) + name.encode() + b"\x93."))
        assert kept(files, folder, "x") is None


def test_a_value_that_is_no_site_is_refused(folder: Path, files: Mapping[str, bytes]) -> None:
    entry(folder).write_bytes(proven(pickle.dumps(shipped().contacts)))
    assert kept(files, folder, "x") is None


def test_a_folder_that_others_can_write_to_is_not_read_nor_written(folder: Path, files: Mapping[str, bytes]) -> None:
    os.chmod(folder, 0o770)
    assert kept(files, folder, "x") is None
    entry(folder).unlink()
    keep(shipped(), files, folder)
    assert list(folder.iterdir()) == []


def test_a_folder_of_somebody_else_is_not_read(
    folder: Path, files: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    assert kept(files, folder, "x") is None


def test_a_link_to_a_folder_is_not_followed(folder: Path, files: Mapping[str, bytes], tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert kept(files, link, "x") is None


def test_another_version_of_the_program_makes_entries_of_its_own(
    folder: Path, files: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_cache, "__version__", "999")
    assert kept(files, folder, "x") is None
    keep(shipped(), files, folder)
    assert len(list(folder.iterdir())) == 2


def test_other_models_make_entries_of_their_own(
    folder: Path, files: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_cache, "_made_of", lambda: "other models")
    assert kept(files, folder, "x") is None


def test_a_cache_that_cannot_be_written_is_done_without(files: Mapping[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    keep(shipped(), files, tmp_path / "file" / "cache")
    assert kept(files, tmp_path / "file" / "cache", "x") is None


def test_only_the_latest_are_kept(tmp_path: Path, files: Mapping[str, bytes]) -> None:
    for number in range(MOST + 3):
        keep(shipped(), {**files, "contacts.yaml": b"# %d" % number}, tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == MOST


def test_every_type_of_the_shipped_site_may_come_out(folder: Path, files: Mapping[str, bytes]) -> None:
    found = kept(files, folder, "x")
    assert isinstance(found, Site)
    assert [entry.symptom.id for entry in found.entries] == [entry.symptom.id for entry in shipped().entries]
    assert [type(unit) for unit in found.units] == [type(unit) for unit in shipped().units]
