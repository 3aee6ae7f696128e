"""Sentences go through one door; French is what comes out when no other language is there."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from pannesi.support import i18n


def catalogue(folder: Path, pairs: dict[str, str]) -> None:
    """Writes a compiled catalogue as translators' tools do."""
    entries = sorted(
        {"": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=2; plural=(n != 1);\n", **pairs}.items()
    )
    sources, targets = [one.encode() for one, _two in entries], [two.encode() for _one, two in entries]
    start = 28 + 16 * len(entries)
    table, texts = b"", b""
    for group in (sources, targets):
        for text in group:
            table += struct.pack("<II", len(text), start + len(texts))
            texts += text + b"\0"
    head = struct.pack("<IIIIIII", 0x950412DE, 0, len(entries), 28, 28 + 8 * len(entries), 0, start)
    target = folder / "en" / "LC_MESSAGES"
    target.mkdir(parents=True)
    (target / "pannesi.mo").write_bytes(head + table + texts)


def test_without_another_language_sentences_are_as_written() -> None:
    assert i18n._("Prévenir {who}").format(who="AB") == "Prévenir AB"


@pytest.mark.parametrize(("count", "words"), [(0, "0 patient"), (1, "1 patient"), (2, "2 patients")])
def test_in_french_zero_takes_the_singular(count: int, words: str) -> None:
    assert i18n.n_("{count} patient", "{count} patients", count) == words


@pytest.mark.parametrize(
    ("count", "words"), [(7, "7"), (999, "999"), (1000, "1~000"), (14418, "14~418"), (1234567, "1~234~567")]
)
def test_thousands_stand_apart_in_one_piece(count: int, words: str) -> None:
    wanted = words.replace("~", "\N{NO-BREAK SPACE}")
    assert i18n.format_number(count) == wanted
    assert i18n.n_("{count} fait", "{count} faits", count) == f"{wanted} faits"


def test_another_language_is_found_where_it_is_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    catalogue(tmp_path, {"Prévenir": "Tell", "{count} patient\0{count} patients": "{count} person\0{count} people"})
    monkeypatch.setenv("LANGUAGE", "en")
    monkeypatch.setattr(i18n, "_translations", i18n._load_catalogue(tmp_path))
    assert i18n._("Prévenir") == "Tell"
    assert i18n._("inconnu") == "inconnu"
    assert i18n.n_("{count} patient", "{count} patients", 3) == "3 people"
