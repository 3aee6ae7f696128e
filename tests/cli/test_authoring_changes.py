"""The commands that begin a site and change it safely: new, diff, replay, graph."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pannesi.support import errors as exits
from tests.support.command_line import Pannesi, session_of, spoil, typed
from tests.support.plain_playing import ROOT

PLAYED = ("1", "1", "joint", "fait", "fait", "fait", "fait", "1", "re", "AB", "salle 2", "", "fait", "fait", "cl", "q")
"""A whole outage of the PACS at the starting site."""


@pytest.fixture
def fresh(pannesi: Pannesi, tmp_path: Path) -> Path:
    folder = tmp_path / "hopital"
    assert pannesi("new", "site", str(folder)).code == exits.OK
    return folder


def replace(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


def test_a_new_site_has_neither_errors_nor_warnings(pannesi: Pannesi, fresh: Path) -> None:
    assert pannesi("check", "--site", str(fresh), "--strict").code == exits.OK


def test_nothing_that_is_there_is_overwritten(pannesi: Pannesi, fresh: Path) -> None:
    before = {path: path.read_bytes() for path in fresh.rglob("*.yaml")}
    assert pannesi("new", "site", str(fresh)).code == exits.PROBLEMS
    assert pannesi("new", "case", str(fresh / "cases/cas-2-ris.yaml")).code == exits.PROBLEMS
    assert pannesi("new", "case", str(fresh / "cases/cas-2-autre.yaml")).code == exits.PROBLEMS
    assert {path: path.read_bytes() for path in fresh.rglob("*.yaml")} == before


def test_a_new_case_takes_the_number_asked_for_or_the_next_and_loads_as_a_draft(
    pannesi: Pannesi, fresh: Path
) -> None:  # fmt: skip
    assert pannesi("new", "case", str(fresh / "cases/cas-9-portail.yaml")).code == exits.OK
    assert pannesi("new", "case", str(fresh)).code == exits.OK
    assert pannesi("new", "case", str(fresh / "cases/reseau.yaml")).code == exits.OK
    assert sorted(path.name for path in (fresh / "cases").glob("*.yaml"))[2:5] == [
        "cas-1-pacs.yaml", "cas-10.yaml", "cas-2-ris.yaml",
    ]  # fmt: skip
    assert pannesi("check", "--site", str(fresh), "--strict").code == exits.OK
    for name in ("cas-9", "cas-10", "reseau"):
        assert "état : brouillon" in pannesi("show", name, "--site", str(fresh)).out


@pytest.mark.parametrize("where", ["nulle-part", "hopital/cas-9.yaml", "ailleurs/cases/cas-9.yaml"])
def test_a_case_outside_any_site_is_refused(pannesi: Pannesi, fresh: Path, where: str) -> None:
    ran = pannesi("new", "case", str(fresh.parent / where))
    assert ran.code == exits.USAGE
    assert not list(fresh.parent.rglob("cas-9*"))


def test_a_draft_is_refused_for_real_and_played_in_an_exercise(
    pannesi: Pannesi, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    pannesi("new", "case", str(fresh / "cases/cas-3-portail.yaml"))
    typed(monkeypatch, "3", "q")
    ran = pannesi("--plain", "--who", "AB", "--site", str(fresh))
    assert "(brouillon)" in ran.flat
    assert "il se déroule en exercice seulement" in ran.flat
    assert pannesi("sessions", "--json", "--site", str(fresh)).rows == []
    session_of(pannesi, monkeypatch, "3", "q", options=("--exercise", "--site", str(fresh)))


def test_an_overdue_review_is_told_by_check_and_with_the_sessions_but_not_to_the_operator(
    pannesi: Pannesi, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    replace(fresh / "cases/cas-1-pacs.yaml", "status: à relire", "review_by: 2020-01-31\nstatus: à relire")
    assert "P407" in pannesi("check", "--site", str(fresh)).out
    assert "Relecture en retard : cas-1" in pannesi("sessions", "--site", str(fresh)).flat
    typed(monkeypatch, "1", "q")
    assert "electure" not in pannesi("--plain", "--who", "AB", "--site", str(fresh)).out


def test_diff_ends_by_0_1_or_2(pannesi: Pannesi, site: Path, tmp_path: Path) -> None:
    assert pannesi("diff", str(ROOT), str(site)).code == exits.OK
    replace(site / "contacts.yaml", "04 37 23 00 00", "04 37 23 00 09")
    ran = pannesi("diff", str(ROOT), "--site", str(site))
    assert (ran.code, "04 37 23 00 ⟦09⟧" in ran.out) == (exits.PROBLEMS, True)
    assert pannesi("diff", str(ROOT), str(site), "--json").rows[0]["thing"] == "channel"
    spoil(site)
    broken = pannesi("diff", str(ROOT), str(site))
    assert broken.code == exits.USAGE
    assert "cas-3-pacs.yaml" in broken.flat
    assert pannesi("diff").code == exits.USAGE
    assert pannesi("diff", str(tmp_path / "absent"), str(ROOT)).code == exits.USAGE


def test_a_session_is_compared_saved_and_replayed(
    pannesi: Pannesi, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    here = ("--site", str(fresh))
    name = session_of(pannesi, monkeypatch, *PLAYED, options=here)
    assert pannesi("diff", "--session", name, *here).code == exits.OK
    kept = fresh / "scenarios/pacs.yaml"
    assert pannesi("replay", "--save", name, str(kept), *here).code == exits.OK
    assert pannesi("replay", "--save", name, str(kept), *here).code == exits.PROBLEMS
    assert [row["findings"] for row in pannesi("replay", "--json", *here).rows] == [[], []]

    other = shutil.copytree(fresh, fresh.parent / "autre")
    replace(other / "cases/cas-1-pacs.yaml", "  - id: images-continuent ", "  - id: images-continues ")
    ran = pannesi("replay", "--site", str(other))
    assert ran.code == exits.OK
    assert "ne serait plus demandé" in ran.flat
    replace(other / "cases/cas-1-pacs.yaml", "  - id: ris-aussi\n", "  - id: ris-encore\n")
    ran = pannesi("replay", "--site", str(other))
    assert ran.code == exits.PROBLEMS
    assert "réponse disparue" in ran.flat
    assert pannesi("diff", "--session", name, "--site", str(other)).code == exits.PROBLEMS
    assert pannesi("replay", "--since", "2999-01-01", "--json", *here).rows[0]["scenario"] is True


def test_an_open_session_is_no_scenario_yet_and_a_bad_file_is_told(
    pannesi: Pannesi, fresh: Path, monkeypatch: pytest.MonkeyPatch
) -> None:  # fmt: skip
    here = ("--site", str(fresh))
    name = session_of(pannesi, monkeypatch, "1", "q", options=here)
    assert "n'est pas close" in pannesi("replay", "--save", name, str(fresh / "x.yaml"), *here).flat
    (fresh / "scenarios").mkdir()
    (fresh / "scenarios/faux.yaml").write_text("steps: [", "utf-8")
    ran = pannesi("replay", *here)
    assert ran.code == exits.PROBLEMS
    assert "scenarios/faux.yaml:1" in ran.flat


def test_a_link_instead_of_the_folder_of_scenarios_is_not_followed(pannesi: Pannesi, fresh: Path) -> None:
    elsewhere = fresh.parent / "ailleurs"
    elsewhere.mkdir()
    (elsewhere / "secret.yaml").write_text("mot de passe: [", "utf-8")
    (fresh / "scenarios").symlink_to(elsewhere)
    ran = pannesi("replay", "--site", str(fresh))
    assert ran.code == exits.PROBLEMS
    assert "scenarios/ est un lien, qui n'est pas suivi" in ran.flat
    assert "secret" not in ran.flat


@pytest.mark.parametrize(
    ("form", "begins"), [("text", "cas-3 · "), ("mermaid", "flowchart LR"), ("dot", "digraph {"), ("svg", "<svg ")]
)
def test_a_case_is_drawn_in_four_forms(pannesi: Pannesi, form: str, begins: str) -> None:
    ran = pannesi("graph", "3", "--format", form)
    assert (ran.code, ran.out.startswith(begins)) == (exits.OK, True)


def test_a_form_that_is_none_is_refused(pannesi: Pannesi) -> None:
    ran = pannesi("graph", "3", "--format", "png")
    assert (ran.code, "mermaid" in ran.err) == (exits.USAGE, True)
