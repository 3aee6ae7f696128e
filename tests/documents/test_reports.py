"""Reports and registers of a session: what is in them, what is left out, and what is kept of it."""

from __future__ import annotations

import csv
import io
import itertools
import re
from dataclasses import replace
from datetime import datetime, timedelta
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest

from pannesi.documents import formats
from pannesi.documents.formats import FORMATS, formats_of
from pannesi.documents.page import ReportPage, Table
from pannesi.documents.report.report_files import (
    figures_end,
    record_export,
    register_bytes,
    report_bytes,
    write_figures,
    write_register,
    write_report,
)
from pannesi.documents.report.session_report import report_page
from pannesi.history.session_record import read_session
from pannesi.history.session_summary import session_summary_of
from pannesi.journal.audit_entries import ExportEntry
from pannesi.journal.audit_log import Who, audit_events
from pannesi.journal.chain.hash_chain import digest_of_heads
from pannesi.journal.store import Journal
from pannesi.session import actions as want
from pannesi.session.facts.lines import LineDone
from pannesi.session.state import fold
from pannesi.support.errors import AlreadyExists, CannotExport, ImpossibleTime, NotFound
from tests.support.plain_playing import NIGHT, shipped, station_of

NAME = "D'Essai-Żółć <b>[RADI]</b> =1+1 " + "é" * 200


def played(*, exercise: bool = False) -> tuple[Journal, str]:
    """A night on case 3: a patient, a note and a forced closing."""
    station = station_of(exercise=exercise)
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles", exercise=exercise))
    desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, identity=NAME))
    desk.do(want.Note("badge de Monsieur Inventé"))
    line = next(row for row in desk.look().rows if row.line.id == "production")
    desk.do(want.Settle(*line.key, "vu avec Monsieur Inventé"))
    desk.do(want.Close("force majeure [oui]"))
    assert desk.session is not None
    return station.journal, desk.session


def text_of(journal: Journal, session: str, form: str, *, patients: bool = False) -> str:
    return report_bytes(read_session(journal, shipped().site, session), form, patients=patients).decode()


@pytest.mark.parametrize(
    ("entry", "outage", "down"),
    [
        (("cas-2", "dictee"), "Dysfonctionnement du RIS (Impossible de dicter)", None),
        (("cas-2", "ris"), "Dysfonctionnement du RIS (Le RIS ne fonctionne pas)", "RIS"),
        (("cas-6", "myvue"), "Impossibilité de donner un accès au patient à son examen (Pas d'accès MyVue)", None),
        (("triage", "attaque"), "Rançon, fichiers illisibles, tout tombe", None),
    ],
)
def test_a_report_says_down_only_what_the_symptom_says_and_calls_a_card_by_its_name(
    entry: tuple[str, str], outage: str, down: str | None
) -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open(*entry))
    assert desk.session is not None
    report = text_of(station.journal, desk.session, "md")
    assert f"| Panne | {outage} |" in report
    assert ("Systèmes en panne" in report) is (down is not None)
    assert down is None or f"| Systèmes en panne | {down} |" in report


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_patients_and_free_words_are_left_out_unless_asked_for(form: str) -> None:
    journal, session = played()
    without = text_of(journal, session, form)
    assert "Inventé" not in without
    assert "Essai-Żółć" not in without
    assert "1 patient noté" in without
    assert "effacé" not in without, "left out is not erased"
    assert "laisse de côté les patients, et les mots libres" in without
    with_them = text_of(journal, session, form, patients=True)
    assert "Inventé" in with_them
    assert "Essai-Żółć" in with_them


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_the_free_words_of_what_was_undone_are_left_out_too(form: str) -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-4", "ris-et-pacs"))
    desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}))
    for intent in (want.Waive(desk.look().patients[0].id, "Monsieur Inventé"), want.Note("badge de Monsieur Inventé")):
        desk.do(want.Undo(desk.carry_out(intent).written[0].id))
    assert desk.session is not None
    without = text_of(station.journal, desk.session, form)
    assert "annulé" in without
    assert "Inventé" not in without
    assert "Inventé" in text_of(station.journal, desk.session, form, patients=True)


