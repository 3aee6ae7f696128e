"""Every code has a page, every page a code; its wrong example yields the code and its right one does not."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest

from pannesi.procedure.checks.codes import CodePage, code_pages
from pannesi.procedure.checks.site_check import problems_of
from pannesi.procedure.loading.validation_messages import error_sentence
from tests.support.explained_site import loaded_with
from tests.support.no_holidays import machine_for

SOURCES = Path(__file__).parents[2] / "src" / "pannesi"


def codes_of(page: CodePage, example: str, folder: Path) -> set[str]:
    loaded, path = loaded_with(page, example, folder)
    with machine_for(page.code):
        found = problems_of(loaded, today=date(2026, 11, 24), proof=page.code.startswith("P6"))
    return {problem.code for problem in found if not path or problem.path == path}


def test_the_registry_and_the_program_have_the_same_codes() -> None:
    used = {
        code
        for path in SOURCES.rglob("*.py")
        if "codes" not in path.parts
        for code in re.findall(r'"(P[0-9]{3})"', path.read_text("utf-8"))
    }
    assert used == set(code_pages())


def test_one_page_alone_has_no_example_since_no_file_can_bring_it() -> None:
    assert [page.code for page in code_pages().values() if not page.wrong] == ["P200"]
    assert error_sentence({"type": "nothing-known", "loc": (), "input": ""}, ())[0] == "P200"


WITH_EXAMPLE = [page for page in code_pages().values() if page.wrong]


@pytest.mark.parametrize("page", WITH_EXAMPLE, ids=lambda page: page.code)
def test_what_is_shown_as_wrong_is_told_and_what_is_shown_as_right_is_not(page: CodePage, tmp_path: Path) -> None:
    assert page.code in codes_of(page, page.wrong, tmp_path / "wrong")
    assert page.code not in codes_of(page, page.right, tmp_path / "right")


@pytest.mark.parametrize("page", WITH_EXAMPLE, ids=lambda page: page.code)
def test_a_right_example_has_no_error_at_all(page: CodePage, tmp_path: Path) -> None:
    loaded, path = loaded_with(page, page.right, tmp_path / "right")
    found = problems_of(loaded, today=date(2026, 11, 24), proof=False)
    assert [one for one in found if one.severity == "error" and one.path == path] == []


@pytest.mark.parametrize("page", code_pages().values(), ids=lambda page: page.code)
def test_a_page_says_what_and_why_in_a_sentence(page: CodePage) -> None:
    assert page.title
    assert page.cause.endswith((".", "?"))
