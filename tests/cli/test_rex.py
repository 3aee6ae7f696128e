"""`pannesi rex`: the review of an outage from the command line."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.store import review_chain
from pannesi.session.events import Draft
from pannesi.support import errors as exits
from pannesi.support.clock import wall_clock
from tests.support.command_line import Pannesi
from tests.support.journal_nights import night
from tests.support.plain_playing import ROOT
from tests.support.writers import Wall, fake_writer

CLOSED, OPEN = "20261124-0312-ab12", "20261201-0312-cd34"


@pytest.fixture
def nights(tmp_path: Path) -> None:
    """A night that is closed, and one that is not."""
    journal = SqliteJournal(tmp_path / "data" / "journal.db", fake_writer("w1"))
    began = wall_clock() - timedelta(days=3)
    night(journal, Wall(), began, CLOSED)
    night(journal, Wall(), began + timedelta(days=2), OPEN, close=None)
    journal.close()


def test_a_review_is_written_read_and_followed_until_its_action_is_done(nights: None, pannesi: Pannesi) -> None:
    assert f"En commencer un : pannesi rex say {CLOSED}" in pannesi("rex").flat
    said = pannesi(
        "rex",
        "say",
        CLOSED[:8],
        "--severity",
        "majeure",
        "--effect",
        "retard",
        "--effect",
        "transf",
        "--failed",
        "le numéro",
    )
    assert said.code == exits.OK
    assert "Aucun fait de la session ne change" in said.flat
    assert pannesi("rex", "ticket", CLOSED, "--number", "4711").code == exits.OK
    assert pannesi("rex", "action", CLOSED, "relire 3.7", "--pilot", "AB", "--due", "demain").code == exits.OK
    review = json.loads(pannesi("rex", "show", CLOSED, "--json").out)
    assert (review["severity"], review["effect"], review["cause"]) == ("major", ["delay", "transfer"], None)
    assert (review["failed"], review["tickets"]) == ("le numéro", [{"number": "4711", "answered": None}])
    (action,) = pannesi("rex", "--json").rows
    assert (action["what"], action["standing"]) == ("relire 3.7", "open")
    assert json.loads(pannesi("figures", "--json").out)["actions"] == {"open": 1, "overdue": 0, "done": 0, "dropped": 0}
    shown = pannesi("rex", "show", CLOSED).flat
    for words in ("Gravité : majeure", "retard, transfert", "Cause : pas dit", "n° 4711", "relire 3.7 · pilote : AB"):
        assert words in shown
    assert pannesi("rex", "done", str(action["id"])[:8], "--how", "relu").code == exits.OK
    assert pannesi("rex", "--json").rows == []
    assert [done["standing"] for done in pannesi("rex", "--all", "--json").rows] == ["done"]
    assert json.loads(pannesi("figures", "--json").out)["actions"]["done"] == 1
    assert pannesi("rex", "say", CLOSED, "--severity", "-").code == exits.OK
    assert json.loads(pannesi("rex", "show", CLOSED, "--json").out)["severity"] is None
    assert pannesi("verify").code == exits.OK


def test_while_the_outage_lasts_only_what_is_to_be_declared_is_said(nights: None, pannesi: Pannesi) -> None:
    shown = pannesi("rex", "show", OPEN).flat
    assert "pannesi ne décide d'aucun de ces signalements" in shown
    assert "La session est ouverte" in shown
    assert "Actions" not in shown
    assert pannesi("rex", "declare", OPEN, "dpo", "fait", "--number", "2026-14").code == exits.OK
    assert pannesi("rex", "declare", OPEN, "radio", "pas su").code == exits.OK
    assert "violation de données) : fait, n° 2026-14" in pannesi("rex", "show", OPEN).flat
    refused = pannesi("rex", "say", OPEN, "--cause", "réseau")
    assert refused.code != exits.OK
    assert "n'est pas close" in refused.flat
    assert json.loads(pannesi("rex", "show", OPEN, "--json").out)["declarations"]["radiation"]["state"] == "unknown"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("say", CLOSED), "Rien à dire"),
        (("say", CLOSED, "--severity", "énorme"), "Il y a : mineure, significative"),
        (("say", "rien", "--severity", "majeure"), "Aucune session ne commence"),
        (("declare", CLOSED, "police", "fait"), "RSSI, DPO"),
        (("action", CLOSED, "relire", "--pilot", "AB", "--due", "bientôt"), "n'est pas un jour"),
        (("action", CLOSED, "relire", "--pilot", "AB", "--due", "01/01/2020"), "déjà passée"),
        (("ticket", CLOSED), "numéro du ticket, ou qui a répondu"),
        (("done", "zz"), "Aucune action"),
        (("print", CLOSED), "n'a pas encore de retour d'expérience"),
        (("print", CLOSED, "--format", "docx"), "n'existe pas"),
    ],
)
def test_what_cannot_be_done_is_refused_in_words(
    nights: None, pannesi: Pannesi, words: tuple[str, ...], why: str
) -> None:
    refused = pannesi("rex", *words)
    assert refused.code != exits.OK
    assert why in refused.flat
    assert pannesi("rex", "--all", "--json").rows == []


def test_the_words_of_a_review_are_erased_alone_and_without_a_journal_nothing_is_there(
    nights: None, pannesi: Pannesi
) -> None:
    pannesi("rex", "say", CLOSED, "--worked", "les CD")
    assert "retour d'expérience : 1 texte" in pannesi("erase", "--rex", CLOSED, "--dry-run").flat
    assert pannesi("erase", "--rex", CLOSED, "--yes").code == exits.OK
    assert "Ce qui a bien marché : (effacé)" in pannesi("rex", "show", CLOSED).flat
    assert "mot laissé" in pannesi("session", CLOSED, "--reasons").flat
    assert pannesi("erase", "--rex", CLOSED, "--session", CLOSED).code == exits.USAGE


def test_without_a_journal_there_is_no_review(pannesi: Pannesi) -> None:
    assert "aucune action" in pannesi("rex").flat
    assert pannesi("rex", "show", CLOSED).code == exits.USAGE


EVIL = "\x1b]0;pris\x07\x1b[2J\u202e[/x] {0} %s <b>|"


def test_a_hostile_review_is_shown_as_text_and_does_nothing(
    nights: None, pannesi: Pannesi, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = SqliteJournal(tmp_path / "data" / "journal.db", fake_writer("w9"))
    facts: list[tuple[str, dict[str, Any]]] = [
        ("rex.outage", {"session": EVIL, "title": EVIL, "systems": [EVIL], "redlines": [EVIL], "lines": [EVIL]}),
        ("rex.said", {"about": "", "field": "severity", "values": [EVIL, EVIL]}),
        ("rex.said", {"about": "", "field": "failed", "values": []}),
        ("rex.said", {"about": f"action:{EVIL}", "field": "what", "values": []}),
        ("rex.said", {"about": f"action:{EVIL}", "field": "due", "values": ["9999-99-99"]}),
        ("rex.said", {"about": f"declaration:{EVIL}", "field": "state", "values": [EVIL]}),
        ("rex.said", {"about": f"ticket:{EVIL}", "field": EVIL, "values": 4}),
        ("rex.weather", {"sky": EVIL}),
        ("rex.said", {}),
    ]
    for number, (kind, payload) in enumerate(facts):
        for chain in (CLOSED, f"parti-{EVIL}"):
            name = f"evil{chain[:2]}{number}"
            at = "2026-11-25T08:00:00.000Z"
            journal.append([Draft(name, review_chain(chain), kind, payload, at, EVIL, text=EVIL if number else None)])
    journal.close()
    for words in (
        ("rex",),
        ("rex", "--all", "--json"),
        ("rex", "show", CLOSED),
        ("rex", "show", "parti"),
        ("figures",),
    ):
        assert pannesi(*words).code == exits.OK, words
    for form in ("md", "html", "json", "pdf"):
        target = tmp_path / f"fiche.{form}"
        assert pannesi("rex", "print", CLOSED, "--words", "--format", form, "--out", str(target)).code == exits.OK
        if form != "pdf":
            written = target.read_text("utf-8")
            assert "\x1b" not in written
            assert "\u202e" not in written
            assert form != "html" or "<b>" not in written
    monkeypatch.chdir(tmp_path)
    assert pannesi("rex", "print", "parti", "--words", "--site", str(ROOT)).code == exits.OK
    assert len(list(tmp_path.glob("rex-parti-*.md"))) == 1
    assert pannesi("verify").code == exits.OK


def test_a_figure_that_there_is_not_is_named_with_those_that_there_are(nights: None, pannesi: Pannesi) -> None:
    for _again in range(2):
        refused = pannesi("figures", "--list", "zzz")
        assert refused.code == exits.USAGE
        said = " ".join(refused.err.split())
        assert "« zzz » n'est pas un chiffre qui mène à des sessions : pannes" in said
        assert "abîmée" not in said


def test_figures_asked_for_in_the_place_of_a_file_are_refused_with_the_reason(
    nights: None, pannesi: Pannesi, tmp_path: Path
) -> None:
    (tmp_path / "occupé").write_text("")
    refused = pannesi("figures", "--csv", str(tmp_path / "occupé"))
    assert refused.code == exits.PROBLEMS
    said = " ".join(refused.err.split())
    assert "n'est pas un dossier où écrire" in said
    assert "erreur du programme" not in said


@pytest.mark.parametrize(
    "command",
    [("figures", "--html", "{0}.pdf"), ("print", "--html", "--out", "{0}.pdf"), ("report", CLOSED, "--out", "{0}.pdf")],
)
def test_no_document_is_written_under_the_ending_of_another_format(
    command: tuple[str, ...], nights: None, pannesi: Pannesi, tmp_path: Path
) -> None:
    refused = pannesi(*(part.format(tmp_path / "essai") for part in command))
    assert refused.code == exits.PROBLEMS
    assert "essai.pdf finit par .pdf" in " ".join(refused.err.split())
    assert not (tmp_path / "essai.pdf").exists()
