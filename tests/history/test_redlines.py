"""Redlines queue beside the file and line that they are about, and are answered without touching the session."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from pannesi.application.context import Station
from pannesi.cli import main as cli
from pannesi.history.catalogue import SessionCatalogue, catalogue_of
from pannesi.history.learning.redlines import QueuedRedline, record_answer, redline_named, redline_queue
from pannesi.journal.audit_entries import ErasureEntry, RedlineAnswerEntry
from pannesi.journal.audit_log import Who, audit_events, record, withdraw_answer
from pannesi.presentation.learning.redlines import redline_lines
from pannesi.procedure.checks.line_source import LinePositions
from pannesi.session import actions as want
from pannesi.support import errors as exits
from pannesi.support.errors import Ambiguous, NotFound, UsageError
from tests.support.building import NIGHT
from tests.support.plain_playing import ROOT
from tests.support.project_files import copied_site
from tests.support.stations import opened


def a_night(folder: Path) -> tuple[Station, SessionCatalogue, str]:
    station = opened(folder)
    desk = station.desk()
    visit = desk.open(want.Open("cas-3", "images-invisibles")).current_cases[0]
    for about in ("wrong", "unclear"):
        desk.do(want.Redline(visit, "production", about, f"mots de {about}"))
    desk.do(want.Redline(visit, desk.look().rows[0].line.id, "impossible"))
    desk.do(want.UndoLast())
    return station, catalogue_of(station.journal, station.site), desk.session or ""


def queued(sessions: SessionCatalogue, *, only_open: bool = False) -> list[QueuedRedline]:
    files = {str(path.relative_to(ROOT)): path.read_bytes() for path in (ROOT / "cases").glob("*.yaml")}
    return list(redline_queue(sessions.caught_up(NIGHT), LinePositions(files), NIGHT, only_open=only_open))


def test_a_redline_stands_beside_the_file_and_line_that_writes_it(tmp_path: Path) -> None:
    station, sessions, session = a_night(tmp_path)
    first, second = queued(sessions)
    assert (first.session, first.redline.about, first.redline.words, first.redline.who) == (
        session,
        "wrong",
        "mots de wrong",
        "AB",
    )
    assert second.redline.about == "unclear"
    assert first.place is not None
    path, line, column = first.place
    written = (ROOT / path).read_text("utf-8").splitlines()[line - 1]
    assert written[column - 1 :].startswith("production")
    assert "production" in first.words_then
    station.journal.close()


def test_reading_the_sessions_with_a_redline_says_how_far_it_is(tmp_path: Path) -> None:
    station, sessions, _session = a_night(tmp_path)
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    visit = desk.open(want.Open("cas-3", "images-invisibles")).current_cases[0]
    desk.do(want.Redline(visit, "production", "unclear"))
    told: list[tuple[int, int]] = []
    found = list(
        redline_queue(sessions.caught_up(NIGHT), LinePositions({}), NIGHT, progress=lambda *much: told.append(much))
    )
    assert len(found) == 3
    assert told == [(1, 2), (2, 2)], "sessions without one are not read"
    station.journal.close()


def test_every_line_of_the_shipped_site_is_found_where_it_is_written() -> None:
    from tests.support.plain_playing import shipped

    site = shipped().site
    files = {str(path.relative_to(ROOT)): path.read_bytes() for path in (ROOT / "cases").glob("*.yaml")}
    written = LinePositions(files)
    for unit, line in site.places:
        place = written.place(unit, line)
        assert place is not None, (unit, line)
        text = files[place[0]].decode().splitlines()[place[1] - 1]
        assert text[place[2] - 1 :].lstrip("\"'").startswith(line)
    assert written.place("cas-3", "absente") is None
    assert written.place("absente", "production") is None


def test_an_answer_is_kept_apart_and_the_session_stays_as_it_was(tmp_path: Path) -> None:
    station, sessions, session = a_night(tmp_path)
    before = station.journal.events(session)
    first, second = queued(sessions)
    by = Who(lambda: NIGHT, station.new_id, "REF")
    record_answer(station.journal, first, by, corrected="2026-12")
    record_answer(station.journal, second, by, declined="clair pour tous")
    assert station.journal.events(session) == before
    one, two = queued(sessions)
    assert one.reply is not None
    assert two.reply is not None
    assert (one.reply.answer, one.reply.version, one.reply.who) == ("corrected", "2026-12", "REF")
    assert (two.reply.answer, two.reply.words) == ("declined", "clair pour tous")
    assert queued(sessions, only_open=True) == []
    record_answer(station.journal, first, by, declined="finalement non")
    assert [one.reply.answer for one in queued(sessions) if one.reply] == ["declined", "declined"]
    assert not station.journal.verify()
    station.journal.close()


def test_an_answer_withdrawn_leaves_the_redline_without_any_until_it_is_answered_again(tmp_path: Path) -> None:
    station, sessions, session = a_night(tmp_path)
    first, second = queued(sessions)
    by = Who(lambda: NIGHT, station.new_id, "REF")
    for redline in (first, second):
        record_answer(station.journal, redline, by, declined="clair pour tous")
    record_answer(station.journal, first, by, corrected="2026-12")
    withdraw_answer(station.journal, session, first.redline.event, by)
    assert [one.redline.event for one in queued(sessions, only_open=True)] == [first.redline.event]
    record_answer(station.journal, first, by, corrected="2027-01")
    assert [one.reply.version for one in queued(sessions) if one.reply] == ["2027-01", ""]
    assert not station.journal.verify()
    station.journal.close()


def test_the_version_of_an_answer_is_typed_by_hand_and_stands_in_no_chain(tmp_path: Path) -> None:
    station, sessions, session = a_night(tmp_path)
    first, second = queued(sessions)
    by = Who(lambda: NIGHT, station.new_id, "REF")
    record_answer(station.journal, first, by, corrected="2026-12, vu avec Mme Inventée")
    (kept,) = [one for one in audit_events(station.journal) if one.kind == RedlineAnswerEntry.kind]
    assert "Inventée" not in str(dict(kept.payload))
    assert kept.text == "2026-12, vu avec Mme Inventée"
    early = RedlineAnswerEntry(session=session, redline=second.redline.event, answer="corrected", version="2026-11")
    record(station.journal, early, Who(lambda: NIGHT, station.new_id, "REF"))
    old = queued(sessions)[1].reply
    assert old is not None
    assert (old.version, old.words) == ("2026-11", ""), "as the first programs kept it"
    erased = ErasureEntry(session=session, events=(kept.id,), why="asked")
    record(station.journal, erased, Who(lambda: NIGHT, station.new_id, "REF"))
    told = redline_lines(queued(sessions)[0], lambda moment: "hier")[-1]
    assert told == "corrigé dans la version (mot effacé) (hier, REF)"
    station.journal.close()


def test_an_answer_is_one_of_two_and_names_one_redline(tmp_path: Path) -> None:
    station, sessions, _session = a_night(tmp_path)
    first, second = queued(sessions)
    by = Who(lambda: NIGHT, station.new_id, "REF")
    assert redline_named(iter([first, second]), first.redline.event[:12].upper()) == first
    for begin in ("", "zz"):
        with pytest.raises(NotFound, match="Aucun signalement"):
            redline_named(iter([first, second]), begin)
    twin = replace(first, redline=replace(first.redline, event=first.redline.event[:4] + "-twin"))
    with pytest.raises(Ambiguous, match="plusieurs"):
        redline_named(iter([first, twin]), first.redline.event[:4])
    for corrected, declined in (("", ""), ("2026-12", "non"), ("  ", "\t")):
        with pytest.raises(UsageError, match="soit"):
            record_answer(station.journal, first, by, corrected=corrected, declined=declined)
    station.journal.close()


def test_redlines_are_listed_and_answered_from_the_command_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    station, _sessions, session = a_night(tmp_path)
    station.journal.close()
    site = copied_site(tmp_path / "site")
    asked = ("--site", str(site), "--data", str(tmp_path / "data"))
    assert cli.run_program(("redlines", "--json", *asked)) == exits.OK
    first, _second = json.loads(capsys.readouterr().out)
    assert (first["session"], first["answer"], first["path"]) == (session, None, "cases/cas-3-pacs.yaml")
    begin = first["id"][:10]
    assert cli.run_program(("redlines", "answer", begin, "--corrected", "2026-12", "--who", "REF", *asked)) == exits.OK
    assert "corrigé dans la version 2026-12" in capsys.readouterr().out
    assert cli.run_program(("redlines", "undo", begin, *asked)) == exits.OK
    assert "sans réponse" in capsys.readouterr().out
    assert cli.run_program(("redlines", "undo", begin, *asked)) == exits.USAGE
    assert "n'a pas de réponse" in capsys.readouterr().err
    assert cli.run_program(("redlines", "answer", begin, "--corrected", "2026-12", "--who", "REF", *asked)) == exits.OK
    capsys.readouterr()
    assert cli.run_program(("redlines", "--open", *asked)) == exits.OK
    told = capsys.readouterr().out
    assert begin[:8] not in told
    assert "PAS CLAIR : mots de unclear" in told
    for path in (site / "cases").glob("*.yaml"):
        text = path.read_text("utf-8").replace("cas-3/production", "cas-3/productions")
        changed = text.replace("id: production", "id: productions", 1) if path.name == "cas-3-pacs.yaml" else text
        path.write_text(changed, "utf-8")
    cli.run_program(("redlines", *asked))
    assert "plus dans la procédure d'aujourd'hui" in capsys.readouterr().out
    assert cli.run_program(("redlines", "answer", begin, *asked)) != exits.OK
    assert "Dire soit la version" in " ".join(capsys.readouterr().err.split())
