"""`pannesi schema`: the JSON schemas of the files of a site."""

from __future__ import annotations

from pathlib import Path

from pannesi.procedure.authoring.jsonschema import schema_text, schemas
from pannesi.support.atomic_files import ORDINARY, write_atomic
from pannesi.support.console import Output
from pannesi.support.errors import InvalidValue, UnusablePath, reason
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


def print_schema(kind: str, out: Output) -> None:
    """Prints one schema, `case` or `contacts`. Raises InvalidValue."""
    schema = schemas().get(f"{kind}.json")
    if schema is None:
        raise InvalidValue(_("Le schéma « {kind} » n'existe pas : case ou contacts.").format(kind=clean_line(kind)))
    out.json(schema)


def write_schemas(folder: Path, out: Output) -> None:
    """Writes both schemas into a folder, made where it is not there. Raises UnusablePath."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, schema in schemas().items():
            write_atomic(folder / name, schema_text(schema).encode(), overwrite=True, mode=ORDINARY)
    except OSError as error:
        words = _("{folder} ne peut pas être écrit : {why}.")
        raise UnusablePath(words.format(folder=clean_line(str(folder)), why=reason(error))) from error
    for name in schemas():
        out.line(clean_line(str(folder / name)))
