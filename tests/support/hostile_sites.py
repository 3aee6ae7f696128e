"""Sites whose texts a careless program would take for markup, codes or shell."""

from __future__ import annotations

import re
from pathlib import Path

from tests.support.project_files import copied_site
from tests.support.terminal import Program

NASTY = "[/x] [RADI] [@click=app.quit] {0} %s $HOME <b> &amp; `id`"
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def hostile_site(folder: Path) -> Path:
    """The shipped site, with texts that would be markup, format strings or shell to a careless program."""
    contacts = (copied_site(folder) / "contacts.yaml").read_text("utf-8")
    (folder / "contacts.yaml").write_text(contacts.replace("site: Imagerie, CH de Pau", f"site: '{NASTY}'"), "utf-8")
    path = folder / "cases" / "cas-3-pacs.yaml"
    text = path.read_text("utf-8").replace("label: Impossible de voir les images", f"label: '{NASTY}'")
    text = text.replace("ask: Un seul poste, ou plusieurs ?", f"ask: '{NASTY}'")
    text = text.replace(
        "    added: avant de prévenir tout l'hôpital, essayer un autre poste", "    added: '" + "x" * 3990 + "'"
    )
    path.write_text(text, "utf-8")
    return folder


def refused_site(folder: Path, injected: str) -> tuple[Path, int]:
    """The nasty site with a code in the title of a case, which must be refused; and the line where it stands."""
    site = folder if folder.exists() else hostile_site(folder)
    path = site / "cases" / "cas-7-archivage.yaml"
    path.write_text(
        path.read_text("utf-8")
        .replace("title: L'archivage", f"title: \"{injected} L'archivage")
        .replace("ne fonctionne pas\nrecognise", 'ne fonctionne pas"\nrecognise'),
        "utf-8",
    )
    where = next(n for n, line in enumerate(path.read_text("utf-8").split("\n"), start=1) if line.startswith("title:"))
    return site, where


def clean_bytes(program: Program) -> None:
    """Nothing but text and line ends came out of the program."""
    found = _CONTROL.search(program.output.decode("utf-8"))
    assert found is None, repr(program.output.decode("utf-8")[max(found.start() - 40, 0) : found.end() + 40])
