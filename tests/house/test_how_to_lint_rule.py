"""A rule is added to the lint as its page says, on a copy: one file, and everything else derives."""

from __future__ import annotations

from pathlib import Path

from tests.support.working_copy import copied_with, edited, run_in, steps, type_errors

PAGE = "add-a-lint-rule.md"
RULE = "src/pannesi/procedure/checks/rules/shouting.py"
CASE = (
    "format: 1\nkind: case\nid: cas-9\nmark: 9\ntitle: Essai\nrecognise: Un essai.\nsource: x\n"
    "alert:\n  - {id: prevenir, do: PRÉVENIR LE CADRE DE NUIT, source: Cas 9}\n"
)


def test_one_file_adds_a_rule_with_its_page_and_its_tests(tmp_path: Path) -> None:
    assert set(steps(PAGE)) == {RULE}
    folder = copied_with(PAGE, tmp_path)
    (folder / "cases/cas-9.yaml").write_text(CASE, "utf-8")
    assert "cases/cas-9.yaml:9:24: avertissement[P599]" in run_in(folder, "-m", "pannesi", "check")[1]
    assert "Ligne en capitales" in run_in(folder, "-m", "pannesi", "explain", "P599")[1]
    (folder / "cases/cas-9.yaml").unlink()
    tests = ("-k", "P599 or same_codes", "tests/procedure/test_explain.py", "tests/procedure/test_lint.py")
    assert type_errors(folder, "procedure/checks/rules") == ""
    with edited(folder, RULE, "_shouted,", "_('autre'),"):
        assert f"{RULE}:" in type_errors(folder, "procedure/checks/rules")
    code, told = run_in(folder, "-m", "pytest", "-q", "-n", "0", *tests)
    assert (code, "5 passed" in told) == (0, True), told
