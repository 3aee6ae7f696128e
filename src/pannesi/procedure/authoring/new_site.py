"""Writes a small site to start from, or a new case. Existing files are never overwritten."""

from __future__ import annotations

import re
from pathlib import Path

from pannesi.procedure.authoring.jsonschema import schema_text as schema_text
from pannesi.procedure.authoring.jsonschema import schemas
from pannesi.procedure.authoring.new_file import write_new_file
from pannesi.procedure.loading.loader import load_read_files
from pannesi.procedure.loading.site_files import CASES, CONTACTS, read_site_files
from pannesi.support.errors import AlreadyExists, UnusablePath, UsageError, reason
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line, fold_accents

STARTER = Path(__file__).parent / "starter"
"""The folder of the starting site: that of an invented hospital, complete and commented."""


def write_new_site(folder: Path) -> tuple[str, ...]:
    """Writes the starting site into `folder`, with the JSON Schemas; returns the paths of the files, below `folder`.

    Raises AlreadyExists when the folder is not empty, UnusablePath when nothing can be written.
    """
    shown = clean_line(str(folder))
    try:
        has_content = folder.exists() and any(folder.iterdir())
    except OSError as refused:
        raise UnusablePath(
            _("{folder} ne peut pas servir : {why}.").format(folder=shown, why=reason(refused))
        ) from refused
    if has_content:
        raise AlreadyExists(_("{folder} n'est pas vide : choisir un dossier neuf.").format(folder=shown))
    written = []
    for source in sorted(STARTER.rglob("*.yaml")):
        path = source.relative_to(STARTER)
        write_new_file(folder / path, source.read_text("utf-8"))
        written.append(path.as_posix())
    for name, schema in schemas().items():
        path = Path(CASES, ".schema", name)
        write_new_file(folder / path, schema_text(schema))
        written.append(path.as_posix())
    return tuple(written)


def write_new_case(target: Path) -> Path:
    """Writes the template of a case and returns its file.

    `target` is a file of `cases/`, or the folder of a site, where the case gets the next free number. Raises
    AlreadyExists, UnusablePath when it is neither, UsageError when no number is free.
    """
    if target.suffix != ".yaml":
        site = target
    elif target.parent.name == CASES:
        site = target.parent.parent
    else:
        raise UnusablePath(_("Un cas s'écrit dans le dossier « cases » d'un site : SITE/cases/cas-9-nom.yaml."))
    if not (site / CONTACTS).is_file():
        raise UnusablePath(
            _(
                "{folder} n'est pas un site : il n'a pas de contacts.yaml. Commencer par : pannesi new site DOSSIER"
            ).format(folder=clean_line(str(site)))
        )
    files, problems = read_site_files(site)
    trees = load_read_files(files, str(site), problems).trees
    ids = {str(tree.get("id")) for tree in trees.values()}
    marks = {str(tree.get("mark")) for tree in trees.values()}
    number = _number_of_case(target, ids, marks)
    name = _id_of_case(target, number)
    if name in ids:
        raise AlreadyExists(_("Le cas « {id} » existe déjà dans ce site.").format(id=name))
    file = target if target.suffix == ".yaml" else site / CASES / f"{name}.yaml"
    write_new_file(file, _case_skeleton(name, number))
    return file


def _number_of_case(target: Path, ids: set[str], marks: set[str]) -> int:
    """The number in the name of the file, else the one after the highest in use. Raises AlreadyExists, UsageError."""
    taken = {int(mark) for mark in marks if mark.isdigit()}
    taken |= {int(digits) for name in ids if (digits := name.removeprefix("cas-")).isdigit()}
    next_number = max(taken, default=0) + 1
    in_name = re.match(r"cas-(\d{1,2})(?!\d)", target.name) if target.suffix == ".yaml" else None
    if in_name is not None and int(in_name[1]) in taken:
        raise AlreadyExists(
            _("Le numéro {number} est déjà pris : le suivant est {following}.").format(
                number=int(in_name[1]), following=next_number
            )
        )
    if next_number > 99 and in_name is None:
        raise UsageError(_("Les numéros vont jusqu'à 99 : en choisir un dans le nom du fichier, cas-12-nom.yaml."))
    return int(in_name[1]) if in_name is not None else next_number


def _id_of_case(target: Path, number: int) -> str:
    if target.suffix != ".yaml" or re.match(r"cas-\d{1,2}(?!\d)", target.name):
        return f"cas-{number}"
    return re.sub(r"[^a-z0-9]+", "-", fold_accents(target.stem)).strip("-")[:64] or f"cas-{number}"


def _case_skeleton(name: str, number: int) -> str:
    text = (STARTER / "cas.txt").read_text("utf-8")
    return text.replace("cas-0", name).replace("mark: 0", f"mark: {number}").replace("N°0", f"N°{number}")
