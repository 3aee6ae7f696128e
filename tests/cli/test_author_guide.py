"""The author's guide: every block of YAML in it loads, every command in it runs, in the order of the page."""

from __future__ import annotations

import io
import re
import shlex
import shutil
import textwrap
from pathlib import Path

import pytest

from pannesi.cli import main as cli
from pannesi.history.replay.scenario import read_scenario
from pannesi.procedure.authoring.new_site import STARTER
from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.model.contacts import CHANNEL_KINDS
from pannesi.procedure.model.lines import VERBS
from pannesi.procedure.model.register_fields import FIELD_KINDS
from pannesi.procedure.model.scalars import GENERAL_ROLES
from pannesi.support import errors as exits
from tests.support.plain_playing import ROOT

GUIDE = (ROOT / "docs/guide-auteur.md").read_text("utf-8")
BLOCKS = [(found[1], found[2]) for found in re.finditer(r"^```(\S[^\n]*)\n(.*?)^```$", GUIDE, re.M | re.S)]
HEAD = "format: 1\nkind: case\nid: cas-8\nmark: 8\ntitle: Essai\nrecognise: Un essai.\n"


def put(site: Path, what: str, block: str) -> None:
    """Puts a fragment where the guide says that it goes."""
    contacts = site / "contacts.yaml"
    text = contacts.read_text("utf-8")
    if what == "horaires":
        contacts.write_text(text.replace("schedules:\n", "schedules:\n" + textwrap.indent(block, "  "), 1), "utf-8")
    elif what == "contacts":
        contacts.write_text(text.replace("contacts:\n", "contacts:\n" + textwrap.indent(block, "  "), 1), "utf-8")
    elif what == "site":
        contacts.write_text(text.rstrip("\n") + "\n" + block, "utf-8")
    elif what == "triage":
        triage = site / "cases/triage.yaml"
        triage.write_text(triage.read_text("utf-8").partition("# Ce que l'on cherche")[0] + block, "utf-8")
    elif what == "champs":
        annex = site / "cases/annexe-1-registre.yaml"
        head, _key, _fields = annex.read_text("utf-8").partition("\nfields:\n")
        annex.write_text(f"{head}\nfields:\n{textwrap.indent(block, '  ')}", "utf-8")
    else:
        body = "degraded_mode:\n" + textwrap.indent(block, "  ") if what == "lignes" else block
        (site / "cases/cas-8.yaml").write_text(HEAD + body, "utf-8")


def test_the_guide_from_its_first_line_to_its_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PANNESI_DATA", str(tmp_path / "data"))
    for info, block in BLOCKS:
        language, _space, rest = info.partition(" ")
        if language == "sh":
            for command in block.splitlines():
                run(command, monkeypatch)
        else:
            assert language == "yaml", info
            _yaml(tmp_path, rest, block)
    commands = [block for info, block in BLOCKS if info == "sh"]
    assert len(commands) > 5
    assert len(BLOCKS) - len(commands) > 8


def run(command: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs one line of the guide, nothing to read on standard input; it must end well."""
    program, *arguments = shlex.split(command)
    if program == "cp":
        option, source, target = arguments
        assert option == "-r"
        shutil.copytree(source, target)
        return
    assert program == "pannesi"
    monkeypatch.setattr("sys.stdin", io.StringIO())
    assert cli.run_program(arguments) == exits.OK, command


def _yaml(here: Path, rest: str, block: str) -> None:
    """Writes a block where the guide puts it; the site must then have no problem."""
    what, _space, path = rest.partition(" ")
    assert what in (
        "horaires",
        "contacts",
        "site",
        "lignes",
        "champs",
        "bas",
        "triage",
        "tête",
        "fichier",
        "scénario",
    ), rest
    if path:
        (here / path).parent.mkdir(exist_ok=True)
        (here / path).write_text(block, "utf-8")
    if what == "scénario":
        assert read_scenario(path, block.encode()).steps
    elif what != "fichier":
        put(here / "hopital", what, block)
    assert [problem.message for problem in load_site(here / "hopital").problems] == [], rest


def test_every_verb_is_in_the_guide() -> None:
    for verb in VERBS:
        assert f"`{verb}`" in GUIDE


def test_every_kind_of_channel_and_of_register_field_is_in_the_guide() -> None:
    for begin, kinds in (("Sortes de moyens", CHANNEL_KINDS), ("Sortes de champs", FIELD_KINDS)):
        paragraph = next(part for part in GUIDE.split("\n\n") if part.startswith(begin))
        assert [kind for kind in kinds if f"`{kind}`" not in paragraph] == [], begin


def test_the_starting_site_explains_every_verb_that_a_beginner_meets() -> None:
    text = "".join(path.read_text("utf-8") for path in sorted(STARTER.rglob("*.yaml")))
    for verb in (
        "do",
        "know",
        "standing",
        "call",
        "broadcast",
        "ask",
        "verify",
        "run",
        "becomes",
        "outcome",
        "ticket",
        "register",
    ):
        assert re.search(rf"^\s*(- \{{.*)?{verb}:|, {verb}:", text, re.M), verb
    assert text.count("#") > 40


def test_every_general_role_is_in_the_guide() -> None:
    assert f"sont : {', '.join(GENERAL_ROLES)}." in GUIDE
