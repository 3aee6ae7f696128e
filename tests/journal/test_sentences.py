"""What a journal refuses, to the letter, where nothing else in these tests says the whole sentence."""

from __future__ import annotations

import errno
from dataclasses import replace
from pathlib import Path

import pytest

from pannesi.journal import store
from pannesi.journal.backup import back_up
from pannesi.journal.chain.hash_chain import refuse_impossible
from pannesi.journal.exchange.portable_file import new_portable_file, read_bounded
from pannesi.journal.exchange.session_archive import UnreadableArchive, decode_archive
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.journal.sqlite.rows import event_of
from pannesi.journal.sqlite.schema import MIGRATIONS
from pannesi.journal.stand_in.renewal import lost_words, replace_damaged
from pannesi.journal.stand_in_journal import stand_in_reason
from pannesi.support.atomic_files import ReplacedMeanwhile
from pannesi.support.errors import AlreadyExists, FileError, TooLarge, reason
from tests.support.writers import draft, fake_writer, tampered

NO_EXPORT = "Ce fichier n'est pas un export de session de pannesi (pannesi export en fait)."
CUT = "Ce fichier est tronqué ou abîmé : le copier à nouveau. Rien n'a été pris."
FORM = "Ce fichier n'a pas la forme d'un export de session de pannesi. Rien n'a été pris."


def test_errors_of_the_port_say_what_happened() -> None:
    assert str(store.went_back("j.db")) == (
        "Le journal est revenu en arrière : ce qui y était noté n'y est plus (j.db)."
    )
    assert str(store.SessionRemoved()) == "Cette session a été supprimée du journal : rien ne s'y ajoute plus."
    assert str(store.Clash()) == (
        "Ces faits contredisent ceux du journal : l'un des deux a été modifié. Rien n'a été repris."
    )
    assert stand_in_reason(store.Busy("x")) == (
        "Un autre programme occupe le journal habituel, qui est repris dès qu'il est libre."
    )
    assert stand_in_reason(store.NotWritten("x")) == "x"
    assert [lost_words(count) for count in (1, 2)] == ["1 perte", "2 pertes"]


def test_what_no_journal_can_hold_is_said() -> None:
    journal = MemoryJournal(fake_writer())
    with pytest.raises(store.UnholdableText) as text:
        journal.append([draft("a", text="\ud800")])
    assert str(text.value) == "Ce texte contient des caractères qui ne peuvent pas être enregistrés."
    (event,) = journal.append([draft("b", "nuit\x1b")])
    with pytest.raises(store.ImpossibleFact) as fact:
        refuse_impossible(replace(event, seq=0))
    assert str(fact.value) == (
        "La session nuit␛ contient un fait à une heure ou d'une durée impossible. Rien n'en est repris."
    )
    with pytest.raises(store.Corrupt) as row:
        event_of(("a\x1b", *(None,) * 14))
    assert str(row.value) == "Un fait du journal est illisible (fait a␛)."


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", NO_EXPORT), (b"{}", NO_EXPORT), (b'["pannesi-session"]', NO_EXPORT), (b'{"a":"pannesi-session"}', NO_EXPORT),
        (b"\xff\xfe", "Ce fichier n'est pas un export de session de pannesi (texte illisible)."),
        (b'{"format":"pannesi-session"', CUT), (b'{"format":"pannesi-session","version":1.5}', FORM),
        (b'{"format":"pannesi-session","format":"pannesi-session"}', FORM), (b'{"format":"pannesi-session"}', FORM),
        (b'{"format":"pannesi-session",' + b'"a":[' * 60, FORM),
    ],
)  # fmt: skip
def test_what_is_no_export_is_named(content: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableArchive) as refused:
        decode_archive(content)
    assert str(refused.value) == sentence


