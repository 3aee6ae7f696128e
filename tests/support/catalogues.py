"""Catalogues of sentences: one that is made up of all that the sources mark, and a file as gettext reads it."""

from __future__ import annotations

import ast
import struct
from collections.abc import Mapping
from functools import cache

from tests.support.project_files import SOURCES, calls, tree


@cache
def marked_sentences() -> frozenset[str]:
    """Every sentence that the sources mark for translation, both forms of those that count."""
    sentences: set[str] = set()
    for path in SOURCES:
        for node in ast.walk(tree(path)):
            for call in calls(node, "_", "N_", "n_"):
                given = [arg.value for arg in call.args[:2] if isinstance(arg, ast.Constant)]
                sentences |= {value for value in given if isinstance(value, str)}
    return frozenset(sentences)


class Bracketed:
    """A language in which each sentence of the sources stands between brackets, and nothing else is known."""

    def gettext(self, message: str) -> str:
        """The sentence between brackets, if the sources have it."""
        return f"⟦{message}⟧" if message in marked_sentences() else message

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """The form of a sentence for a number, between brackets, if the sources have it."""
        return self.gettext(msgid1 if abs(n) < 2 else msgid2)


def compiled(sentences: Mapping[str, str]) -> bytes:
    """A catalogue as `.mo`: a header, the offsets of the sentences in their order, those of the translations, texts.
    Source: the GNU gettext manual, "The Format of GNU MO Files"."""
    pairs = sorted({"": "Content-Type: text/plain; charset=UTF-8\n", **sentences}.items())
    texts = [[pair[side].encode() for pair in pairs] for side in (0, 1)]
    at = 28 + 16 * len(pairs)
    offsets, body = b"", b""
    for side in texts:
        for text in side:
            offsets += struct.pack("<II", len(text), at + len(body))
            body += text + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, len(pairs), 28, 28 + 8 * len(pairs), 0, at)
    return head + offsets + body
