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
from pannesi.procedure.loading.cache import MAX_ENTRIES, MAX_ENTRY_BYTES, cache_site, cached_site
from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.loading.site_choice import shipped_folder
from pannesi.procedure.loading.site_files import digest_of
from pannesi.procedure.loading.site_json import site_to_json
from pannesi.procedure.model.procedure import Site
from tests.support.shipped_site import shipped
from tests.support.small_site import small_loaded


@pytest.fixture(scope="module")
def files() -> Mapping[str, bytes]:
    return load_site(shipped_folder()).files


@pytest.fixture
def folder(tmp_path: Path, files: Mapping[str, bytes]) -> Path:
    cache_site(shipped(), files, tmp_path / "cache")
    return tmp_path / "cache"


def forge(folder: Path, made: bytes) -> None:
    """Puts into the only entry what somebody writes who knows how an entry proves itself."""
    there = entry(folder)
    there.write_bytes(hashlib.sha256(there.name.encode() + made).digest() + made)


def entry(folder: Path) -> Path:
    (only,) = folder.iterdir()
    return only


def test_the_same_site_comes_out_and_says_where_it_was_read(folder: Path, files: Mapping[str, bytes]) -> None:
    found = cached_site(files, folder, "/ailleurs")
    assert found is not None
    assert found.folder == "/ailleurs"
    assert (found.digest, found.contacts, found.units) == (shipped().digest, shipped().contacts, shipped().units)
    assert found.places.keys() == shipped().places.keys()


def test_an_entry_belongs_to_its_owner_alone(folder: Path) -> None:
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert stat.S_IMODE(entry(folder).stat().st_mode) == 0o600


def test_other_bytes_are_another_site(folder: Path, files: Mapping[str, bytes]) -> None:
    changed = {**files, "contacts.yaml": files["contacts.yaml"] + b"\n"}
    assert cached_site(changed, folder, "x") is None


