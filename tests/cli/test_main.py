"""The commands: what they print, their exit codes, and that every failure is a French sentence."""

from __future__ import annotations

import io
import json
import os
import platform
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

import pannesi as package
from pannesi import __version__
from pannesi.cli import main as cli
from pannesi.support import errors as exits
from tests.support.command_line import Pannesi, session_of, spoil, typed
from tests.support.plain_playing import ROOT


@pytest.mark.parametrize("option", ["--version", "-V"])
def test_the_version_is_one_line_with_its_date_and_what_it_runs_on(pannesi: Pannesi, option: str) -> None:
    ran = pannesi(option)
    runs_on = f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    assert (ran.code, ran.out) == (exits.OK, f"pannesi {__version__} ({package.BUILT}), {runs_on}\n")


def test_the_version_alone_is_said_before_the_program_is_loaded_in_the_same_words() -> None:
    script = (
        "import sys; sys.argv = ['pannesi', '-V']; from pannesi.__main__ import main; main();"
        " print(*sorted(name for name in sys.modules if name.startswith('pannesi')), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    by_the_command_line = [sys.executable, "-m", "pannesi", "--plain", "--version"]
    assert ran.stdout == subprocess.run(by_the_command_line, capture_output=True, check=True, text=True).stdout
    assert ran.stderr.split() == ["pannesi", "pannesi.__main__", "pannesi.support", "pannesi.support.version"]


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is told otherwise there")
def test_the_version_that_nobody_reads_ends_as_a_closed_output() -> None:
    reads, writes = os.pipe()
    os.close(reads)
    ran = subprocess.run([sys.executable, "-m", "pannesi", "-V"], stdout=writes, stderr=subprocess.PIPE, check=False)
    os.close(writes)
    assert (ran.returncode, ran.stderr) == (exits.OUTPUT_CLOSED, b"")


@pytest.mark.parametrize(
    "command", [(), ("check",), ("show",), ("contacts",), ("verify",), ("sessions",), ("session",)]
)
def test_help_is_french_and_teaches(pannesi: Pannesi, command: tuple[str, ...]) -> None:
    ran = pannesi(*command, "--help")
    assert ran.code == exits.OK
    assert "Usage : pannesi" in ran.out
    for english in ("Show this message", "Options:", "Commands:", "TEXT", "[required]", "<str>"):
        assert english not in ran.out
    assert all(len(line) <= 100 for line in ran.out.splitlines())


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("chek",), "Peut-être : pannesi check ?"),
        (("zzz",), "n'existe pas"),
        (("check", "--jsn"), "L'option --jsn n'existe pas"),
        (("contacts", "--at"), "--at : sa valeur manque"),
        (("contacts", "x"), "un mot de trop"),
        (("session",), "Il manque : ID"),
        (("export",), "Il manque : ID"),
        (("contacts", "--at", "25:00"), "n'est pas une heure possible"),
        (("contacts", "--role", "pape"), "Le rôle « pape » n'existe pas"),
        (("show", "anexe-4"), "Peut-être : annexe-4 ?"),
        (("show", "zzzzzz"), "Il y a : "),
        (("--at", "demain"), "n'est pas une heure possible"),
        (("\x1b]0;x\x07",), "␛]0;x␇"),
    ],
)
def test_what_cannot_be_understood_ends_with_two_and_says_what_to_type(
    pannesi: Pannesi, arguments: tuple[str, ...], says: str
) -> None:
    ran = pannesi(*arguments)
    assert ran.code == exits.USAGE
    assert says in ran.flat
    assert ran.out == ""


def test_a_sound_site_passes_its_gaps_are_warnings(pannesi: Pannesi) -> None:
    ran = pannesi("check", "--json")
    assert ran.code == exits.OK
    assert {row["severity"] for row in ran.rows} == {"warning"}
    assert all(list(row) == ["path", "line", "column", "severity", "code", "message", "help"] for row in ran.rows)
    assert pannesi("check", "--strict").code == exits.PROBLEMS


