"""The commands of who writes a site: check in its forms, explain."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pannesi.cli import main as cli
from pannesi.procedure.checks.coverage import prove_coverage
from pannesi.support import errors as exits
from pannesi.support.i18n import format_number
from tests.support.plain_playing import ROOT
from tests.support.shipped_site import shipped


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = cli.run_program(arguments)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_short_form_is_one_line_a_problem(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "check", "--site", str(ROOT), "--format", "short")
    rows = json.loads(run(capsys, "check", "--site", str(ROOT), "--json")[1])
    assert code == exits.OK
    assert len(out.splitlines()) == len(rows) + 1
    assert all("avertissement[P" in line for line in out.splitlines()[:-1])


def test_a_forge_gets_annotations_alone(capsys: pytest.CaptureFixture[str]) -> None:
    _code, out, _err = run(capsys, "check", "--site", str(ROOT), "--format", "github")
    assert all(line.startswith("::warning file=") for line in out.splitlines())


def test_an_unknown_form_says_which_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "check", "--format", "xml")
    assert (code, out) == (exits.USAGE, "")
    assert "github" in err


def test_in_full_the_cause_is_told_once_a_code(capsys: pytest.CaptureFixture[str]) -> None:
    _code, out, _err = run(capsys, "check", "--site", str(ROOT))
    causes = [line for line in out.splitlines() if line.startswith("  cause : ")]
    assert causes
    assert len(causes) == len(set(causes))


def test_a_review_that_is_due_is_told_to_the_author_by_the_clock(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "cases").mkdir()
    (tmp_path / "contacts.yaml").write_text("format: 1\nsite: Essai\n", "utf-8")
    case = "format: 1\nkind: case\nid: a\nmark: 1\ntitle: x\nrecognise: x\nsource: x\nreview_by: 2001-01-01\n"
    (tmp_path / "cases/a.yaml").write_text(case, "utf-8")
    code, out, _err = run(capsys, "check", "--site", str(tmp_path))
    assert code == exits.OK
    assert "P407" in out
    assert run(capsys, "check", "--site", str(tmp_path), "--strict")[0] == exits.PROBLEMS


def test_a_code_is_explained_with_wrong_and_right(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "explain", "p203")
    assert code == exits.OK
    assert out.index("Faux") < out.index("Juste")
    assert out.startswith("P203 · ")


def test_all_codes_are_listed_and_an_unknown_one_is_no_crash(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _err = run(capsys, "explain")
    rows = json.loads(run(capsys, "explain", "--json")[1])
    assert code == exits.OK
    assert all(row["code"] in out for row in rows)
    code, _out, err = run(capsys, "explain", "P999")
    assert code == exits.USAGE
    assert "pannesi explain" in err


@pytest.mark.parametrize("command", ["check", "explain"])
def test_help_is_french(capsys: pytest.CaptureFixture[str], command: str) -> None:
    _code, out, _err = run(capsys, command, "--help")
    assert "Exemples" in out
    assert "Show this message" not in out


def test_schemas_are_shown_or_written(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for kind in ("case", "contacts"):
        code, out, _err = run(capsys, "schema", kind)
        assert code == exits.OK
        assert "draft-07" in json.loads(out)["$schema"]
    assert run(capsys, "schema", "--out", str(tmp_path / "new"))[0] == exits.OK
    assert sorted(path.name for path in (tmp_path / "new").iterdir()) == ["case.json", "contacts.json"]


def test_a_schema_that_cannot_be_written_or_is_none_is_said(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", "utf-8")
    code, _out, err = run(capsys, "schema", "--out", str(tmp_path / "file"))
    assert (code, "ne peut pas être écrit" in " ".join(err.split())) == (exits.USAGE, True)
    assert run(capsys, "schema", "xml")[0] == exits.USAGE


def flat_digits(number: int) -> str:
    return format_number(number).replace("\N{NO-BREAK SPACE}", " ")


def test_the_proof_is_asked_for_and_tells_days_hours_ways_and_how_many_walks_there_are(
    capsys: pytest.CaptureFixture[str],
) -> None:
    plain = run(capsys, "check", "--site", str(ROOT))[1]
    assert "[P6" not in plain
    assert "Toutes les voies finissent" not in plain
    code, out, _err = run(capsys, "check", "--site", str(ROOT), "--proof")
    assert code == exits.OK
    found = prove_coverage(shipped())
    most, longest = (
        max(found.path_counts, key=lambda one: one.count),
        max(found.path_counts, key=lambda one: one.longest),
    )
    flat = " ".join(out.split())
    assert f"Toutes les voies finissent : {flat_digits(sum(one.count for one in found.path_counts))} en tout." in flat
    assert f"La plus longue : {longest.longest} lignes, « {longest.entry.symptom.label} »." in flat
    assert f"La plus ramifiée : {flat_digits(most.count)} voies, « {most.entry.symptom.label} »." in flat
    assert "IMADIS est-il en activité maintenant ?" in flat
    assert [line.split()[1] for line in out.splitlines() if line.strip().startswith("mardi ")]


def test_the_checks_that_guard_every_change_run_the_proof() -> None:
    assert "pannesi check --proof" in (ROOT / ".ci/run").read_text("utf-8")
