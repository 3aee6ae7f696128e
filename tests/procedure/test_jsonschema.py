"""The schema that editors use, held against the models by an independent validator."""

from __future__ import annotations

import json
import random
import re
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from pannesi.procedure.authoring.jsonschema import DRAFT, schema_text, schemas
from pannesi.procedure.loading.loader import load_files, load_site
from pannesi.procedure.loading.yaml_reader import read
from tests.support.small_site import SMALL, WHERE, bad_files

ROOT = Path(__file__).parents[2]
SCHEMAS = schemas()
JUDGES = {name: jsonschema.Draft7Validator(schema) for name, schema in SCHEMAS.items()}
SOUND = [
    path
    for folder in (
        ROOT,
        SMALL,
        WHERE / "hostile/loads",
        ROOT / "src/pannesi/procedure/authoring/starter",
        WHERE / "autre-hopital",
    )
    for path in (folder / "contacts.yaml", *sorted((folder / "cases").glob("*.yaml")))
]


class As12(yaml.CSafeLoader):
    """YAML 1.2 as editors read it: numbers and true/false are no text, `yes` and dates are."""


As12.yaml_implicit_resolvers = {}
for first, tag, form in (
    ("tTfF", "bool", r"^(?:true|True|TRUE|false|False|FALSE)$"),
    ("-+0123456789", "int", r"^[-+]?[0-9]+$"),
    ("-+.0123456789", "float", r"^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$"),
):
    As12.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(form), list(first))


def judge_of(path: str) -> jsonschema.Draft7Validator:
    return JUDGES["contacts.json" if path.startswith("contacts") else "case.json"]


def readings(content: bytes) -> list[Any]:
    """A file as the loader keeps it, all text, and as an editor's YAML reads it; nothing when it cannot be read."""
    tree, problems = read("x", content)
    if tree is None or problems:
        return []
    return [json.loads(json.dumps(tree)), yaml.load(content, Loader=As12)]


def test_the_schemas_are_sound_draft_7_without_what_editors_do_not_know() -> None:
    for schema in SCHEMAS.values():
        jsonschema.Draft7Validator.check_schema(schema)
        assert schema["$schema"] == DRAFT
        text = json.dumps(schema)
        for unknown in ("discriminator", "prefixItems", "$defs", "unevaluatedProperties", '"verb"'):
            assert unknown not in text
        assert '"items": [' not in text


def test_every_key_says_in_french_what_it_is() -> None:
    for schema in SCHEMAS.values():
        for model in schema["definitions"].values():
            for key, value in model["properties"].items():
                assert value["description"].endswith((".", "…", "?")), key


@pytest.mark.parametrize("path", SOUND, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_what_the_loader_accepts_the_schema_accepts(path: Path) -> None:
    found = readings(path.read_bytes())
    assert found
    for reading in found:
        assert [error.message for error in judge_of(path.name).iter_errors(reading)] == []


@pytest.mark.parametrize("path", bad_files(), ids=lambda path: path.stem)
def test_what_the_schema_refuses_the_loader_refuses(path: Path) -> None:
    for reading in readings(path.read_bytes()):
        if next(judge_of(path.name).iter_errors(reading), None) is not None:
            assert load_files({**load_site(SMALL).files, f"cases/{path.name}": path.read_bytes()}, "x").site is None


REFUSED = {
    "unknown-keys", "wrong-choices", "missing-keys", "no-verb", "two-verbs", "verb-and-value", "wrong-ids", "wrong-shapes",
    "wrong-times", "wrong-kind", "no-kind", "old-format", "contacts-shapes", "wrong-status",
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(REFUSED))
def test_what_is_wrong_in_shape_is_seen_while_typing(name: str) -> None:
    path = WHERE / "bad" / f"{name}.yaml"
    tree, _problems = read("x", path.read_bytes())
    assert tree is not None
    assert next(judge_of(path.name).iter_errors(json.loads(json.dumps(tree))), None) is not None


def places(node: Any) -> list[tuple[Any, Any]]:
    keys = list(node) if isinstance(node, dict) else list(range(len(node))) if isinstance(node, list) else []
    return [(node, key) for key in keys] + [place for key in keys for place in places(node[key])]


ODD = st.one_of(
    st.sampled_from(["", "x", "yes", "oui", "24:00", "10 min", "2026-11-24", "cas-3", "a/b", "Été", "1", "30 days"]),
    st.text(max_size=8), st.just([]), st.just({}), st.just(["x"]), st.just({"x": "y"}),
)  # fmt: skip


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(SOUND), st.randoms(use_true_random=False), ODD, st.sampled_from(["set", "drop", "rename"]))
def test_of_changed_files_too_the_schema_refuses_only_what_the_loader_refuses(
    path: Path, dice: random.Random, value: Any, what: str
) -> None:
    from pannesi.procedure.loading.validation import ValidationError, validated
    from pannesi.procedure.loading.verbs import normalise_verbs
    from pannesi.procedure.model.contacts import ContactsFile
    from pannesi.procedure.model.units import Unit

    tree = json.loads(json.dumps(read("x", path.read_bytes())[0]))
    owner, key = dice.choice(places(tree))
    if what == "set" or isinstance(owner, list):
        owner[key] = value
    elif what == "drop":
        del owner[key]
    else:
        owner["clé"] = owner.pop(key)
    if next(judge_of(path.name).iter_errors(tree), None) is None:
        return
    again, problems = read("x", json.dumps(tree, ensure_ascii=False).encode("utf-8", "replace"))
    if again is None:
        return
    if path.name != "contacts.yaml":
        problems += normalise_verbs("x", again)
    model: Any = ContactsFile if path.name == "contacts.yaml" else Unit
    try:
        validated(model, again)
    except ValidationError:
        return
    assert problems


def test_the_files_beside_the_shipped_cases_are_those_that_the_program_makes() -> None:
    for name, schema in SCHEMAS.items():
        assert (ROOT / "cases/.schema" / name).read_text("utf-8") == schema_text(schema)


@pytest.mark.parametrize(
    "path", [ROOT / "contacts.yaml", *sorted((ROOT / "cases").glob("*.yaml"))], ids=lambda path: path.stem
)
def test_a_shipped_file_names_its_schema_where_it_lies(path: Path) -> None:
    first = path.read_text("utf-8").split("\n")[0]
    assert first.startswith("# yaml-language-server: $schema=")
    assert (path.parent / first.partition("=")[2]).is_file()


def test_dates_are_read_as_text_by_editors_and_by_us() -> None:
    assert yaml.load("2026-11-24", Loader=As12) == "2026-11-24"
    assert date.fromisoformat("2026-11-24")
