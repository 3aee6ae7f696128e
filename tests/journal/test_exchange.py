"""One session carried between machines: taken in whole, or not at all, and never what was erased."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pannesi.journal.audit_entries import ExportEntry, ImportEntry
from pannesi.journal.audit_log import audit_events
from pannesi.journal.chain.hash_chain import canonical_json
from pannesi.journal.exchange import session_archive as session_file
from pannesi.journal.exchange.session_archive import UnreadableArchive, decode_archive, encode_archive
from pannesi.journal.exchange.session_transfer import export_to_file, merge_import, preview_import
from pannesi.journal.memory import MemoryJournal
from pannesi.journal.store import Clash, NotWritten, RemovedSessionImport
from pannesi.session import actions as want
from pannesi.session.state import fold
from pannesi.support.errors import AlreadyExists, FileError, TooLarge
from tests.support.journal_nights import night, site, who
from tests.support.plain_playing import NIGHT
from tests.support.writers import Wall, draft, erasing, fake_writer, removing


def a_night(**more: Any) -> MemoryJournal:
    journal = MemoryJournal(fake_writer("w0"))
    night(journal, Wall(), NIGHT, "s1", **more)
    return journal


def exported(journal: MemoryJournal, folder: Path, *, patients: bool = True, force: bool = True) -> Path:
    target = folder / "nuit.pannesi"
    export_to_file(journal, "s1", target, who(NIGHT), patients=patients, force=force)
    return target


def receiver(name: str = "w9") -> MemoryJournal:
    return MemoryJournal(fake_writer(name))


def test_what_is_exported_arrives_whole_with_its_procedure(tmp_path: Path) -> None:
    ours, theirs = a_night(), receiver()
    source = exported(ours, tmp_path)
    what = preview_import(theirs, source)
    assert (what.new, what.erases) == (len(ours.events("s1")), 0)
    merge_import(theirs, what, source, who(NIGHT))
    assert theirs.events("s1") == ours.events("s1")
    assert [one.text for one in theirs.events("s1")] == [one.text for one in ours.events("s1")]
    assert theirs.verify() == ()
    assert [entry.kind for entry in audit_events(theirs)] == [ImportEntry.kind]


def test_the_pinned_procedure_travels_with_the_session(tmp_path: Path) -> None:
    ours = receiver("w0")
    files = {"contacts.yaml": b"format: 1\n", "cases/a.yaml": b"\xff"}
    from pannesi.procedure.loading.site_files import digest_of
    from pannesi.session.events import Draft
    from pannesi.session.facts.session import SessionOpened

    ours.keep_site(digest_of(files), files)
    ours.append([Draft("a", "s1", SessionOpened.kind, {"site": digest_of(files)}, "2026-11-24T02:12:00.000Z")])
    theirs = receiver()
    source = exported(ours, tmp_path)
    merge_import(theirs, preview_import(theirs, source), source, who(NIGHT))
    assert theirs.site(digest_of(files)) == files


def test_an_export_with_patients_is_recorded_and_one_without_holds_no_free_text(tmp_path: Path) -> None:
    ours = a_night(identity="Essaiinventé Zoé", words="motlaissé")
    exported(ours, tmp_path, patients=False)
    content = (tmp_path / "nuit.pannesi").read_text()
    assert "Essaiinvent" not in content
    assert "motlaiss" not in content
    assert audit_events(ours) == ()
    exported(ours, tmp_path)
    assert "Essaiinventé" in (tmp_path / "nuit.pannesi").read_text()
    (entry,) = audit_events(ours)
    assert (entry.kind, entry.payload["sessions"], entry.payload["patients"], entry.actor) == (
        ExportEntry.kind, ["s1"], True, "CD",
    )  # fmt: skip


def test_an_export_that_cannot_be_recorded_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ours = a_night()

    def refuse(_drafts: object) -> None:
        raise NotWritten("Le disque est plein.")

    monkeypatch.setattr(ours, "append", refuse)
    with pytest.raises(NotWritten):
        exported(ours, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_the_same_session_makes_the_same_file(tmp_path: Path) -> None:
    ours = a_night()
    first = exported(ours, tmp_path).read_bytes()
    assert exported(ours, tmp_path).read_bytes() == first


def test_a_session_that_is_already_there_changes_nothing(tmp_path: Path) -> None:
    ours = a_night()
    assert preview_import(ours, exported(ours, tmp_path)).is_empty


def test_facts_of_both_machines_are_united_and_contradictions_stay_visible(tmp_path: Path) -> None:
    ours, theirs = a_night(close=None), receiver("w9")
    source = exported(ours, tmp_path)
    merge_import(theirs, preview_import(theirs, source), source, who(NIGHT))
    answers = []
    for journal, writer, minutes in ((ours, "w0", 30), (theirs, "w9", 90)):
        played = night_of(journal, writer)
        played.do(want.SetExpected(minutes))
        answers.append(played)
    source = exported(theirs, tmp_path)
    merge_import(ours, preview_import(ours, source), source, who(NIGHT))
    state = fold(ours.events("s1"))
    assert [key for key, _tips in state.conflicts] == [("expected",)]
    assert ours.verify() == ()


def night_of(journal: MemoryJournal, writer: str) -> Any:
    from tests.support.journal_nights import Night

    played = Night(site(), "s1", writer, NIGHT, writer, journal=journal, wall=Wall())
    played.ids = (f"{writer}-{number}" for number in range(1000)).__next__
    for event in journal.events("s1"):
        played.take(event)
    return played


def test_what_was_erased_here_does_not_come_back(tmp_path: Path) -> None:
    ours = a_night()
    source = exported(ours, tmp_path)
    ours.append([erasing(*[one.id for one in ours.events("s1") if one.text is not None])])
    assert preview_import(ours, source).is_empty
    merge_import(ours, preview_import(ours, source), source, who(NIGHT))
    assert {one.text for one in ours.events("s1")} == {None}


def test_what_was_erased_there_is_erased_here(tmp_path: Path) -> None:
    ours, theirs = a_night(), receiver()
    source = exported(ours, tmp_path)
    merge_import(theirs, preview_import(theirs, source), source, who(NIGHT))
    ours.append([erasing(*[one.id for one in ours.events("s1") if one.text is not None])])
    source = exported(ours, tmp_path)
    what = preview_import(theirs, source)
    assert (what.new, what.texts) == (0, 0)
    assert what.erases > 0
    merge_import(theirs, what, source, who(NIGHT))
    assert {one.text for one in theirs.events("s1")} == {None}
    assert preview_import(theirs, source).is_empty
    assert theirs.verify() == ()


def test_a_removed_session_is_not_taken_in_again(tmp_path: Path) -> None:
    ours = a_night()
    source = exported(ours, tmp_path)
    ours.append([removing("s1")])
    with pytest.raises(RemovedSessionImport, match=r"supprimée.*25/11/2026"):
        preview_import(ours, source)


def test_facts_that_contradict_those_here_are_refused_and_nothing_is_written(tmp_path: Path) -> None:
    ours, theirs = a_night(close=None), receiver("w1")
    theirs.append([draft("other")])
    before = theirs.events_with_salts()
    source = exported(ours, tmp_path)
    with pytest.raises(Clash):
        merge_import(theirs, preview_import(theirs, source), source, who(NIGHT))
    assert theirs.events_with_salts() == before


def changed(content: bytes, act: Callable[[dict[str, Any]], Any], *, again: bool = True) -> bytes:
    """The same file after `act`, its digest made anew as a forger would."""
    found = json.loads(content)
    act(found)
    if again:
        found.pop("digest", None)
        found["digest"] = hashlib.sha256(canonical_json(found)).hexdigest()
    return canonical_json(found)


FORM = "Ce fichier n'a pas la forme d'un export de session de pannesi. Rien n'a été pris."
CHAINS = (
    "Les chaînes de cette session sont rompues : des faits ont été modifiés, retirés ou déplacés. Rien n'a été pris."
)
ALTERED = "Ce fichier a été modifié ou abîmé depuis qu'il a été écrit : demander un nouvel export. Rien n'a été pris."
IMPOSSIBLE = "La session s1 contient un fait à une heure ou d'une durée impossible. Rien n'en est repris."


def _actor(found: dict[str, Any]) -> None:
    found["events"][1]["actor"] = "ZZ"


def _gap(found: dict[str, Any]) -> None:
    del found["events"][1]


def _cut(found: dict[str, Any]) -> None:
    del found["events"][-1]


def _words(found: dict[str, Any]) -> None:
    next(iter(found["texts"].values()))["text"] = "autre"


def _salt(found: dict[str, Any]) -> None:
    next(iter(found["texts"].values()))["salt"] = "f" * 64


def _stranger(found: dict[str, Any]) -> None:
    found["texts"]["stranger"] = {"salt": "0" * 64, "text": "x"}


def _session(found: dict[str, Any]) -> None:
    found["session"] = "poste"


def _path(found: dict[str, Any]) -> None:
    found["files"] = {"../../etc/passwd": ""}


def _other_site(found: dict[str, Any]) -> None:
    found["files"] = {"contacts.yaml": "YQ=="}


def _huge_number(found: dict[str, Any]) -> None:
    found["events"][0]["hlc"] = 1 << 70


def _naive(found: dict[str, Any]) -> None:
    found["events"][0]["at"] = "2026-11-24T02:12:00"


def _truth(found: dict[str, Any]) -> None:
    found["events"][0]["seq"] = True


@pytest.mark.parametrize(
    "act",
    [_actor, _gap, _cut, _words, _salt, _stranger, _session, _path, _other_site, _huge_number, _naive, _truth,
     lambda found: found.update(version=0), lambda found: found.update(version=True),
     lambda found: found.pop("version"), lambda found: found.update(version="1"),
     lambda found: found.pop("events"), lambda found: found.update(events=[]), lambda found: found.update(texts=[])],
)  # fmt: skip
@pytest.mark.parametrize("again", [True, False])
def test_a_file_that_was_tampered_with_is_refused(tmp_path: Path, act: Callable[..., Any], again: bool) -> None:
    content = changed(exported(a_night(), tmp_path).read_bytes(), act, again=again)
    with pytest.raises(UnreadableArchive) as refused:
        decode_archive(content)
    assert str(refused.value) in {CHAINS, FORM, IMPOSSIBLE} if again else {ALTERED, FORM}


def test_a_newer_export_says_what_to_do(tmp_path: Path) -> None:
    content = changed(exported(a_night(), tmp_path).read_bytes(), lambda found: found.update(version=2))
    with pytest.raises(UnreadableArchive) as refused:
        decode_archive(content)
    assert str(refused.value) == (
        "Cet export vient d'une version plus récente de pannesi : mettre le programme à jour. Rien n'a été pris."
    )


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"\xff\xfe", b"[" * 50_000, b'{"format":"pannesi-session"' + b',"a":[' * 50_000, b"null",
     b'{"format":"pannesi-session","format":"pannesi-session"}', b'{"format":"pannesi-session","x":1.5}',
     b'{"format":"pannesi-session","x":NaN}', b'{"format":"pannesi-session","x":"\\ud800"}',
     b'{"format":"pannesi-session","version":' + b"9" * 5000 + b"}", b'"pannesi-session' + b'\\"' * 20_000],
)  # fmt: skip
def test_what_is_no_export_is_refused_in_french(content: bytes) -> None:
    with pytest.raises(UnreadableArchive):
        decode_archive(content)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_truncated_or_flipped_file_is_always_refused(data: st.DataObject) -> None:
    whole = _one_file()
    at = data.draw(st.integers(0, len(whole) - 2))
    if data.draw(st.booleans()):
        broken = whole[:at]
    else:
        broken = whole[:at] + bytes([whole[at] ^ data.draw(st.integers(1, 127))]) + whole[at + 1 :]
    with pytest.raises(UnreadableArchive):
        decode_archive(broken)


def _one_file(made: list[bytes] = []) -> bytes:  # noqa: B006
    if not made:
        journal = receiver("w0")
        journal.append([draft("a", text="mot"), draft("b")])
        events, salts = journal.events_with_salts("s1")
        made.append(encode_archive(session_file.SessionArchive("s1", events, salts, frozenset(), None, {}, True)))
    return made[0]


@given(st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.none(), min_size=1, max_size=5))
def test_what_is_written_is_read_back(texts: list[str | None]) -> None:
    journal = receiver("w0")
    journal.append([draft(f"e{number}", text=text) for number, text in enumerate(texts)])
    events, salts = journal.events_with_salts("s1")
    found = session_file.SessionArchive("s1", events, salts, frozenset(), None, {}, True)
    back = decode_archive(encode_archive(found))
    assert [(one.hash, one.text) for one in back.events] == [(one.hash, one.text) for one in events]
    assert back == found


def test_a_file_that_is_too_big_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pannesi.journal.exchange.session_transfer.MAX_BYTES", 100)
    (tmp_path / "big").write_bytes(b"x" * 101)
    with pytest.raises(TooLarge, match="trop gros"):
        preview_import(receiver(), tmp_path / "big")


@pytest.mark.parametrize("name", ["absent", "."])
def test_what_is_no_file_is_told(tmp_path: Path, name: str) -> None:
    with pytest.raises(FileError, match="n'est pas un fichier"):
        preview_import(receiver(), tmp_path / name)


def test_an_existing_target_stays_unless_forced(tmp_path: Path) -> None:
    (tmp_path / "nuit.pannesi").write_text("avant")
    with pytest.raises(AlreadyExists, match="existe déjà"):
        exported(a_night(), tmp_path, force=False)
    assert (tmp_path / "nuit.pannesi").read_text() == "avant"
    exported(a_night(), tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["nuit.pannesi"]


def test_a_target_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="Rien n'a été créé"):
        exported(a_night(), tmp_path / "absent")
    with pytest.raises(FileError, match="est un dossier"):
        export_to_file(a_night(), "s1", tmp_path, who(NIGHT), patients=True, force=True)