def test_one_bit_changed_anywhere_in_an_entry_and_it_is_not_taken(folder: Path, files: Mapping[str, bytes]) -> None:
    """A digit of a number would be another's number."""
    whole, dice = entry(folder).read_bytes(), random.Random(33)
    for at in (dice.randrange(len(whole) * 8) for _one in range(200)):
        changed = bytearray(whole)
        changed[at // 8] ^= 1 << at % 8
        entry(folder).write_bytes(changed)
        assert cached_site(files, folder, "x") is None


@pytest.mark.parametrize("spoilt", [b"", b"\x80", b"neither proof nor site", b"\x80\x05."])
def test_a_corrupt_entry_is_as_good_as_none(spoilt: bytes, folder: Path, files: Mapping[str, bytes]) -> None:
    entry(folder).write_bytes(spoilt)
    assert cached_site(files, folder, "x") is None


def test_an_entry_cut_anywhere_is_as_good_as_none(folder: Path, files: Mapping[str, bytes]) -> None:
    whole = entry(folder).read_bytes()
    for length in range(0, len(whole), max(len(whole) // 40, 1)):
        entry(folder).write_bytes(whole[:length])
        assert cached_site(files, folder, "x") is None


class Forged:
    """Pickles as a call of anything at all."""

    def __init__(self, act: Callable[..., Any], *arguments: Any) -> None:
        self.act, self.arguments = act, arguments

    def __reduce__(self) -> tuple[Callable[..., Any], tuple[Any, ...]]:
        return self.act, self.arguments


@pytest.mark.parametrize("where", ["under today's name and proof", "as earlier programs wrote it"])
def test_an_entry_that_would_run_code_if_it_were_unpickled_does_nothing(
    where: str, folder: Path, files: Mapping[str, bytes], tmp_path: Path
) -> None:
    proof = tmp_path / "proof"
    made = pickle.dumps(Forged(os.system, f"touch {proof}"))
    if where.startswith("as"):
        old = entry(folder).rename(folder / earlier_name(files))
        old.write_bytes(hashlib.sha256(made).digest() + made)
    else:
        forge(folder, made)
    assert cached_site(files, folder, "x") is None
    assert not proof.exists()
    pickle.loads(made)
    assert proof.exists()


def earlier_name(files: Mapping[str, bytes]) -> str:
    """How earlier programs named the entry of these files."""
    return f"site-{digest_of(files)[:40]}-{16 * '0'}"


def test_entries_of_earlier_programs_are_removed_at_the_next_writing(folder: Path, files: Mapping[str, bytes]) -> None:
    (folder / earlier_name(files)).write_bytes(b"\x80")
    (folder / "site-notes").write_bytes(b"somebody else's")
    today = next(folder.glob("*.json"))
    cache_site(shipped(), files, folder)
    assert sorted(folder.iterdir()) == sorted([today, folder / "site-notes"])


def test_the_entry_of_another_site_is_not_taken_under_this_ones_name(
    folder: Path, files: Mapping[str, bytes], tmp_path: Path
) -> None:
    other = small_loaded()
    assert other.site is not None
    cache_site(other.site, other.files, tmp_path / "other")
    entry(folder).write_bytes(entry(tmp_path / "other").read_bytes())
    assert cached_site(files, folder, "x") is None


def test_what_is_well_formed_and_proven_yet_no_site_is_refused(folder: Path, files: Mapping[str, bytes]) -> None:
    for made in (b"", b"null", b"[]", b"{}", b'{"contacts":{},"units":[]}', b'"\xff"', b"[" * 100_000):
        forge(folder, made)
        assert cached_site(files, folder, "x") is None
    forge(folder, site_to_json(shipped()))
    assert cached_site(files, folder, "x") is not None


def test_an_entry_that_is_no_ordinary_file_or_too_big_is_not_read(
    folder: Path, files: Mapping[str, bytes], tmp_path: Path
) -> None:
    there = entry(folder)
    with there.open("r+b") as stream:
        stream.truncate(MAX_ENTRY_BYTES + 1)
    assert cached_site(files, folder, "x") is None
    there.unlink()
    os.mkfifo(there)
    assert cached_site(files, folder, "x") is None
    there.unlink()
    there.symlink_to(tmp_path / "elsewhere")
    assert cached_site(files, folder, "x") is None


def test_a_folder_that_others_can_write_to_is_not_read_nor_written(folder: Path, files: Mapping[str, bytes]) -> None:
    os.chmod(folder, 0o770)
    assert cached_site(files, folder, "x") is None
    entry(folder).unlink()
    cache_site(shipped(), files, folder)
    assert list(folder.iterdir()) == []


def test_a_folder_of_somebody_else_is_not_read(
    folder: Path, files: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "getuid", lambda: folder.stat().st_uid + 1)
    assert cached_site(files, folder, "x") is None


def test_a_link_to_a_folder_is_not_followed(folder: Path, files: Mapping[str, bytes], tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(folder)
    assert cached_site(files, link, "x") is None


def test_another_version_of_the_program_makes_entries_of_its_own(
    folder: Path, files: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_cache, "__version__", "999")
    assert cached_site(files, folder, "x") is None
    cache_site(shipped(), files, folder)
    assert len(list(folder.iterdir())) == 2


def test_other_models_make_entries_of_their_own(
    folder: Path, files: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_cache, "models_digest", lambda: "other models")
    assert cached_site(files, folder, "x") is None


def test_a_program_whose_models_cannot_be_told_reads_the_files(
    folder: Path, files: Mapping[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    def untold() -> str:
        raise PermissionError("sources")

    monkeypatch.setattr(site_cache, "models_digest", untold)
    assert cached_site(files, folder, "x") is None
    cache_site(shipped(), files, folder)
    assert len(list(folder.iterdir())) == 1


def test_a_cache_that_cannot_be_written_is_done_without(files: Mapping[str, bytes], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way", "utf-8")
    cache_site(shipped(), files, tmp_path / "file" / "cache")
    assert cached_site(files, tmp_path / "file" / "cache", "x") is None


def test_only_the_latest_are_kept(tmp_path: Path, files: Mapping[str, bytes]) -> None:
    for number in range(MAX_ENTRIES + 3):
        cache_site(shipped(), {**files, "contacts.yaml": b"# %d" % number}, tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == MAX_ENTRIES


def test_every_type_of_the_shipped_site_may_come_out(folder: Path, files: Mapping[str, bytes]) -> None:
    found = cached_site(files, folder, "x")
    assert isinstance(found, Site)
    assert [entry.symptom.id for entry in found.entries] == [entry.symptom.id for entry in shipped().entries]
    assert [type(unit) for unit in found.units] == [type(unit) for unit in shipped().units]