def test_files_that_cannot_be_made_or_read_are_named_with_what_to_do(tmp_path: Path) -> None:
    there, folder, none = tmp_path / "là", tmp_path / "dossier", tmp_path / "nulle" / "part"
    there.write_bytes(b"abc" * 1024 * 1024)
    folder.mkdir()
    sentences = {}
    for path, kind in ((there, AlreadyExists), (folder, FileError), (none, FileError)):
        with pytest.raises(kind) as refused, new_portable_file(path, force=path == folder) as part:
            part.write_bytes(b"")
        sentences[path.name] = str(refused.value)
    assert sentences["là"] == f"{there} existe déjà : choisir un autre nom, ou ajouter --force."
    assert sentences["dossier"] == f"{folder} est un dossier : donner le nom d'un fichier."
    assert sentences["part"].startswith(f"{none} ne peut pas être écrit : ")
    assert sentences["part"].endswith(". Rien n'a été créé.")
    with pytest.raises(FileError) as replaced, new_portable_file(tmp_path / "neuf", force=False):
        raise ReplacedMeanwhile
    assert str(replaced.value) == (
        f"{tmp_path / 'neuf'} a été remplacé pendant l'écriture : choisir un dossier où personne d'autre n'écrit."
    )
    with pytest.raises(FileError) as absent:
        read_bounded(folder, 10)
    assert str(absent.value) == f"{folder} n'est pas un fichier, ou n'existe pas."
    with pytest.raises(TooLarge) as large:
        read_bounded(there, 2 * 1024 * 1024)
    assert str(large.value) == f"{there} est trop gros : 2 Mo au plus."
    assert read_bounded(there, 3 * 1024 * 1024) == there.read_bytes()


def test_a_file_that_cannot_be_read_is_named_with_the_reason(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    failure = PermissionError(errno.EACCES, "Permission denied")

    def refused(*_given: object) -> None:
        raise failure

    (tmp_path / "là").touch()
    monkeypatch.setattr(Path, "open", refused)
    with pytest.raises(FileError) as told:
        read_bounded(tmp_path / "là", 10)
    assert str(told.value) == f"{tmp_path / 'là'} ne peut pas être lu : {reason(failure)}."


def test_a_journal_that_is_not_as_it_was_is_said_with_its_place(tmp_path: Path) -> None:
    place = tmp_path / "journal.db"
    journal = SqliteJournal(place, fake_writer())
    journal.append([draft("a")])
    with pytest.raises(FileError) as itself:
        back_up(place, place, fake_writer(), force=True)
    assert str(itself.value) == f"{place} est le journal lui-même : choisir un autre nom."
    journal.close()
    tampered(tmp_path, f"PRAGMA user_version={len(MIGRATIONS) + 1}")
    with pytest.raises(store.TooNew) as newer:
        SqliteJournal(place, fake_writer())
    assert str(newer.value) == (
        f"Le journal {place} vient d'une version plus récente de pannesi : mettre le programme à jour."
    )


def test_a_journal_begun_anew_says_what_became_of_the_old_one(tmp_path: Path) -> None:
    place = tmp_path / "journal.db"
    place.write_bytes(b"rien")
    journal, words = replace_damaged(place, fake_writer(), "Abîmé.", shared=False)
    assert words == f"Abîmé. Il est gardé sous {place}.abime-1 ; un nouveau journal commence."
    journal.append([draft("a"), draft("b"), draft("c")])
    journal.close()
    journal, words = replace_damaged(place, fake_writer("w2"), "Abîmé.", shared=False)
    assert words == (f"Abîmé. Il est gardé sous {place}.abime-2 ; un nouveau journal reprend ce qui s'y lit : 3 faits.")
    journal.close()
    tampered(tmp_path, "DELETE FROM events WHERE id = 'b'")
    again, words = replace_damaged(place, fake_writer("w3"), "Abîmé.", shared=False)
    assert words == (
        f"Abîmé. Il est gardé sous {place}.abime-3 ; un nouveau journal reprend ce qui s'y lit : 3 faits."
        " 1 perte : pannesi verify dit où."
    )
    assert [event.id for event in again.events("s1")] == ["a", "?w1:2", "c"]
