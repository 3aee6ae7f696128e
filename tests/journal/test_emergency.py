"""Whatever happens to the journal's place, there is one to write to, and what was written comes back."""

from __future__ import annotations

import sqlite3
from pathlib import Path

from pannesi.application.retention.leftovers import erase_in_leftovers
from pannesi.application.retention.settled import refuse_unsettled as check_loss
from pannesi.journal.location import data_folder, on_network
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.stand_in_journal import open_journal
from tests.support.writers import draft, fake_writer


def blocked(folder: Path) -> Path:
    """A place where nobody, root included, can make a folder: a file stands there."""
    folder.parent.mkdir(parents=True, exist_ok=True)
    folder.write_text("")
    return folder / "inside"


def test_an_ordinary_place_is_simply_used(tmp_path: Path) -> None:
    opened = open_journal(tmp_path / "data", [tmp_path / "spare"], fake_writer(), check_loss)
    assert (opened.state, opened.problem, opened.notices) == ("normal", None, ())


def test_a_place_that_cannot_be_written_leads_to_an_emergency_journal_that_is_taken_back_later(tmp_path: Path) -> None:
    spare = tmp_path / "spare"
    place = blocked(tmp_path / "file")
    opened = open_journal(place, [spare], fake_writer("w1"), check_loss)
    assert opened.state == "emergency"
    assert opened.problem is not None
    assert str(spare) in opened.problem
    opened.journal.append([draft("a", text="mot")])
    opened.journal.close()
    place.parent.unlink()
    back = open_journal(place, [spare], fake_writer("w2"), check_loss)
    assert back.state == "normal"
    assert any("1 fait" in one for one in back.notices)
    assert [(event.id, event.text) for event in back.journal.events("s1")] == [("a", "mot")]
    assert back.journal.verify() == ()
    again = open_journal(place, [spare], fake_writer("w3"), check_loss)
    assert again.notices == ()


def test_while_the_place_cannot_be_written_what_was_noted_is_there_again_at_the_next_start(tmp_path: Path) -> None:
    place, spare = blocked(tmp_path / "file"), tmp_path / "spare"
    for number, writer in enumerate(("w1", "w2", "w3")):
        opened = open_journal(place, [spare], fake_writer(writer), check_loss)
        assert opened.state == "emergency"
        assert len(opened.journal.events("s1")) == number
        opened.journal.append([draft(f"fact{number}")])
        opened.journal.close()
    place.parent.unlink()
    back = open_journal(place, [spare], fake_writer("w4"), check_loss)
    assert sorted(event.id for event in back.journal.events("s1")) == ["fact0", "fact1", "fact2"]
    assert back.journal.verify() == ()


def test_the_emergency_journal_of_another_data_folder_is_left_to_it(tmp_path: Path) -> None:
    spare, other = tmp_path / "spare", blocked(tmp_path / "file")
    theirs = open_journal(other, [spare], fake_writer("w1"), check_loss).journal
    theirs.append([draft("a", text="Nom Inventé")])
    theirs.close()
    before = {path.name: path.read_bytes() for path in spare.iterdir()}
    here = open_journal(tmp_path / "data", [spare], fake_writer("w2"), check_loss)
    assert here.notices == ()
    assert here.journal.sessions() == ()
    assert erase_in_leftovers(here.journal, (tmp_path / "data", spare), fake_writer("w3")) == ()
    assert {path.name: path.read_bytes() for path in spare.iterdir()} == before


def test_an_emergency_journal_that_names_no_data_folder_is_taken_back_by_whoever_finds_it(tmp_path: Path) -> None:
    old = SqliteJournal(tmp_path / "spare" / "urgence-0123456789abcdef0123456789abcdef.db", fake_writer("w1"))
    old.append([draft("a")])
    old.close()
    here = open_journal(tmp_path / "data", [tmp_path / "spare"], fake_writer("w2"), check_loss)
    assert [event.id for event in here.journal.events("s1")] == ["a"]


def test_with_no_place_at_all_memory_goes_on_and_it_is_said(tmp_path: Path) -> None:
    opened = open_journal(blocked(tmp_path / "a"), [blocked(tmp_path / "b")], fake_writer(), check_loss)
    assert opened.state == "memory"
    assert not opened.journal.durable
    assert "rien n'est gardé" in str(opened.problem)


