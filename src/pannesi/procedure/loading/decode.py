"""Decodes the bytes of a file: bounded in size, UTF-8, without characters that could act on a terminal."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.loading.site_files import MAX_BYTES, too_big
from pannesi.support.i18n import _
from pannesi.support.text_safety import first_refused

_MOST_REPORTED = 20
_NOT_YAML = re.compile("[\ufffe\uffff]")

Position = tuple[int, int]
"""Line and column, from 1."""


def decode(path: str, content: bytes) -> tuple[str, list[Problem]]:
    """The text of a file, with `\\n` as line ends and without a byte order mark; and the problems found.

    With any problem, the text must not be parsed.
    """
    if len(content) > MAX_BYTES:
        return "", [too_big(path, len(content))]
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return "", [_not_utf8(path, error)]
    text = text.replace("\r\n", "\n")
    return text, [
        _unsafe_character(path, text[at], place_in(text, at)) for at in islice(_unsafe_in(text), _MOST_REPORTED)
    ]


def unsafe_escape(path: str, text: str, place: Position) -> Problem | None:
    """The problem of a quoted text in which an escape such as `\\e` makes an unsafe character; None without any."""
    at = next(_unsafe_in(text), None)
    return None if at is None else _unsafe_character(path, text[at], place)


def place_in(text: str, index: int) -> Position:
    """The line and column (from 1) of the character at an index of a text."""
    return text.count("\n", 0, index) + 1, index - text.rfind("\n", 0, index)


def _unsafe_in(text: str) -> Iterator[int]:
    start = 0
    while (match := first_refused(rest := text[start:]) or _NOT_YAML.search(rest)) is not None:
        start += match.end()
        yield start - 1


def _unsafe_character(path: str, character: str, place: Position) -> Problem:
    message = _("Caractère invisible interdit : {mark}.").format(mark=f"U+{ord(character):04X}")
    remedy = _("Supprimer ce caractère, puis retaper le texte autour.")
    return Problem(path, *place, "error", "P104", message, remedy)


def _not_utf8(path: str, error: UnicodeDecodeError) -> Problem:
    """The problem at the first byte that is not UTF-8. The decoder counts from after the byte order mark."""
    before = error.object[: error.start].decode("utf-8")
    message, remedy = _("Ce n'est pas du texte en UTF-8."), _("Enregistrer le fichier en UTF-8 dans l'éditeur.")
    if error.object[:2] in (b"\xff\xfe", b"\xfe\xff"):
        message = _("Ce texte est en UTF-16.")
    elif b"\0" in error.object[:8000]:
        message, remedy = _("Ce fichier n'est pas du texte."), _("Vérifier que c'est bien le fichier voulu.")
    return Problem(path, *place_in(before, len(before)), "error", "P103", message, remedy)
