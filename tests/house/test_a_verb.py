"""A verb is added in two files: tried on a copy of the sources, which a type checker reads and a session is played on."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.house.test_walls import copied
from tests.support.project_files import ROOT

LINES, VERBS = "src/pannesi/procedure/model/lines.py", "src/pannesi/procedure/model/verbs.py"
TRAITS = """
WEIGH = VerbTraits(
    explained=N_("Une chose à peser."),
    heading=N_("à peser"),
    to_do=N_("à peser"),
    done=N_("pesé"),
    by_others=True,
)
"""
CLASS = '''
class Weigh(_Line, traits=verbs.WEIGH):
    """Something to weigh."""

    verb: Literal["weigh"]
    value: Text


Line = Annotated['''
READ = ("procedure", "session", "presentation/line_card.py", "documents/binder")
"""What dispatches on lines, by verb."""
PLAYED = """
from pannesi.procedure.authoring.jsonschema import schemas
from pannesi.procedure.paragraphs import Page
from pannesi.procedure.wording.graph import as_text, tree_of
from pannesi.procedure.wording.show_lines import say_lines
from pannesi.session import actions as want
from pannesi.session.labels import status_word, verb_word
from pannesi.session.projection.allowed_acts import Act
from tests.support.building import site, start

LINE = {"id": "poids", "weigh": "Peser le lot", "why": "Le transporteur le demande"}
SITE = site({"id": "cas-1", "symptoms": [{"id": "s", "label": "S", "system": "S"}], "alert": [LINE]})
played = start(SITE, "cas-1", "s")
row = played.line("poids")
print(verb_word(row.line), "|", row.status, "|", Act.SETTLE in row.allowed, Act.LEAVE in row.allowed)
played.do(want.Settle(*row.key))
print(status_word(played.line("poids")))
page = Page(80)
say_lines(page, SITE, SITE.units[0], SITE.units[0].alert, 0)
print([node[-1] for node in as_text(tree_of(SITE, SITE.units[0]))][-1])
print(schemas()["case.json"]["definitions"]["Weigh"]["properties"]["weigh"]["description"])
"""


def changed(folder: Path, path: str, *changes: tuple[str, str]) -> None:
    """Writes into a file of the copy what stands there only once."""
    text = (folder / path).read_text("utf-8")
    for old, new in changes:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (folder / path).write_text(text, encoding="utf-8")


def complaints(folder: Path) -> list[str]:
    """What the type checker says of the copy: each place, by file and function or class."""
    sources = [f"src/pannesi/{part}" for part in READ]
    command = [sys.executable, "-m", "mypy", "--cache-dir", str(folder / "cache"), *sources]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    places = re.findall(r"^src/pannesi/(\S+?):(\d+): error", done.stdout, re.M)
    assert done.returncode == (1 if places else 0), done.stdout + done.stderr
    return sorted({f"{path} {within(folder / 'src/pannesi' / path, int(line))}" for path, line in places})


def within(path: Path, line: int) -> str:
    """The function or class that holds a line of a file."""
    above = path.read_text("utf-8").splitlines()[:line]
    return next(found[1] for text in reversed(above) if (found := re.match(r"\s*(?:def|class) (\w+)", text)))


def test_every_place_that_must_know_of_a_verb_is_named_until_nothing_is_left(tmp_path: Path) -> None:
    copy = copied(tmp_path)
    changed(copy, VERBS, ("REGISTER = VerbTraits(", f"{TRAITS.strip()}\nREGISTER = VerbTraits("))
    changed(copy, LINES, ("\nLine = Annotated[", CLASS.replace(", traits=verbs.WEIGH", "")))
    assert complaints(copy) == ["procedure/model/lines.py Weigh"]

    changed(copy, LINES, ("class Weigh(_Line)", "class Weigh(_Line, traits=verbs.WEIGH)"))
    changed(copy, LINES, ("    | Register,\n", "    | Register\n    | Weigh,\n"))
    assert complaints(copy) == [
        "documents/binder/sheet_lines.py _of_verb",
        "presentation/line_card.py sheet",
        "procedure/checks/links/lines.py check_line",
        "procedure/model/lines.py _leaf_or_branching",
        "procedure/wording/show_lines.py _of_verb",
    ]

    changed(copy, LINES, ("PlainLine = Know | Await\n", "PlainLine = Know | Await | Weigh\n"))
    assert complaints(copy) == []
    done = subprocess.run(
        [sys.executable, "-c", PLAYED], cwd=copy, capture_output=True, text=True, check=False,
        env={"PYTHONPATH": f"{copy / 'src'}:{ROOT}", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"},
    )  # fmt: skip
    assert done.stdout.splitlines() == [
        "à peser | open | True True", "pesé", "1.1 à peser : Peser le lot", "Une chose à peser.",
    ], done.stderr  # fmt: skip