def test_what_the_first_programs_kept_in_the_chain_is_left_out_like_free_words() -> None:
    journal, session = played()
    whole = read_session(journal, shipped().site, session)
    early = [
        replace(one, text=None, payload={"response": "Monsieur Inventé", **one.payload})
        if one.kind == LineDone.kind
        else one
        for one in whole.state.timeline
    ]
    found = replace(whole, state=fold(early))
    assert "Inventé" not in report_bytes(found, "md", patients=False).decode()


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_a_forced_closing_always_stands_on_it_its_reason_where_free_words_are_asked_for(form: str) -> None:
    journal, session = played()
    without, whole = (text_of(journal, session, form, patients=asked).replace("\\", "") for asked in (False, True))
    assert "CLÔTURE FORCÉE" in without
    assert "force majeure [oui]" not in without
    assert "force majeure [oui]" in whole


@pytest.mark.parametrize("form", ["md", "html", "json"])
def test_a_report_bears_the_digest_of_the_chain_heads_and_the_version_of_the_site(form: str) -> None:
    journal, session = played()
    told = text_of(journal, session, form)
    assert digest_of_heads(journal.events(session)) in told
    assert shipped().site.digest in told


def test_an_exercise_is_an_attestation_with_room_for_actions_and_signatures() -> None:
    journal, session = played(exercise=True)
    page = report_page(read_session(journal, shipped().site, session), patients=False)
    assert page.title.startswith("Attestation d'exercice")
    assert page.exercise == "EXERCICE"
    assert [room.title for room in page.rooms] == ["Actions décidées", "Remarques"]
    assert len(page.signatures) == 3
    assert ["Joué le", "24/11/2026 03:12"] in page.summary
    assert "EXERCICE" in text_of(journal, session, "html")


def test_a_hostile_name_is_never_a_tag_in_the_page() -> None:
    journal, session = played()
    told = text_of(journal, session, "html", patients=True)
    assert "<b>[RADI]</b>" not in told
    assert "&lt;b&gt;[RADI]&lt;/b&gt;" in told


def test_a_name_and_an_hour_are_never_cut_by_the_columns_of_the_page() -> None:
    page = text_of(*played(), "html")
    assert '<td class="short">AB</td>' in page
    assert re.search(r'<td class="short">\d\d/\d\d/\d{4} \d\d:\d\d</td>', page)


def test_the_same_journal_gives_the_same_bytes() -> None:
    pytest.importorskip("typst", reason="the PDF needs the extra `paper`")
    journal, session = played()
    for form in (format.name for format in formats_of("report")):
        first = report_bytes(read_session(journal, shipped().site, session), form, patients=True)
        assert first == report_bytes(read_session(journal, shipped().site, session), form, patients=True)


def test_the_register_is_a_table_with_every_patient_to_the_letter() -> None:
    journal, session = played()
    content = register_bytes(read_session(journal, shipped().site, session), "csv").decode("utf-8-sig")
    columns, line = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    told = dict(zip(columns, line, strict=True))
    assert told["Session"] == session
    assert told["Ligne"] == "A-01"
    assert told["Provenance"] == "externe"
    assert NAME in line
    assert "CD" in told["Reste à faire"]


def told_of_the_register(journal: Journal, session: str) -> list[dict[str, str]]:
    content = register_bytes(read_session(journal, shipped().site, session), "csv").decode("utf-8-sig")
    columns, *lines = csv.reader(io.StringIO(content, newline=""), delimiter=";")
    return [dict(zip(columns, line, strict=True)) for line in lines]


def test_the_register_tells_what_becomes_of_the_images_of_lines_that_were_let_go() -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-4", "ris-et-pacs"))
    for number in range(4):
        desk.do(want.AddPatient({}, fields={"nom": "Inventé", "console": f"30025{number}"}))
    first, second, third, fourth = (one.id for one in desk.look().patients)
    desk.do(want.VoidPatient(second, "doublon", want.ImagesFate("attach", first)))
    desk.do(want.VoidPatient(third, "erreur", want.ImagesFate("none")))
    desk.do(want.Waive(fourth, "examen refait", want.ImagesFate("attach", first)))
    desk.do(want.Reconcile(fourth, "images-a-rattacher", "au PACS"))
    _first, struck, empty, waived = told_of_the_register(station.journal, desk.session or "")
    assert (struck["Reste à faire"], empty["Reste à faire"]) == ("Images à rattacher à A-01", "")
    assert "aucune image" in empty["Fait"]
    assert "Images rattachées à A-01 : au PACS" in waived["Fait"]
    assert "dispensée" in waived["État"]
    page = report_page(read_session(station.journal, shipped().site, desk.session or ""), patients=False)
    assert "images de 1 ligne à régler" in {row[0]: row[1] for row in page.summary}["Registre"]


