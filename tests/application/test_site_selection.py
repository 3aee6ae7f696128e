"""Which site is used, and what happens when its files have errors: never another hospital's numbers in silence."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pannesi.application.site_selection import SelectedSite, read_site
from pannesi.procedure.loading.site_choice import SiteFolder, SiteUnusable, choose_folder, shipped_folder
from pannesi.procedure.loading.site_files import digest_of
from pannesi.support.text_safety import first_unsafe
from tests.support.project_files import copied_site


class Kept:
    """What a journal remembers of sites."""

    def __init__(self, folder: SiteFolder | None = None, files: dict[str, bytes] | None = None) -> None:
        self.folder, self.files = folder, files

    def last_site(self, folder: str) -> str | None:
        known = self.folder is not None and folder == self.folder.key
        return digest_of(self.files or {}) if known else None

    def site(self, digest: str) -> dict[str, bytes] | None:
        return self.files


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return copied_site(tmp_path / "site")


def spoil(site: Path) -> None:
    (site / "contacts.yaml").write_text("format: 1\nsite: x\nsite: y\n", "utf-8")


def test_what_is_asked_for_goes_before_the_environment_and_the_place(site: Path, tmp_path: Path) -> None:
    asked, set_there = tmp_path / "a", tmp_path / "b"
    assert choose_folder(str(asked), {"PANNESI_SITE": str(set_there)}, site) == SiteFolder(asked)
    assert choose_folder(None, {"PANNESI_SITE": str(set_there)}, site) == SiteFolder(set_there)


def test_a_place_that_holds_a_site_is_taken_and_only_then(site: Path) -> None:
    assert choose_folder(None, {}, site) == SiteFolder(site)
    assert choose_folder(None, {}, site / "cases") == SiteFolder(shipped_folder(), shipped=True)


def test_half_a_site_is_none(site: Path) -> None:
    shutil.rmtree(site / "cases")
    assert choose_folder(None, {}, site).shipped


def test_the_shipped_copy_is_announced(tmp_path: Path) -> None:
    reading = read_site(choose_folder(None, {}, tmp_path), lambda: None)
    (banner,) = reading.banners
    assert "COPIE LIVRÉE" in banner


def test_a_sound_site_has_nothing_to_announce_and_asks_nothing_of_the_journal(site: Path) -> None:
    def never() -> None:
        raise AssertionError("the journal was opened for nothing")

    assert read_site(SiteFolder(site), never).banners == ()


def test_with_errors_the_version_kept_for_this_folder_is_used(site: Path) -> None:
    good = read_site(SiteFolder(site), lambda: None)
    spoil(site)
    reading = read_site(SiteFolder(site), lambda: Kept(SiteFolder(site), dict(good.files)))
    assert reading.site == good.site
    (banner,) = reading.banners
    assert "SITE EN ERREUR" in banner
    assert "contacts.yaml" in banner
    assert "pannesi check" in banner


@pytest.mark.parametrize("kept", [None, Kept(), Kept(SiteFolder(Path("/ailleurs")), {"contacts.yaml": b""})])
def test_with_errors_and_nothing_kept_nothing_is_shown(site: Path, kept: Kept | None) -> None:
    spoil(site)
    with pytest.raises(SiteUnusable, match="aucune version valable n'est gardée") as refused:
        read_site(SiteFolder(site), lambda: kept)
    assert refused.value.problems


def test_a_kept_version_that_cannot_be_read_any_more_is_none(site: Path) -> None:
    spoil(site)
    with pytest.raises(SiteUnusable):
        read_site(SiteFolder(site), lambda: Kept(SiteFolder(site), {"contacts.yaml": b"\xff"}))


def test_another_hospitals_kept_version_is_never_taken(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "autre"
    shutil.copytree(site, other)
    good = read_site(SiteFolder(other), lambda: None)
    spoil(site)
    with pytest.raises(SiteUnusable):
        read_site(SiteFolder(site), lambda: Kept(SiteFolder(other), dict(good.files)))


def test_a_folder_is_known_by_where_it_is_however_it_is_written(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site)
    assert SiteFolder(Path(".")).key == SiteFolder(site).key == SiteFolder(site / "cases" / "..").key


def test_a_folder_with_an_evil_name_is_shown_as_marks(tmp_path: Path) -> None:
    with pytest.raises(SiteUnusable) as refused:
        read_site(SiteFolder(tmp_path / "\x1b[2J\u202e"), lambda: None)
    assert first_unsafe(str(refused.value)) is None


def test_several_errors_are_counted_and_each_file_named_once(site: Path) -> None:
    good = read_site(SiteFolder(site), lambda: None)
    spoil(site)
    (site / "cases" / "cas-3-pacs.yaml").write_text("kind: case\nbizarre: 1\nautre: 2\n", "utf-8")
    reading = read_site(SiteFolder(site), lambda: Kept(SiteFolder(site), dict(good.files)))
    assert isinstance(reading, SelectedSite)
    assert reading.banners[0].count("cas-3-pacs.yaml") == 1
