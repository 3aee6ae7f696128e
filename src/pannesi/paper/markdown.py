"""A report in Markdown: every text escaped, so that it reads to the letter wherever Markdown is shown."""

from __future__ import annotations

import re

from pannesi.i18n import _
from pannesi.paper.pageset import Page

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>&~$:@=\"'^/%])")
_BLANKS = re.compile(r"[\s\x00]+")


def escaped(text: str) -> str:
    """A text on one line, with everything that Markdown may read as its own made plain. Never begins a block."""
    return _SPECIAL.sub(r"\\\1", _BLANKS.sub(" ", text).strip())


def markdown(page: Page) -> str:
    """The whole report."""
    lines: list[str] = []
    if page["exercise"]:
        lines += [f"**{escaped(page['exercise'])}**", ""]
    lines += [f"# {escaped(page['title'])}", "", escaped(page["site"]), ""]
    lines += _table(["", ""], page["summary"])
    for note in page["notes"]:
        lines += [escaped(note), ""]
    for one in page["sections"]:
        lines += [f"## {escaped(one['title'])}", ""]
        if one["note"]:
            lines += [escaped(one["note"]), ""]
        lines += _table(one["columns"], one["rows"])
    for room in page["rooms"]:
        lines += [f"## {escaped(room['title'])}", ""]
        lines += _table(room["columns"], [[" "] * len(room["columns"])] * room["lines"])
    for name in page["signatures"]:
        lines += [escaped(_("{who} (nom, date, signature) :").format(who=name)), ""]
    if page["proof"] is not None:
        words = _("Empreinte des chaînes : {digest}").format(digest=page["proof"]["digest"])
        lines += ["---", "", escaped(words), ""]
        lines += [escaped(page["proof"]["proves"]), "", escaped(page["proof"]["does_not"]), ""]
    last = _("Version du site : {code} ({version}). {program}.")
    lines += [escaped(last.format(code=page["code"], version=page["version"], program=page["program"])), ""]
    if page["exercise"]:
        lines += [f"**{escaped(page['exercise'])}**", ""]
    return "\n".join(lines)


def _table(columns: list[str], rows: list[list[str]]) -> list[str]:
    if not rows:
        return []
    found = [_row(columns), "|" + " --- |" * len(columns)]
    return [*found, *(_row(row) for row in rows), ""]


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(escaped(cell) for cell in cells) + " |"
