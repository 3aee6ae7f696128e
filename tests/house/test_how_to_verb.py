"""A verb is added as its page says, on a copy: two files; left half done, the type checker names each place."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.working_copy import copied_with, run_in, steps, type_errors

PAGE = "add-a-verb.md"
LINES, VERBS = "src/pannesi/procedure/model/lines.py", "src/pannesi/procedure/model/verbs.py"
READ = ("procedure", "session", "presentation/line/line_card.py", "documents/binder")
"""What dispatches on lines, by verb."""
PLAYED = """
from pannesi.procedure.authoring.jsonschema import schemas
from pannesi.procedure.paragraphs import TextPage
from pannesi.procedure.wording.graph import as_text, tree_of
from pannesi.procedure.wording.show_lines import write_lines
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
write_lines(TextPage(80), SITE, SITE.units[0], SITE.units[0].alert, 0)
print([node[-1] for node in as_text(tree_of(SITE, SITE.units[0]))][-1])
print(schemas()["case.json"]["definitions"]["Weigh"]["properties"]["weigh"]["description"])
"""


BELOW = """
from pannesi.procedure.loading.verbs import normalise_verbs
from pannesi.procedure.loading.yaml_reader import read
from pannesi.procedure.model.lines import Weigh
from pannesi.procedure.model.nested_lines import line_fields, branch_fields

tree, _problems = read("a.yaml", b"alert: [{id: a, weigh: b, light: [{id: c, do: d}], heavy: [{id: e, lines: [{id: f, do: g}]}]}]")
print(normalise_verbs("a.yaml", tree), str(tree).count("'verb': 'do'"))
print(line_fields(Weigh), branch_fields(Weigh))
"""


def complaints(folder: Path) -> list[str]:
    """What the type checker says of the copy: each place, by file and function or class."""
    said = type_errors(folder, *READ)
    places = re.findall(r"^src/pannesi/(\S+?):(\d+): error", said, re.M)
    assert bool(said) == bool(places), said
    return sorted({f"{path} {within(folder / 'src/pannesi' / path, int(line))}" for path, line in places})


def within(path: Path, line: int) -> str:
    """The function or class that holds a line of a file."""
    above = path.read_text("utf-8").splitlines()[:line]
    return next(found[1] for text in reversed(above) if (found := re.match(r"\s*(?:def|class) (\w+)", text)))


def changed(folder: Path, old: str, new: str) -> None:
    """Writes into the lines of the copy what stands there once."""
    text = (folder / LINES).read_text("utf-8")
    assert text.count(old) == 1
    (folder / LINES).write_text(text.replace(old, new), encoding="utf-8")


def test_two_files_add_a_verb_and_the_type_checker_names_what_is_left_out(tmp_path: Path) -> None:
    assert set(steps(PAGE)) == {LINES, VERBS}
    folder = copied_with(PAGE, tmp_path)
    assert complaints(folder) == []
    code, said = run_in(folder, "-c", PLAYED)
    assert (code, said.splitlines()) == (
        0, ["à peser | open | True True", "pesé", "1.1 à peser : Peser le lot", "Une chose à peser."],
    )  # fmt: skip

    changed(folder, "PlainLine = Know | Await | Weigh\n", "PlainLine = Know | Await\n")
    assert complaints(folder) == [
        "documents/binder/sheet_lines.py _of_verb",
        "presentation/line/line_card.py content_lines",
        "procedure/checks/links/lines.py check_line",
        "procedure/model/lines.py _leaf_or_branching",
        "procedure/wording/show_lines.py _of_verb",
    ]
    ways = "    light: tuple[Line, ...] = ()\n    heavy: tuple[OutcomeLines, ...] = ()\n"
    changed(
        folder, '    verb: Literal["weigh"]\n    value: Text\n', f'    verb: Literal["weigh"]\n    value: Text\n{ways}'
    )
    changed(folder, "BranchingLine = QuestionLine | Run\n", "BranchingLine = QuestionLine | Run | Weigh\n")
    code, said = run_in(folder, "-c", BELOW)
    assert (code, said.splitlines()) == (0, ["[] 2", "('light',) ('heavy',)"])
    changed(folder, "class Weigh(_Line, traits=verbs.WEIGH):", "class Weigh(_Line):")
    assert complaints(folder) == [
        "documents/binder/cross_references.py branches",
        "documents/binder/sheet_lines.py _of_verb",
        "presentation/line/line_card.py content_lines",
        "procedure/checks/coverage/path_search.py _missing_below",
        "procedure/checks/links/lines.py check_line",
        "procedure/loading/places.py lists_below",
        "procedure/model/lines.py Weigh",
        "procedure/model/numbering.py branches_of",
        "procedure/wording/show_lines.py _branches",
        "procedure/wording/show_lines.py _of_verb",
    ]
