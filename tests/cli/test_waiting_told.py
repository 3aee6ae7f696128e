"""Who waits is told what for, and nobody else: only what is laid out in pages takes long."""

from __future__ import annotations

from pathlib import Path

import pytest

from pannesi.documents.formats import formats_of
from tests.support.command_line import Ran
from tests.support.short_night import short_night
from tests.support.small_site import SMALL


@pytest.mark.parametrize("form", [format.name for format in formats_of("report")])
def test_a_report_speaks_of_laying_out_only_where_it_is_laid_out(
    form: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if form == "pdf":
        pytest.importorskip("typst", reason="the PDF needs the extra `paper`")
    short_night(tmp_path)
    place = ("--data", str(tmp_path), "--site", str(SMALL), "--out", str(tmp_path / f"rapport.{form}"))
    ran = Ran(capsys, "report", "nuit-1", "--format", form, *place)
    assert ran.code == 0
    assert ran.err == ("Mise en page du rapport…\n" if form == "pdf" else "")


def test_nor_does_the_binder_as_a_page_to_open(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ran = Ran(capsys, "print", "--html", "--out", str(tmp_path / "classeur.html"), "--site", str(SMALL))
    assert (ran.code, ran.err) == (0, "")


def test_a_register_and_its_figures_neither(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    short_night(tmp_path)
    place = ("--data", str(tmp_path), "--site", str(SMALL))
    assert Ran(capsys, "register", "nuit-1", "--csv", str(tmp_path / "r.csv"), *place).err == ""
    assert Ran(capsys, "figures", "--html", str(tmp_path / "f.html"), *place).err == ""


def test_a_pocket_form_and_the_day_of_printing_are_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = ("--html", "--site", str(SMALL), "--out", str(tmp_path / "poche.html"))
    assert Ran(capsys, "print", "--pocket", *place).code == 0
    page = (tmp_path / "poche.html").read_text("utf-8")
    assert "size: A5" in page
    assert "P-001" not in page
    assert Ran(capsys, "print", "--printed-on", "2026-11-24", "--force", *place).code == 0
    page = (tmp_path / "poche.html").read_text("utf-8")
    assert "size: A4" in page
    assert "24/11/2026" in page
    for day, said in (("11/2026", "un jour entier"), ("32/11/2026", "n'est pas un jour")):
        refused = Ran(capsys, "print", "--printed-on", day, "--force", *place)
        assert refused.code == 2, day
        assert said in refused.err
    assert "24/11/2026" in (tmp_path / "poche.html").read_text("utf-8"), "nothing was written over"