def test_the_register_gives_the_provisional_number_with_the_definitive_one_or_whom_it_was_handed_on_to() -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-4", "ris-et-pacs"))
    for number in range(3):
        desk.do(want.AddPatient({"identity": "inconnue"}, fields={"nom": "?", "ipp-provisoire": f"P{number}"}))
    desk.do(want.AddPatient({"identity": "connue"}, fields={"nom": "Inventé"}))
    first, second, _third, _known = (one.id for one in desk.look().patients)
    desk.do(want.Reconcile(first, "ipp-definitif", "300256"))
    desk.do(want.HandIdentityOn(second, "Mme Fictive"))
    pairs = [
        one["Identité provisoire → définitive"] for one in told_of_the_register(station.journal, desk.session or "")
    ]
    assert (pairs[0], pairs[2], pairs[3]) == ("P0 → 300256", "P2 → pas encore donné", "")
    assert pairs[1].startswith("P1 → restée inconnue, transmise à Mme Fictive, ")


def test_the_register_never_counts_as_done_what_was_said_impossible() -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-4", "ris-et-pacs"))
    for _each in range(3):
        desk.do(want.AddPatient({"origin": "externe", "exam": "coupe", "identity": "connue", "unit": "autre"}))
    first, second, third = (one.id for one in desk.look().patients)
    desk.do(want.SettleDuty(first, "identite-verifiee"))
    desk.do(want.MarkDutyImpossible(first, "cd", "plus de CD vierge"))
    desk.do(want.MarkDutyNotNeeded(first, "saisie-main", "déjà là"))
    desk.do(want.Reconcile(first, "demande", "n° 4471"))
    desk.do(want.VoidPatient(second, "même patient que A-01"))
    desk.do(want.Waive(third, "parti sans examen"))
    one, two, three = told_of_the_register(station.journal, str(desk.session))
    assert (one["Accession Number définitif"], two["Accession Number définitif"]) == ("n° 4471", "")
    assert one["Fait"] == "Identité vérifiée, Demande recréée : n° 4471"
    assert "CD remis : impossible : plus de CD vierge" in one["Pas fait"]
    assert "Saisi à la main sur la station : non nécessaire : déjà là" in one["Pas fait"]
    assert one["Reste à faire"] == "Identité confirmée, Images réconciliées"
    assert (two["État"], two["Reste à faire"]) == ("rayée par AB : même patient que A-01", "")
    assert three["État"] == "dispensée par AB : parti sans examen"
    assert "CD remis" in three["Reste à faire"]
    assert "Demande recréée" not in three["Reste à faire"]


def test_once_erased_the_register_says_so_and_a_number_that_went_is_no_name() -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-4", "ris-et-pacs"))
    desk.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": "Inventé"}))
    line = desk.look().patients[0]
    order = next(step.key for step in line.steps if step.puts_right == "order")
    desk.do(want.Reconcile(line.id, order, "DEM-1"))
    assert desk.session is not None
    whole = read_session(station.journal, shipped().site, desk.session)
    digest = {"text": "0" * 64}
    kept = [replace(one, payload={**one.payload, **digest}) if one.text else one for one in whole.state.timeline]
    state = fold([replace(one, text=None) for one in kept])
    account = session_summary_of(whole.name, state, whole.procedure, NIGHT)
    assert account is not None
    gone = replace(whole, state=state, account=account)
    row = next(csv.DictReader(io.StringIO(register_bytes(gone, "csv").decode("utf-8-sig")), delimiter=";"))
    assert row["État"].startswith("(effacé) ")
    told = report_bytes(gone, "md", patients=True).decode()
    assert "Demande recréée : fait · précision effacée" in told
    assert "patient noté : A-01 (externe, imagerie en coupe) · nom effacé" in told


