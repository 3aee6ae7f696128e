"""Reports in Markdown. Every text is escaped, so that it reads as written wherever Markdown is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pannesi.documents.export_format import ExportFormat
from pannesi.support.i18n import _

if TYPE_CHECKING:
    from pannesi.documents.page import ReportPage, Table

_SPECIAL = re.compile(r"([\\`*_\[\]<>&|~$!^@{}])|(?<=:)(?=//)|(?<=www)(?=\.)")
_FIRST = re.compile(r"(?:[#+\-=]|\d+(?=[.)]))")
_BLANKS = re.compile(r"[\s\x00]+")


def escape_markdown(text: str) -> str:
    """A text on one line, escaped: nothing in it is emphasis, a link, a tag, a table or a list."""
    plain = _SPECIAL.sub(lambda sign: "\\" + sign[0], _BLANKS.sub(" ", text).strip())
    first = _FIRST.match(plain)
    if first is None:
        return plain
    digits = first[0] if first[0].isdigit() else ""
    return f"{digits}\\{plain[len(digits) :]}"


def markdown_text(page: ReportPage) -> str:
    """A report in Markdown."""
    lines: list[str] = []
    if page.exercise:
        lines += [f"**{escape_markdown(page.exercise)}**", ""]
    lines += [f"# {escape_markdown(page.title)}", "", escape_markdown(page.site), ""]
    lines += _table(["", ""], page.summary)
    for note in page.notes:
        lines += [escape_markdown(note), ""]
    lines += _sections(page.sections)
    for room in page.rooms:
        lines += [f"## {escape_markdown(room.title)}", ""]
        lines += _table(room.columns, [[" "] * len(room.columns)] * room.lines)
    for name in page.signatures:
        lines += [escape_markdown(_("{who} (nom, date, signature) :").format(who=name)), ""]
    lines += _sections(page.annexes)
    if page.proof is not None:
        words = _("Empreinte des chaînes : {digest}").format(digest=page.proof.digest)
        lines += ["---", "", escape_markdown(words), ""]
        lines += [escape_markdown(page.proof.proves), "", escape_markdown(page.proof.does_not), ""]
    last = _("Version du site : {code} ({version}). {program}.")
    lines += [escape_markdown(last.format(code=page.code, version=page.version, program=page.program)), ""]
    if page.exercise:
        lines += [f"**{escape_markdown(page.exercise)}**", ""]
    return "\n".join(lines)


def _sections(tables: list[Table]) -> list[str]:
    lines: list[str] = []
    for table in tables:
        lines += [f"## {escape_markdown(table.title)}", ""]
        if table.note:
            lines += [escape_markdown(table.note), ""]
        lines += _table(table.columns, table.rows, table.struck)
    return lines


def _table(columns: list[str], rows: list[list[str]], struck: Sequence[list[int]] = ()) -> list[str]:
    if not rows:
        return []
    head = [_row([escape_markdown(name) for name in columns]), "|" + " --- |" * len(columns)]
    cells = [
        [_struck(text) if [place, column] in struck else escape_markdown(text) for column, text in enumerate(row)]
        for place, row in enumerate(rows)
    ]
    return [*head, *map(_row, cells), ""]


def _struck(text: str) -> str:
    """A text escaped and struck out; nothing where there is nothing to strike out."""
    plain = escape_markdown(text)
    return f"~~{plain}~~" if plain else ""


def _row(cells: list[str]) -> str:
    return "| " + " | ".join(cells) + " |"


MARKDOWN = ExportFormat(
    "md", lambda page: markdown_text(page).encode(),
    {
        "report": lambda: _("rapport en texte (Markdown)"), "figures": lambda: _("texte (Markdown)"),
        "review": lambda: _("fiche en texte (Markdown)"),
    },
    gloss="Markdown", option=lambda: _("Écrire un texte (Markdown)."),
)  # fmt: skip
