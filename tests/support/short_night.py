"""One short night on the small site, always the same, whose JSON is kept."""

from __future__ import annotations

from pathlib import Path

from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.session import actions as want
from tests.support.building import NIGHT
from tests.support.every_fact import Kept
from tests.support.session_playing import to_the_end
from tests.support.small_site import small_loaded, small_site
from tests.support.writers import fake_writer


def short_night(folder: Path) -> None:
    """A night on the small site, with a call, a patient, a redline, a forced closing that was undone, and the end."""
    journal = SqliteJournal(folder / "journal.db", fake_writer())
    journal.keep_site(small_site().digest, small_loaded().files)
    played = Kept(small_site(), "nuit-1", "w1", NIGHT, "AB", journal=journal)
    played.ids = (f"nuit-1-{number:04d}" for number in range(1, 1000)).__next__
    played.do_all(want.NamePerson("CD", "manipulateur"), want.Open("cas-1", "images"))
    visit = played.look().current_cases[0]
    played.do_all(
        want.Called(visit, "prevenir", "informatique", "no_answer"),
        want.Called(visit, "prevenir", "informatique", "reached"),
        want.AddPatient({"origin": "externe", "exam": "coupe"}, "Inventé Essai"),
        want.Redline(visit, "cd", "unclear", "quel graveur ?"),
        want.Note("générateur vérifié"),
        want.CouldNot(visit, "films", "plus de film"),
        want.Close("fin de service"),
    )
    played.do_all(want.Undo(played.last()))
    assert to_the_end(played).stage == "closed"
    journal.close()
