"""The JSON Schemas (draft 7) of the files of a site, generated from the models.

They describe what authors write, where the verb of a line is a key. They accept a number where a text is expected: the
loader keeps every value as text, but the YAML parser of an editor reads `mark: 3` as a number.
"""

from __future__ import annotations

import json
from datetime import date, time, timedelta
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pannesi.procedure.authoring.key_docs import words_for
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.entity import Frozen, ProposedValues
from pannesi.procedure.model.introspection import ModelField, model_fields
from pannesi.procedure.model.scalars import RetentionPeriod
from pannesi.procedure.model.units import Unit
from pannesi.support.i18n import _

DRAFT = "http://json-schema.org/draft-07/schema#"
_TEXT = ["string", "number", "boolean"]
"""The types that the parser of an editor may give to a plain scalar, which the loader keeps as text."""
_HOUR = r"^\d{2}:\d{2}$"
_DURATION = r"^\s*(?=\S)(?:\d{1,3} ?h)? ?(?:\d{1,3} ?min)?\s*$"
_PERIOD = r"^\s*[1-9]\d{0,3} ?(?:days?|months?|jours?|mois)\s*$"

Schema = dict[str, Any]


def schemas() -> dict[str, Schema]:
    """The schema of each kind of file, by the name of the schema's own file."""
    return {
        "contacts.json": _file_schema(ContactsFile, _("contacts.yaml")),
        "case.json": _file_schema(Unit, _("cas, annexe, triage")),
    }


def schema_text(schema: Schema) -> str:
    """A schema as the text of its file."""
    return json.dumps(schema, ensure_ascii=False, indent=1) + "\n"


def _file_schema(model: Any, title: str) -> Schema:
    writer = _Writer()
    root = writer.schema_of(model, ())
    return {"$schema": DRAFT, "title": title, **root, "definitions": dict(sorted(writer.definitions.items()))}


class _Writer:
    """Converts types to schemas; each model becomes a definition once."""

    def __init__(self) -> None:
        self.definitions: dict[str, Schema] = {}

    def schema_of(self, expected: Any, constraints: tuple[Any, ...]) -> Schema:
        """The schema of a type; `constraints` are those of its `Annotated`."""
        origin, args = get_origin(expected), get_args(expected)
        if origin is Annotated:
            return self.schema_of(args[0], (*constraints, *args[1:]))
        if origin in (Union, UnionType):
            kinds = [arg for arg in args if arg is not type(None)]
            return (
                self.schema_of(kinds[0], constraints)
                if len(kinds) == 1
                else {"anyOf": [self.schema_of(kind, ()) for kind in kinds]}
            )
        if origin is Literal:
            return _choice_schema(args)
        if origin is tuple:
            least = _first_bound(constraints, "min_length")
            return {"type": "array", "items": self.schema_of(args[0], ()), **({"minItems": least} if least else {})}
        if origin is dict:
            return {
                "type": "object",
                "propertyNames": _text_schema(_inner_constraints(args[0]), []),
                "additionalProperties": self.schema_of(args[1], ()),
            }
        if isinstance(expected, type) and issubclass(expected, Frozen):
            return self._reference(expected)
        return _scalar_schema(expected, constraints)

    def _reference(self, model: type[Frozen]) -> Schema:
        name = model.__name__
        if name not in self.definitions:
            self.definitions[name] = {}
            self.definitions[name] = self._model_schema(model)
        return {"$ref": f"#/definitions/{name}"}

    def _model_schema(self, model: type[Frozen]) -> Schema:
        properties: Schema = {}
        required: list[str] = []
        for name, field in model_fields(model).items():
            key = _author_key(model, name, field)
            if key is None:
                continue
            properties[key] = {"description": words_for(model.__name__, key), **self._field_schema(model, name, field)}
            if field.required:
                required.append(key)
        schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
        return {**schema, "required": required} if required else schema

    def _field_schema(self, model: type[Frozen], name: str, field: ModelField) -> Schema:
        schema = self.schema_of(field.type, ())
        if name == "kind" and "format" in model_fields(model) and len(schema.get("enum", ())) == 1:
            schema = {"const": schema["enum"][0]}
        return {"allOf": [schema]} if "$ref" in schema else schema


def _author_key(model: type[Frozen], name: str, field: ModelField) -> str | None:
    """The key that authors write for a field, None for none: the value of a line is written under its verb."""
    if "verb" in model_fields(model):
        if name == "verb":
            return None
        if name == "value":
            return str(get_args(model_fields(model)["verb"].type)[0])
    return field.key


def _inner_constraints(expected: Any) -> tuple[Any, ...]:
    return get_args(expected)[1:] if get_origin(expected) is Annotated else ()


def _first_bound(constraints: tuple[Any, ...], name: str) -> Any:
    return next((value for constraint in constraints if (value := getattr(constraint, name, None)) is not None), None)


def _choice_schema(args: tuple[Any, ...]) -> Schema:
    numbers = [int(arg) for arg in args if isinstance(arg, str) and arg.isdigit()]
    return {"enum": [*args, *numbers]}


def _scalar_schema(expected: Any, constraints: tuple[Any, ...]) -> Schema:
    if expected is time:
        return {"type": "string", "pattern": _HOUR}
    if expected is timedelta:
        return {"type": "string", "pattern": _DURATION}
    if expected is RetentionPeriod:
        return {"type": "string", "pattern": _PERIOD}
    if expected is date:
        return {"type": ["string", "number"], "format": "date"}
    schema = _text_schema(constraints, _TEXT)
    proposed = next((each.values for each in constraints if isinstance(each, ProposedValues)), None)
    return {"anyOf": [{"enum": list(proposed)}, schema]} if proposed is not None else schema


def _text_schema(constraints: tuple[Any, ...], kinds: list[str]) -> Schema:
    schema: Schema = {"type": kinds} if kinds else {}
    for name, key in (("pattern", "pattern"), ("min_length", "minLength"), ("max_length", "maxLength")):
        value = _first_bound(constraints, name)
        if value is not None:
            schema[key] = value
    return schema
