"""`pannesi numbers` and `pannesi contacts`: a number noted at night, and what the référent makes of it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from pannesi.history.index_peek import lessons_by_contact
from pannesi.session import actions as want
from pannesi.support import errors as exits
from tests.support.command_line import Pannesi
from tests.support.plain_playing import ROOT
from tests.support.stations import opened

CONTACT = "astreinte-informatique"
NUMBER = "05 59 00 00 00"


def a_night(folder: Path, number: str = NUMBER) -> str:
    """A night that notes the number of a contact without one; the id of the note."""
    station = opened(folder)
    desk = station.desk()
    visit = desk.open(want.Open("cas-3", "images-invisibles")).current_cases[0]
    desk.do(want.Note(f"{number}, demander Mme Inventée", visit, "prevenir-informatique", CONTACT))
    note = desk.state.notes[-1].id
    station.journal.close()
    return str(note)


def test_a_number_noted_is_listed_shown_confirmed_and_removed(pannesi: Pannesi, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert "Aucun numéro" in pannesi("numbers").flat
    assert "noté le" not in pannesi("contacts").out
    note = a_night(tmp_path)
    assert lessons_by_contact(data) is None
    listed = pannesi("numbers", "--open")
    assert note[:8] in listed.out
    assert "non validé" in listed.out
    line = (ROOT / "contacts.yaml").read_text("utf-8").splitlines().index(f"  - id: {CONTACT}") + 1
    assert f'contacts.yaml:{line}, contact « {CONTACT} », channels, kind: phone, value: "{NUMBER}"' in listed.flat
    assert "Inventée" not in listed.out
    assert lessons_by_contact(data) == frozenset({("number", CONTACT)})
    said = re.search(rf"noté le \d\d/\d\d par AB, non validé : {NUMBER}", pannesi("contacts").flat)
    assert said is not None
    confirmed = pannesi("numbers", "confirm", note[:8], "--who", "CD")
    assert "confirmé par CD le" in confirmed.flat
    assert f"contacts.yaml:{line}" in confirmed.flat
    assert re.search(rf"noté le \S+ par AB, confirmé par CD le \S+ : {NUMBER}", pannesi("contacts").flat)
    assert pannesi("numbers", "--open", "--json").rows == []
    (row,) = pannesi("numbers", "--json").rows
    assert (row["answer"], row["answered_by"], row["number"], row["contact"]) == ("confirmed", "CD", NUMBER, CONTACT)
    removed = pannesi("numbers", "remove", note[:8], "--why", "faux numéro", "--who", "CD")
    assert "retiré par CD" in removed.flat
    assert "noté le" not in pannesi("contacts").out
    assert "(faux numéro)" in pannesi("numbers").flat
    assert "non validé" in pannesi("numbers", "undo", note[:8], "--who", "CD").flat
    assert pannesi("numbers", "undo", note[:8]).code == exits.USAGE
    assert f"non validé : {NUMBER}" in pannesi("contacts").flat
    assert pannesi("numbers", "confirm", "zz").code == exits.USAGE
    assert json.loads(pannesi("verify", "--json").out) == []


def test_contacts_say_which_calls_were_signalled_until_somebody_answers(pannesi: Pannesi, tmp_path: Path) -> None:
    station = opened(tmp_path)
    desk = station.desk()
    visit = desk.open(want.Open("cas-3", "images-invisibles")).current_cases[0]
    station.journal.close()
    assert pannesi("sessions").code == exits.OK
    assert lessons_by_contact(tmp_path / "data") == frozenset()
    station = opened(tmp_path)
    desk = station.desk()
    desk.resume(desk_session := str(station.journal.sessions()[0].id))
    desk.do(want.Redline(visit, "prevenir-informatique", "wrong", "Mme Inventée n'y est pas"))
    station.journal.close()
    assert lessons_by_contact(tmp_path / "data") is None, "a line was signalled that the index has not read"
    said = "3.6 Prévenir le service informatique : signalé faux le"
    shown = pannesi("contacts")
    assert shown.flat.count(said) == 3, "at the service, and at both who answer for it"
    assert "Inventée" not in shown.out
    assert desk_session not in shown.out
    (redline,) = pannesi("redlines", "--json").rows
    assert pannesi("redlines", "answer", str(redline["id"]), "--declined", "il y est").code == exits.OK
    assert said not in pannesi("contacts").flat


def test_contacts_are_shown_though_the_journal_cannot_be_read(pannesi: Pannesi, tmp_path: Path) -> None:
    data = tmp_path / "data"
    a_night(tmp_path)
    (data / "journal.db").write_bytes(b"no journal" * 1000)
    ran = pannesi("contacts")
    assert ran.code == exits.OK
    assert "Astreinte informatique" in ran.out
    assert "noté le" not in ran.out
