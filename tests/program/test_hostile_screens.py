"""A site that must be refused, met in the full screen: a plain sentence with the place, or the last valid version."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from tests.program.test_full_screen import FULL, screen_of
from tests.program.test_hostile import clean_bytes, hostile_site, refused_site
from tests.support.every_screen import EVIL, SHOWN, nothing_acts, walk
from tests.support.small_site import WHERE
from tests.support.terminal import Program

REFUSED = sorted((WHERE / "hostile/refused").glob("*.yaml"))


def opened(data: Path, *arguments: str, size: tuple[int, int] = (24, 80)) -> Program:
    return Program(data, *arguments, environment=FULL, size=size, term="xterm-256color")


@pytest.mark.parametrize("injected", ["\\e]0;pris\\a", "\\u202Erouge", "\\0"], ids=["escape", "bidi", "nul"])
def test_a_refused_site_never_seen_valid_gives_a_plain_sentence_with_the_place_and_what_to_do(
    injected: str, tmp_path: Path
) -> None:
    site, where = refused_site(tmp_path / "site", injected)
    with opened(tmp_path / "data", "--site", str(site)) as program:
        assert program.ended() == 1
        assert b"\x1b[?1049h" not in program.output
        clean_bytes(program)
        told = " ".join(program.text.split())
        assert "ne peut pas être utilisé : " in told
        assert re.search(rf"cases/cas-7-archivage\.yaml:{where}:\d+: erreur\[P\d+\]", told)
        assert f"pannesi check --site {site}" in told.replace("/ ", "/")
        assert "suivre la procédure papier" in told


def test_each_hostile_file_is_refused_with_its_place_before_any_screen(tmp_path: Path) -> None:
    site = hostile_site(tmp_path / "site")
    for number, path in enumerate(REFUSED):
        shutil.copy(path, site / "cases" / f"cas-{50 + number}-{path.stem}.yaml")
    with opened(tmp_path / "data", "--site", str(site), size=(60, 200)) as program:
        assert program.ended() == 1
        assert b"\x1b[?1049h" not in program.output
        clean_bytes(program)
        assert len(re.findall(r"cases/cas-\d+-[a-z-]+\.yaml:\d+:\d+: erreur\[P", program.text)) >= 9
        assert re.search(r"et \d+ autres", program.text)


def test_a_refused_site_seen_valid_before_opens_on_the_valid_version_says_so_and_lets_nothing_through(
    tmp_path: Path,
) -> None:
    site = hostile_site(tmp_path / "site")
    with opened(tmp_path / "data", "--site", str(site)) as program:
        program.ready()
        program.type("\x11")
        assert program.ended() == 0
    refused_site(site, "\\e]0;pris\\a")
    with opened(tmp_path / "data", "--site", str(site), "--who", f"A{EVIL}B", size=(40, 120)) as program:
        program.ready()
        shown = " ".join(" ".join(screen_of(program, (40, 120))).split())
        assert "SITE EN ERREUR" in shown
        assert "cases/cas-7-archivage.yaml" in shown
        seen = walk(program, (40, 120))
        assert "PROCÉDURE DU" in seen
        program.type("\x11")
        assert program.ended() == 0
        nothing_acts(program)
    assert {name for name, words in SHOWN.items() if words not in seen} == {"PastSessionScreen"}, "there is no past one"