def test_a_site_with_an_error_fails_with_its_place(pannesi: Pannesi, site: Path) -> None:
    spoil(site)
    ran = pannesi("check", "--site", str(site))
    assert ran.code == exits.PROBLEMS
    assert "cases/cas-3-pacs.yaml:" in ran.out
    assert "recognise" in ran.out
    rows = pannesi("--site", str(site), "check", "--json").rows
    assert [row["severity"] for row in rows].count("error") >= 1


def test_a_folder_that_is_no_site_is_an_error_not_another_site(pannesi: Pannesi, tmp_path: Path) -> None:
    for command in (("check",), ("contacts",), ("show",), ("--plain",)):
        ran = pannesi("--site", str(tmp_path / "nulle-part"), *command)
        assert ran.code == exits.PROBLEMS
        assert "IMADIS" not in ran.out


@pytest.mark.parametrize("name", ["3", "cas-3", "Cas 3", "Cas N°3", "cas n3"])
def test_a_case_has_many_names(pannesi: Pannesi, name: str) -> None:
    ran = pannesi("show", name)
    assert ran.code == exits.OK
    assert "Dysfonctionnement du PACS" in ran.out
    assert pannesi("show", name, "--json").out.startswith('{\n  "format"')


def test_show_lists_cases_and_shows_them_all(pannesi: Pannesi) -> None:
    assert "annexe-4" in pannesi("show").out
    whole = pannesi("show", "all").flat
    assert "Les images du PACS ne sont plus visibles." in whole
    assert {row["id"] for row in pannesi("show", "all", "--json").rows} >= {"cas-1", "annexe-5", "triage"}


def test_contacts_answer_for_any_moment_and_role(pannesi: Pannesi) -> None:
    night = {
        row["id"]: row
        for row in pannesi("contacts", "--at", "2026-11-24 03:12", "--role", "manipulateur", "--json").rows
    }
    assert night["astreinte-informatique"]["reachable"] == "yes"
    assert night["hotline-informatique"]["reachable"] == "no"
    assert night["service-informatique"]["missing"] == ["phone"]
    assert night["philips"]["reserved"] is True
    day = {row["id"]: row for row in pannesi("contacts", "--at", "2026-11-24 10:00", "--json").rows}
    assert day["hotline-informatique"]["reachable"] == "yes"
    assert "numéro interne : *3200" in pannesi("contacts", "--at", "03:12", "--role", "référent").out


def test_an_empty_journal_is_no_failure_and_is_not_made_by_looking(pannesi: Pannesi, tmp_path: Path) -> None:
    assert "Aucune session" in pannesi("sessions").out
    assert pannesi("sessions", "--json").rows == []
    assert pannesi("verify").code == exits.OK
    assert pannesi("session", "2026").code == exits.USAGE
    assert not (tmp_path / "data").exists()


def test_a_session_played_is_listed_told_and_verified(pannesi: Pannesi, monkeypatch: pytest.MonkeyPatch) -> None:
    name = session_of(pannesi, monkeypatch, "6", "1", "1", "joint", "q")
    (row,) = pannesi("sessions", "--json").rows
    assert (row["title"], row["exercise"], row["closed_at"]) == ("Dysfonctionnement du PACS", False, None)
    assert f"● {name}" in pannesi("sessions").out
    told = pannesi("session", name[:13])
    assert (told.code, "3.1 Un seul poste, ou plusieurs ? · réponse : Plusieurs" in told.flat) == (exits.OK, True)
    assert "Depuis le début de la panne" in told.out
    assert "entrée dans" not in told.flat
    assert "entrée dans" in pannesi("session", name, "--all").flat
    whole = json.loads(pannesi("session", name, "--json").out)
    events = whole["events"]
    assert whole["account"]["lines"]["done"][0]["number"] == "3.1"
    assert [event["kind"] for event in events[:3]] == ["session.opened", "visit.opened", "line.answered"]
    assert {event["actor"] for event in events} == {"AB"}
    assert pannesi("verify", "--json").rows == []


