"""A site that must be refused, met in the full screen: a plain sentence with the place, or the last valid version."""

from __future__ import annotations

import re
import shutil
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.every_screen import EVIL, SHOWN, every_screen, hostile_journal, nothing_acts, walk
from tests.support.full_screen import FULL, screen_of
from tests.support.hostile_sites import clean_bytes, hostile_site, refused_site
from tests.support.small_site import WHERE
from tests.support.terminal import Program

SIZE = (40, 120)
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


def test_the_walk_names_every_screen_that_there_is() -> None:
    """Else a new one would be forgotten by the test that takes it."""
    assert every_screen() == set(SHOWN)


def test_every_screen_sends_nothing_that_the_program_did_not_make(tmp_path: Path) -> None:
    """On a nasty site with a hostile journal; and, beside it, on the last valid version of a site that is refused by
    now, which is said."""
    sites = [hostile_site(tmp_path / name) for name in ("nasty", "refused")]
    with opened(tmp_path / "kept", "--site", str(sites[1])) as program:
        program.ready()
        program.type("\x11")
        assert program.ended() == 0
    refused_site(sites[1], "\\e]0;pris\\a")
    hostile_journal(tmp_path / "hostile")
    environment = {**FULL, "USER": EVIL, "LOGNAME": EVIL}
    with ExitStack() as stack:
        nasty, refused = (
            stack.enter_context(
                Program(
                    tmp_path / data,
                    "--site",
                    str(site),
                    "--who",
                    f"A{EVIL}B",
                    environment=environment,
                    size=SIZE,
                    term="xterm-256color",
                )
            )
            for data, site in zip(("hostile", "kept"), sites, strict=True)
        )
        for program in (nasty, refused):
            program.ready()
        shown = " ".join(" ".join(screen_of(refused, SIZE)).split())
        assert "SITE EN ERREUR" in shown
        assert "cases/cas-7-archivage.yaml" in shown
        seen, seen_of_refused = walk((nasty, refused), SIZE)
        for program in (nasty, refused):
            program.type("\x11")
            assert program.ended() == 0
        sent = nothing_acts(nasty)
        nothing_acts(refused)
    assert {name for name, words in SHOWN.items() if words not in seen} == set()
    assert "␛]0;pris" in sent
    assert "⟦U+202E⟧" in sent
    assert "[RADI]" in sent
    assert "PROCÉDURE DU" in seen_of_refused
    nowhere = {name for name, words in SHOWN.items() if words not in seen_of_refused}
    assert nowhere == {"PastSessionScreen", "IncidentReviewScreen"}, "there is no past one"