def test_an_export_with_patients_is_kept_in_the_chain_of_the_desk_and_changes_no_session() -> None:
    journal, session = played()
    before = digest_of_heads(journal.events(session))
    ids = map("{:032x}".format, itertools.count(900))
    record_export(journal, Who(lambda: NIGHT, ids.__next__, "AB"), "report", session, Path("/x/a.pdf"))
    (kept,) = [one for one in audit_events(journal) if one.kind == ExportEntry.kind]
    closed = {key: value for key, value in kept.payload.items() if key != "text"}
    assert closed == {"what": "report", "sessions": [session], "patients": True}
    assert kept.text == "/x/a.pdf", "whoever named the file may have put a name into it: it can be erased"
    assert digest_of_heads(journal.events(session)) == before
    assert [row.id for row in journal.sessions()] == [session]


def test_a_session_that_does_not_exist_is_a_plain_word() -> None:
    journal, _session = played()
    with pytest.raises(NotFound, match="Aucune session"):
        read_session(journal, shipped().site, "2019")
    with pytest.raises(NotFound):
        read_session(None, shipped().site, "2019")


def as_pairs(page: ReportPage, title: str) -> list[list[str]]:
    """The rows of the section of that title, wherever it stands."""
    tables: list[Table] = [*page.sections, *page.annexes]
    return next((table.rows for table in tables if table.title == title), [])


def test_a_forced_closing_says_one_by_one_what_it_overrode_and_how_many_things_went_otherwise() -> None:
    journal, session = played()
    found = read_session(journal, shipped().site, session)
    page = report_page(found, patients=False)
    assert [row[0] for row in as_pairs(page, "Ce qui empêchait la clôture")] == list(found.account.prevented)
    gaps = dict(page.summary)["Écarts constatés"]
    assert f"{len(found.account.left)} pas faites" in gaps
    met = as_pairs(page, "Manques de la procédure rencontrés")
    assert ["3.14", "Images visibles sur Syngo/Portal", "La procédure ne dit pas par qui, ni d'où."] in met


def test_of_an_open_session_what_is_not_done_is_still_to_do_and_no_gap() -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    assert desk.session is not None
    found = read_session(station.journal, shipped().site, desk.session)
    page = report_page(found, patients=False)
    left = found.account.left
    assert [row[0] for row in as_pairs(page, "Reste à faire")] == [row.number for row in left]
    assert as_pairs(page, "Pas fait, ou laissé") == []
    summary = dict(page.summary)
    assert summary["Reste à faire"] == f"{len(left)} lignes"
    assert "pas faite" not in summary["Écarts constatés"]
    assert summary["Alerte donnée"] == "pas encore"


def test_a_line_of_the_register_says_how_far_it_has_come_and_why_it_was_let_go() -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-4", "ris-et-pacs"))
    for name in ("Inventée", "Imaginaire", "Exemple"):
        desk.do(want.AddPatient({"origin": "urgences"}, fields={"nom": name, "naissance": "12/03/1950"}))
    first, second, _third = desk.look().patients
    desk.do(want.VoidPatient(first.id, "doublon"))
    desk.do(want.Waive(second.id, "parti sans examen"))
    assert desk.session is not None
    found = read_session(station.journal, shipped().site, desk.session)
    page = report_page(found, patients=True)
    states = [{row[0]: row[1] for row in as_pairs(page, f"Patient A-0{place}")}["État"] for place in (1, 2, 3)]
    assert states == ["rayée par AB : doublon", "dispensée par AB : parti sans examen", "saisie"]
    assert ["Date de naissance", "12 mars 1950"] in as_pairs(page, "Patient A-03")
    assert "1950-03-12" in register_bytes(found, "csv").decode("utf-8-sig"), "a program reads it only one way"


def test_what_was_undone_is_told_apart() -> None:
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    desk.do(want.Note("x"))
    desk.do(want.UndoLast())
    assert desk.session is not None
    page = report_page(read_session(station.journal, shipped().site, desk.session), patients=False)
    assert len(as_pairs(page, "Corrections et annulations")) == 1