def test_sessions_are_listed_with_the_oldest_first_when_asked(
    pannesi: Pannesi, monkeypatch: pytest.MonkeyPatch
) -> None:
    for hour in ("03:12", "01:00"):
        session_of(pannesi, monkeypatch, "6", options=("--at", hour))
    latest = [str(row["began"]) for row in pannesi("sessions", "--json").rows]
    assert latest == sorted(latest, reverse=True)
    assert [row["began"] for row in pannesi("sessions", "--oldest", "--json").rows] == latest[::-1]


def test_exercises_are_listed_apart(pannesi: Pannesi, monkeypatch: pytest.MonkeyPatch) -> None:
    session_of(pannesi, monkeypatch, "6", options=("--at", "03:12"))
    out = pannesi("sessions").out
    assert out.startswith("EXERCICES\n● ")
    assert pannesi("sessions", "--json").rows[0]["exercise"] is True


def test_a_beginning_shared_by_several_sessions_is_not_guessed(
    pannesi: Pannesi, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_of(pannesi, monkeypatch, "6", "ac", "5", "1")
    ran = pannesi("session", "2")
    assert (ran.code, "Plusieurs sessions commencent par « 2 »" in ran.flat) == (exits.USAGE, True)


def test_the_last_valid_version_of_a_site_is_used_and_said(
    pannesi: Pannesi, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = ("--site", str(site))
    session_of(pannesi, monkeypatch, "6", options=where)
    spoil(site)
    ran = pannesi("show", "3", *where)
    assert (ran.code, "SITE EN ERREUR" in ran.err, "PACS" in ran.out) == (exits.OK, True, True)
    typed(monkeypatch, "")
    screen = pannesi("--plain", *where).flat
    assert "SITE EN ERREUR" in screen
    assert "cases/cas-3-pacs.yaml" in screen
    assert "3.1 · Un seul poste" in screen


def test_contacts_in_error_are_those_of_the_last_valid_version(
    pannesi: Pannesi, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = ("--site", str(site))
    session_of(pannesi, monkeypatch, "6", options=where)
    before = pannesi("contacts", "--at", "2026-11-24 03:12", *where).out
    path = site / "contacts.yaml"
    path.write_text(path.read_text("utf-8").replace("site:", "siet:", 1), "utf-8")
    ran = pannesi("contacts", "--at", "2026-11-24 03:12", *where)
    assert (ran.code, ran.out) == (exits.OK, before)
    assert "SITE EN ERREUR" in ran.err


def test_a_site_in_error_with_no_earlier_version_stops_with_what_to_do(pannesi: Pannesi, site: Path) -> None:
    spoil(site)
    ran = pannesi("--plain", "--site", str(site))
    assert ran.code == exits.PROBLEMS
    assert ran.out == ""
    assert "cases/cas-3-pacs.yaml" in ran.err
    assert "pannesi check" in ran.err


def test_a_journal_that_is_no_journal_is_said_and_left_alone(pannesi: Pannesi, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    path = tmp_path / "data" / "journal.db"
    path.write_bytes(b"SQLite format 3\x00" + b"\xff" * 4096)
    before = path.read_bytes()
    for command in ("sessions", "verify"):
        ran = pannesi(command)
        assert (ran.code, ran.out) == (exits.PROBLEMS, "")
        assert "journal" in ran.err
    assert path.read_bytes() == before


def test_folders_are_taken_before_or_after_the_command(pannesi: Pannesi, site: Path, tmp_path: Path) -> None:
    (site / "contacts.yaml").write_text(
        (site / "contacts.yaml").read_text("utf-8").replace("Imagerie, CH de Pau", "Ailleurs"), "utf-8"
    )
    before, after = pannesi("--site", str(site), "show", "all"), pannesi("show", "all", "--site", str(site))
    assert before.out == after.out
    assert before.out.startswith("Ailleurs")


def test_what_a_person_did_ends_in_the_exit_code(pannesi: Pannesi, monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted(io.StringIO):
        def readline(self, *size: object) -> str:  # type: ignore[override]
            raise KeyboardInterrupt

    monkeypatch.setattr("sys.stdin", Interrupted())
    ran = pannesi("--plain")
    assert ran.code == exits.INTERRUPTED
    assert "Traceback" not in ran.err


def test_without_any_input_the_screen_is_shown_and_all_ends_well(
    pannesi: Pannesi, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", None)
    ran = pannesi("--plain")
    assert ran.code == exits.OK
    assert "Que se passe-t-il ?" in ran.out


def fails(capsys: pytest.CaptureFixture[str], secret: str) -> str:
    """What is told of a failure in a function that holds a secret."""
    try:
        held = secret
        raise RuntimeError(f"{len(held)}")
    except RuntimeError as failure:
        cli.print_failure(RuntimeError, failure, failure.__traceback__)
    return capsys.readouterr().err


def test_a_failure_of_ours_is_told_in_french_without_values(capsys: pytest.CaptureFixture[str]) -> None:
    err = fails(capsys, "DUPONT")
    assert "la session reprend où elle était" in " ".join(err.split())
    assert "DUPONT" not in err
    assert "Traceback" not in err


def test_its_place_is_told_to_who_asks_for_it(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PANNESI_DEBUG", "1")
    assert "Traceback" in fails(capsys, "DUPONT")


def test_a_failure_ends_the_process_with_one(monkeypatch: pytest.MonkeyPatch) -> None:
    script = (
        "import sys; from pannesi.cli import launch, main as cli; launch.open_face = lambda wanted: 1 / 0; cli.main()"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    assert (ran.returncode, ran.stdout) == (exits.PROBLEMS, "")
    assert "ZeroDivisionError" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="Windows reports a closed pipe otherwise")
def test_a_closed_pipe_ends_quietly() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [sys.executable, "-m", "pannesi", "show", "all"], stdout=writing, stderr=subprocess.PIPE, text=True, check=False,
        cwd=ROOT,
    )  # fmt: skip
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (exits.OUTPUT_CLOSED, "")


@pytest.mark.parametrize("heavy", ["textual", "rich", "typer", "holidays", "rapidfuzz", "sqlite3"])
def test_reading_help_loads_nothing_heavy_but_the_command_line(heavy: str) -> None:
    script = "import sys; from pannesi.cli import main as cli; cli.run_program(['--version']); print([n for n in sys.modules], file=sys.stderr)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert (f"'{heavy}'" in ran.stderr) is (heavy == "typer")


def test_the_words_of_the_history_are_those_of_the_procedure_that_was_run(
    pannesi: Pannesi, site: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = ("--site", str(site))
    name = session_of(pannesi, monkeypatch, "6", "1", "q", options=where)
    path = site / "cases" / "cas-3-pacs.yaml"
    path.write_text(
        path.read_text("utf-8").replace("ask: Un seul poste, ou plusieurs ?", "ask: Combien de postes ?"), "utf-8"
    )
    assert "Un seul poste, ou plusieurs ?" in pannesi("session", name, *where).flat
    as_it_was = pannesi("session", name, "--procedure", *where).flat
    assert "Un seul poste, ou plusieurs ?" in as_it_was
    assert "Combien de postes ?" not in as_it_was


@pytest.mark.parametrize("option", ["--words", "--notes", "--who", "--case", "--system"])
def test_letters_of_a_terminal_in_latin_1_are_looked_for_as_they_were_meant(pannesi: Pannesi, option: str) -> None:
    ran = pannesi("sessions", option, "H\udce9l\udce8ne")
    assert ran.code in (exits.OK, exits.USAGE)
    assert "Traceback" not in ran.err


def test_words_typed_in_latin_1_find_the_session_of_who_is_called_so(
    pannesi: Pannesi, monkeypatch: pytest.MonkeyPatch
) -> None:
    session_of(pannesi, monkeypatch, "6", "q", options=("--who", "H\udce9l\udce8ne"))
    assert pannesi("sessions", "--json").rows[0]["persons"] == ["Hélène"]
    assert len(pannesi("sessions", "--who", "H\udce9l\udce8ne", "--json").rows) == 1
    assert pannesi("session", "\udce9").code == exits.USAGE
