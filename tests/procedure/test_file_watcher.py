"""A folder that is watched: each save is drawn, whatever happens to the files, and Ctrl-C leaves cleanly."""

from __future__ import annotations

import asyncio
import io
import os
import shutil
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pannesi.cli import main as cli
from pannesi.cli.use_cases.check_watch import screen_lines, watch_checks
from pannesi.presentation.line.preview import PreviewContent, preview_content
from pannesi.procedure.checks.site_check import check_folder
from pannesi.procedure.loading.file_watcher import draw_on_change, folder_fingerprint
from pannesi.procedure.loading.site_choice import SiteFolder
from pannesi.support import errors as exits
from pannesi.support.console import Output
from tests.support.small_site import SMALL

NOW = datetime(2026, 11, 24, 2, 12, tzinfo=UTC)


@pytest.fixture
def site(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SMALL, tmp_path / "site"))


def replaced(file: Path, old: str, new: str) -> None:
    """Saved as most editors do: a new file takes the name of the old one."""
    fresh = file.with_suffix(".new")
    fresh.write_text(file.read_text("utf-8").replace(old, new, 1), "utf-8")
    fresh.replace(file)


def drawn_after(site: Path, *acts: Callable[[], object]) -> list[int]:
    """How many problems were drawn, at the start and after each act."""
    waiting: Iterator[Callable[[], object]] = iter(acts)
    drawn: list[int] = []

    def pause() -> None:
        act = next(waiting, None)
        if act is None:
            raise KeyboardInterrupt
        act()

    with pytest.raises(KeyboardInterrupt):
        draw_on_change(site, lambda: drawn.append(check_folder(SiteFolder(site)).errors), pause)
    return drawn


def test_each_save_is_drawn_once_and_nothing_else_is(site: Path) -> None:
    case = site / "cases/cas-1-pacs.yaml"
    drawn = drawn_after(
        site,
        lambda: replaced(case, "recognise:", "recognize:"),
        lambda: None,
        lambda: replaced(case, "recognize:", "recognise:"),
        lambda: None,
    )
    assert len(drawn) == 3
    assert drawn[1] > drawn[0] == drawn[2]


def test_a_file_taken_away_or_its_folder_is_drawn_and_so_is_its_return(site: Path) -> None:
    away = site.with_name("away")
    drawn = drawn_after(
        site,
        lambda: (site / "contacts.yaml").rename(away),
        lambda: away.rename(site / "contacts.yaml"),
        lambda: (site / "cases").rename(away),
        lambda: away.rename(site / "cases"),
        lambda: site.rename(away),
    )
    assert [bool(errors - drawn[0]) for errors in drawn] == [False, True, False, True, False, True]


def test_a_save_that_keeps_size_and_time_is_seen_by_the_file_itself(site: Path) -> None:
    case = site / "cases/cas-1-pacs.yaml"
    seen, stamp = folder_fingerprint(site), os.stat(case)
    fresh = case.with_suffix(".new")
    fresh.write_bytes(case.read_bytes()[::-1])
    os.utime(fresh, ns=(stamp.st_atime_ns, stamp.st_mtime_ns))
    fresh.replace(case)
    assert folder_fingerprint(site) != seen


def test_rights_that_change_are_seen(site: Path) -> None:
    seen = folder_fingerprint(site)
    (site / "cases/cas-1-pacs.yaml").chmod(0)
    assert folder_fingerprint(site) != seen


def test_ctrl_c_ends_without_a_word_of_failure(site: Path) -> None:
    stream, looks = io.StringIO(), iter(range(3))

    def pause() -> None:
        if next(looks) == 2:
            raise KeyboardInterrupt

    watch_checks(SiteFolder(site), lambda: NOW, Output(stream), pause=pause)
    assert stream.getvalue().count("Ctrl-C") == 1
    assert "\x1b" not in stream.getvalue()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone of a process is fixed there")
def test_the_hour_shown_is_that_of_this_machine(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Europe/Paris")
    time.tzset()
    stream = io.StringIO()

    def pause() -> None:
        raise KeyboardInterrupt

    watch_checks(SiteFolder(site), lambda: datetime(2026, 7, 1, 22, 30, tzinfo=UTC), Output(stream), pause=pause)
    monkeypatch.undo()
    time.tzset()
    assert "00:30:00 · suit les enregistrements" in stream.getvalue()


def test_what_does_not_fit_on_the_screen_is_counted(site: Path) -> None:
    replaced(site / "cases/cas-1-pacs.yaml", "recognise:", "recognize:")
    found = check_folder(SiteFolder(site))
    lines = list(screen_lines(found, 8, 80))
    assert sum(-(-len(line) // 80) for line in lines) <= 8
    assert "erreur" in lines[0]
    assert len(list(screen_lines(found, 1000, 80))) > len(lines)


def test_a_preview_shows_the_list_and_the_cards_and_keeps_the_last_text_in_error(site: Path) -> None:
    sheet = preview_content(SiteFolder(site), "cas-1", NOW, PreviewContent((), ()))
    assert any("1.1" in line for line in sheet.lines)
    replaced(site / "cases/cas-1-pacs.yaml", "recognise:", "recognize:")
    again = preview_content(SiteFolder(site), "cas-1", NOW, sheet)
    assert again.lines == sheet.lines
    assert "EN ERREUR" in again.problems[0]
    assert "cas-1" in preview_content(SiteFolder(SMALL), "cas-77", NOW, sheet).problems[0]


def test_in_a_pipe_a_preview_is_written_once(capsys: pytest.CaptureFixture[str], site: Path) -> None:
    assert cli.run_program(("preview", "cas-1", "--site", str(site))) == exits.OK
    assert "1.1" in capsys.readouterr().out
    assert cli.run_program(("preview", "cas-77", "--site", str(site))) == exits.PROBLEMS


def test_the_preview_follows_saves_and_keeps_its_place(site: Path) -> None:
    from textual.color import Color
    from textual.containers import VerticalScroll
    from textual.widgets import Static

    from pannesi.tui.preview import Preview

    async def play() -> None:
        app = Preview(SiteFolder(site), "cas-1", lambda: NOW)
        async with app.run_test(size=(80, 24)) as pilot:
            await pilot.pause()
            case = app.query_one("#case", VerticalScroll)
            case.scroll_to(y=10, animate=False)
            await pilot.pause()
            assert app.query_one("#below").styles.border_top[1] == Color.parse("ansi_default"), "seen on any ground"
            title = next(line for line in app.sheet.lines if line.startswith("══"))
            replaced(site / "cases/cas-1-pacs.yaml", title.removeprefix("══ "), '"[x] Autrement dit"')
            app.look()
            await pilot.pause()
            assert case.scroll_y == 10
            assert "[x] Autrement dit" in str(app.query_one("#text", Static).render())
            await pilot.press("ctrl+c")
        assert app.return_value == 0

    asyncio.run(play())


def test_a_preview_of_a_site_that_never_could_be_read_says_so(site: Path) -> None:
    (site / "cases/cas-1-pacs.yaml").write_text("titre: [", "utf-8")
    sheet = preview_content(SiteFolder(site), "1", NOW, PreviewContent((), ()))
    assert sheet.lines == ()
    assert sheet.problems[0] == "EN ERREUR : rien à montrer avant qu'il se lise."