def test_actions_and_signatures_come_before_the_long_list_of_facts() -> None:
    journal, session = played(exercise=True)
    told = text_of(journal, session, "html")
    assert told.index("Actions décidées") < told.index("Signatures") < told.index("Faits, dans l&#39;ordre")


SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("closed", [True, False])
def test_figures_are_the_same_bytes_at_another_hour_when_nothing_is_open_or_the_moment_is_given(
    closed: bool, tmp_path: Path
) -> None:
    pytest.importorskip("typst", reason="the PDF needs the extra `paper`")
    station = station_of()
    desk = station.desk()
    desk.open(want.Open("cas-3", "images-invisibles"))
    if closed:
        desk.do(want.Close("fini"))

    def made(name: str, until: datetime) -> list[bytes]:
        files = {form: tmp_path / f"{name}.{form}" for form in ("html", "md", "pdf", "json")}
        write_figures(station.journal, shipped().site, (None, None), until, files, force=False)
        return [file.read_bytes() for file in files.values()]

    hour = NIGHT + timedelta(hours=1)
    asked = None if closed else "24/11/2026 04:12"
    moments = [figures_end(asked, shipped().site, hour + later) for later in (SECOND, timedelta(days=2))]
    first, second = (made(str(place), moment) for place, moment in enumerate(moments))
    assert first == second
    note = "comptées à part, jusqu&#39;au 24/11/2026 04:12".encode()
    assert (note in first[0]) is not closed


def test_a_moment_that_has_not_come_counts_nothing() -> None:
    with pytest.raises(ImpossibleTime, match="pas encore venu"):
        figures_end("25/11/2026 04:12", shipped().site, NIGHT)
    assert figures_end(None, shipped().site, NIGHT + 7 * SECOND) == NIGHT


def test_the_format_of_each_module_of_the_folder_is_listed() -> None:
    modules = {
        module.name: import_module(f"{formats.__name__}.{module.name}") for module in iter_modules(formats.__path__)
    }
    listed = list(FORMATS.values())
    assert not [name for name, module in modules.items() if not any(one in listed for one in vars(module).values())]


def test_no_page_of_figures_is_written_when_the_other_cannot_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal, _session = played()

    def lacking(*_given: object) -> bytes:
        raise CannotExport("pannesi[paper]")

    broken = {**FORMATS, "pdf": replace(FORMATS["pdf"], write=lacking)}
    monkeypatch.setattr("pannesi.documents.report.report_files.FORMATS", broken)
    files = {form: tmp_path / f"a.{form}" for form in ("html", "pdf")}
    with pytest.raises(CannotExport):
        write_figures(journal, shipped().site, (None, None), NIGHT, files, force=False)
    assert list(tmp_path.iterdir()) == []


def test_the_register_is_the_same_bytes_each_time() -> None:
    journal, session = played()
    first, second = (register_bytes(read_session(journal, shipped().site, session), "csv") for _turn in range(2))
    assert first == second


@pytest.mark.parametrize("patients", [True, False])
def test_only_a_report_with_patients_is_kept_and_before_it_is_there(patients: bool, tmp_path: Path) -> None:
    journal, session = played()
    target = tmp_path / "a.md"
    kept: list[tuple[str, bool]] = []
    found = read_session(journal, shipped().site, session)
    write_report(
        found, "md", target, patients=patients, force=False,
        recorder=lambda what, where: kept.append((what, where.exists())),
    )  # fmt: skip
    assert target.exists()
    assert kept == ([("report", False)] if patients else [])


def test_what_cannot_be_written_over_is_refused_before_anything_is_kept(tmp_path: Path) -> None:
    journal, session = played()
    target = tmp_path / "a"
    target.write_text("mine")
    found = read_session(journal, shipped().site, session)

    def keep(_what: str, _where: Path) -> None:
        raise AssertionError("kept though nothing left")

    with pytest.raises(AlreadyExists, match="existe déjà"):
        write_report(found, "md", target, patients=True, force=False, recorder=keep)
    with pytest.raises(AlreadyExists, match="existe déjà"):
        write_register(found, "csv", target, force=False, recorder=keep)
    assert target.read_text() == "mine"