def test_a_corrupt_journal_is_set_aside_to_the_byte_and_a_new_one_begun(tmp_path: Path) -> None:
    (tmp_path / "journal.db").write_bytes(b"damaged " * 700)
    opened = open_journal(tmp_path, [], fake_writer(), check_loss)
    assert opened.state == "normal"
    assert "abîmé" in str(opened.problem)
    assert (tmp_path / "journal.db.abime-1").read_bytes() == b"damaged " * 700
    opened.journal.append([draft("a")])


def test_a_journal_damaged_in_the_middle_is_set_aside_too(tmp_path: Path) -> None:
    journal = SqliteJournal(tmp_path / "journal.db", fake_writer())
    journal.append([draft(f"e{number}", text="x" * 500) for number in range(100)])
    journal.close()
    whole = bytearray((tmp_path / "journal.db").read_bytes())
    for start in range(4096, len(whole), 4096):
        whole[start : start + 200] = b"\xff" * 200
    (tmp_path / "journal.db").write_bytes(whole)
    opened = open_journal(tmp_path, [], fake_writer("w2"), check_loss)
    assert (tmp_path / "journal.db.abime-1").read_bytes() == bytes(whole)
    opened.journal.append([draft("a")])


def test_sessions_of_a_journal_that_can_only_be_read_go_on_in_the_emergency_one(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    main = SqliteJournal(tmp_path / "data" / "journal.db", fake_writer("w1"))
    main.keep_site("d1", {"contacts.yaml": b"x"})
    main.append([draft("a", text="mot", site="d1")])
    real = SqliteJournal.__init__

    def read_only_disk(self, path, writer, *, read_only=False, **more):  # type: ignore[no-untyped-def]
        from pannesi.journal.store import NotWritten

        if "data" in str(path) and not read_only:
            raise NotWritten("Le disque est en lecture seule.")
        real(self, path, writer, read_only=read_only, **more)

    monkeypatch.setattr(SqliteJournal, "__init__", read_only_disk)
    opened = open_journal(tmp_path / "data", [tmp_path / "spare"], fake_writer("w2"), check_loss)
    assert opened.state == "emergency"
    assert [(event.id, event.text) for event in opened.journal.events("s1")] == [("a", "mot")]
    assert opened.journal.site("d1") == {"contacts.yaml": b"x"}
    assert opened.journal.append([draft("b")])[0].seq == 1


def test_beside_a_folder_on_the_network_the_next_place_is_taken_and_it_is_said(tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    monkeypatch.setattr("pannesi.journal.stand_in_journal.on_network", lambda _folder: True)
    share, spare = tmp_path / "share", tmp_path / "spare"
    opened = open_journal(share, [share, spare], fake_writer(), check_loss)
    opened.journal.append([draft("a"), draft("b")])
    opened.journal.close()
    assert opened.state == "emergency"
    assert f"Le dossier {share} est sur le réseau" in str(opened.problem)
    assert str(spare) in str(opened.problem)
    assert not share.exists()
    monkeypatch.undo()
    back = open_journal(share, [share, spare], fake_writer("w2"), check_loss)
    assert back.notices == ("2 faits repris d'un journal de secours.",)


def test_a_network_share_is_not_trusted(tmp_path: Path) -> None:
    mounts = tmp_path / "mounts"
    mounts.write_text(f"/dev/sda1 / ext4 rw 0 0\nserver:/x {tmp_path}/net nfs4 rw 0 0\n")
    assert on_network(tmp_path / "net" / "data", mounts)
    assert not on_network(tmp_path / "local", mounts)
    assert on_network(Path("//server/share/data"), mounts)


def test_the_folder_asked_for_goes_before_the_environment_and_that_before_the_users_own() -> None:
    assert data_folder("/asked", {"PANNESI_DATA": "/env"}) == Path("/asked")
    assert data_folder(None, {"PANNESI_DATA": "/env"}) == Path("/env")
    assert data_folder(None, {}).name == "pannesi"


def test_beside_a_newer_journal_an_emergency_one_is_taken_and_it_is_said(tmp_path: Path) -> None:
    SqliteJournal(tmp_path / "here" / "journal.db", fake_writer()).close()
    newer = sqlite3.connect(tmp_path / "here" / "journal.db")
    newer.execute("PRAGMA user_version=99")
    newer.close()
    before = (tmp_path / "here" / "journal.db").read_bytes()
    found = open_journal(tmp_path / "here", [tmp_path / "spare"], fake_writer("w2"), check_loss)
    found.journal.append([draft("a")])
    assert found.state == "emergency"
    assert "plus récente" in str(found.problem)
    assert (tmp_path / "here" / "journal.db").read_bytes() == before
