"""A small site in which the example of a diagnostic code stands."""

from __future__ import annotations

from pathlib import Path

from pannesi.procedure.checks.codes import CodePage
from pannesi.procedure.loading.loader import LoadedSite, load_files, load_site

CONTACTS = """\
format: 1
site: Hôpital inventé
units: [réanimation]
schedules:
  garde: {label: Garde, source: x, windows: [{days: [tous], from: "22:00", to: "08:00"}]}
  toujours: {label: Toujours, source: x, windows: [{days: [tous], from: "00:00", to: "24:00"}]}
contacts:
  - {id: standard, name: Standard, hours: toujours, source: x, channels: [{kind: phone, value: 01 00 00 00 00}]}
  - {id: astreinte, name: Astreinte, hours: toujours, source: x, channels: [{kind: phone, missing: non écrit}]}
  - {id: support, name: Support, reserved_to: [référent], source: x, channels: [{kind: phone, value: 01 00 00 00 01}]}
"""
HEAD = "format: 1\nkind: {kind}\nid: {id}\nmark: {mark}\ntitle: Essai\nrecognise: Un essai.\nsource: x\n"
OTHER = HEAD.format(kind="case", id="cas-8", mark="8") + (
    "alert:\n  - {id: postes, ask: Combien ?, options: [{id: un, label: Un}, {id: deux, label: Deux}], source: x}\n"
)

DRAFT = HEAD.format(kind="case", id="cas-brouillon", mark="7") + "status: brouillon\n"


def loaded_with(page: CodePage, example: str, folder: Path) -> tuple[LoadedSite, str]:
    """A small site in which an example stands, and the path of its file."""
    if page.where == "folder":
        (folder / "cases").mkdir(parents=True) if "cases/" in example else folder.mkdir()
        for number, name in enumerate(example.split()):
            head = HEAD.format(kind="case", id=f"cas-{number}", mark=number)
            (folder / name).write_text(CONTACTS if name == "contacts.yaml" else head, "utf-8")
        return load_site(folder), ""
    files = {"contacts.yaml": CONTACTS, "cases/cas-8.yaml": OTHER, "cases/cas-7.yaml": DRAFT}
    path = "contacts.yaml" if page.where == "contacts" else "cases/essai.yaml"
    if page.where == "contacts":
        example = "format: 1\nsite: Hôpital inventé\n" + example
    elif page.where != "file":
        mark = {"case": "9", "annex": "A9", "triage": "T"}[page.where]
        example = HEAD.format(kind=page.where, id="cas-9", mark=mark) + example
    encoding = "latin-1" if "Latin-1" in example else "utf-8"
    files[path] = ""
    content = {name: text.encode() for name, text in files.items()}
    content[path] = example.encode(encoding, "replace")
    return load_files(content, "x"), path
