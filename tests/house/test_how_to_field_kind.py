"""A kind of register field is added as its page says, on a copy: one file, and everything else derives."""

from __future__ import annotations

from pathlib import Path

from tests.support.working_copy import copied_with, run_in, steps, type_errors

PAGE = "add-a-register-field-kind.md"
KINDS = "src/pannesi/procedure/model/register_fields.py"
TOLD = """
from datetime import date
from pannesi.documents.binder.blank_forms import _field_cell
from pannesi.presentation.patients.patient_form import _field_entry
from pannesi.procedure.authoring.jsonschema import schemas
from pannesi.procedure.model.register_fields import Field
from pannesi.procedure.wording.conditions import field_words
from pannesi.session.event_writer import Refused
from pannesi.session.register.field_values import checked_value
side = Field(id="cote", label="Côté", kind="side", group="examen", source="x")
print(checked_value(side, "é", date.min), checked_value(side, "dr", date.min), next(field_words(side)))
print([one for one, _words in _field_entry(side).choices], _field_cell(side)["choices"])
print(schemas()["case.json"]["definitions"]["Field"]["properties"]["kind"])
try:
    checked_value(side, "milieu", date.min)
except Refused as refusal:
    print(refusal)
"""


def test_one_file_adds_a_kind_of_field(tmp_path: Path) -> None:
    assert set(steps(PAGE)) == {KINDS}
    folder = copied_with(PAGE, tmp_path)
    code, said = run_in(folder, "-c", TOLD)
    first, choices, schema, refused = said.splitlines()
    assert code == 0, said
    assert first == "droite droite côté"
    assert choices == "['gauche', 'droite'] ['gauche', 'droite']"
    assert "digits, person, side." in schema
    assert refused == "Côté : un choix parmi : gauche, droite."

    sources = (folder / KINDS).read_text("utf-8")
    (folder / KINDS).write_text(sources.replace('        case "side":\n            return SIDE\n', ""), "utf-8")
    assert "assert_never" in type_errors(folder, KINDS.removeprefix("src/pannesi/"))
