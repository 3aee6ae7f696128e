"""The pages that lead into the code lead somewhere, and the picture is that of the contracts."""

from __future__ import annotations

import re
from pathlib import Path

from docs.boxes import PICTURE, floors, picture

from tests.support.project_files import ROOT

PAGES = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").rglob("*.md"))]
ENGLISH = [page for page in PAGES if not page.name.startswith("guide-")]
_PATH = re.compile(r"`([a-z_]+(?:/[a-z_0-9]+)*/(?:[a-z_0-9]+\.py)?|[a-z_/0-9]+\.py)`")


def _stands(path: str, page: Path) -> bool:
    places = (ROOT, ROOT / "src" / "pannesi", ROOT / "src", page.parent)
    inside = (ROOT / "src" / "pannesi").rglob(path)
    return any((place / path).exists() for place in places) or any(True for _found in inside)


def test_every_path_that_a_page_names_is_there() -> None:
    named = {(page.name, path) for page in ENGLISH for path in _PATH.findall(page.read_text("utf-8"))}
    assert len(named) > 50
    assert not [(page, path) for page, path in sorted(named) if not _stands(path, ROOT / page)]


def test_every_link_between_pages_leads_to_a_file() -> None:
    lost = []
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#:\s]+)[^)]*\)", page.read_text("utf-8")):
            if not (page.parent / target).exists():
                lost.append((page.name, target))
    assert not lost


def test_each_decision_and_each_way_of_doing_is_listed() -> None:
    for folder in ("decisions", "how-to"):
        listed = (ROOT / "docs" / folder / "README.md").read_text("utf-8")
        pages = [page for page in (ROOT / "docs" / folder).glob("*.md") if page.name != "README.md"]
        assert pages
        assert not [page.name for page in pages if f"({page.name})" not in listed]


def test_the_picture_of_the_floors_is_made_from_the_contracts() -> None:
    assert PICTURE.read_text("utf-8") == picture(), "python docs/boxes.py"
    packages = {path.name for path in (ROOT / "src" / "pannesi").iterdir() if (path / "__init__.py").exists()}
    assert {box.name for row in floors() for box in row} == packages


def test_the_page_of_the_architecture_is_read_in_five_minutes() -> None:
    words = (ROOT / "docs" / "architecture.md").read_text("utf-8").split()
    assert len(words) < 5 * 230
