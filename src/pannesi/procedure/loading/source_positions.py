"""From the path of a pydantic error to a position in a file, and the keys and verbs that are possible there.

Such a path contains the tags of unions (`case`, `call`), which are written in no file: the models are followed along
with the tree to distinguish a tag from a key. Used only when a file is not valid.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from pannesi.procedure.loading.decode import Position
from pannesi.procedure.loading.yaml_reader import Map, Seq
from pannesi.procedure.model.entity import Frozen
from pannesi.procedure.model.introspection import ModelField, model_fields
from pannesi.procedure.model.lines import Line

ErrorPath = tuple[str | int, ...]
"""The `loc` of a pydantic error: keys, indexes and tags of unions."""

_TAGS = ("verb", "kind")
_ADDED_BY_LOADER = ("verb", "value")
"""Keys that the loader adds to a line: no author writes them."""


@dataclass(frozen=True)
class TreeStep:
    """One step from the root of a tree to a value."""

    owner: Map | Seq
    part: str | int
    """The key or index in the owner."""
    model: type[Frozen] | None
    """The model of the owner; None for a list or a dictionary."""

    @property
    def removable(self) -> bool:
        """Whether the owner stays valid without this part."""
        field = field_with_key(self.model, self.part) if self.model is not None else None
        return field is None or not field.required

    @property
    def position(self) -> Position:
        """The position of the value; of the key, when the model does not have it."""
        if isinstance(self.owner, Seq):
            return self.owner.items_at[int(self.part)]
        unknown = self.model is not None and field_with_key(self.model, self.part) is None
        return (self.owner.keys_at if unknown else self.owner.values_at)[str(self.part)]


def steps_to(tree: Map, path: ErrorPath, model: Any) -> Iterator[TreeStep]:
    """The steps along the path of an error in a file of `model` (a class, or a union of classes), as far as the file
    goes."""
    node: Any = tree
    expected = model
    for part in path:
        models = _models_of_type(expected)
        if len(models) > 1:
            expected = next((choice for choice in models if _tag_of_model(choice) == part), None)
            continue
        within = isinstance(part, int) and part < len(node) if isinstance(node, Seq) else isinstance(node, Map)
        if not within or (isinstance(node, Map) and part not in node):
            return
        yield TreeStep(node, part, models[0] if models else None)
        expected, node = _type_of_part(expected, models, part), node[part]


def position_of(tree: Map, path: ErrorPath, model: Any) -> Position:
    """The position of an error; of something that is not written, that of the nearest value around it."""
    steps = list(steps_to(tree, path, model))
    if not steps:
        return tree.place
    last = steps[-1]
    if path[-1] == "[key]" and isinstance(last.owner, Map):
        return last.owner.keys_at[str(last.part)]
    return last.position


def keys_at(tree: Map, path: ErrorPath, model: Any) -> tuple[str, ...]:
    """The keys that may be written at the place of the last key of the path."""
    steps = list(steps_to(tree, path, model))
    return written_keys(steps[-1].model) if steps and steps[-1].model is not None else ()


def is_list_of_words(tree: Map, path: ErrorPath, model: Any) -> bool:
    """Whether a list of single values is expected at the end of the path, which may be written between brackets."""
    last = next(reversed(list(steps_to(tree, path, model))), None)
    field = field_with_key(last.model, last.part) if last is not None and last.model is not None else None
    expected = _bare_type(field.type) if field is not None else None
    if get_origin(expected) is not tuple:
        return False
    item = get_args(expected)[0]
    return not _models_of_type(item) and get_origin(_bare_type(item)) is not tuple


def field_with_key(model: type[Frozen], key: str | int) -> ModelField | None:
    """The field of a model that an author writes as `key`."""
    return next((field for field in model_fields(model).values() if field.key == key), None)


def written_keys(model: type[Frozen]) -> tuple[str, ...]:
    """The keys of a model as authors write them, in order; without the verb of a line."""
    added = _ADDED_BY_LOADER if "verb" in model_fields(model) else ()
    return tuple(field.key for field in model_fields(model).values() if field.key not in added)


@cache
def keys_of_lines() -> frozenset[str]:
    """Every key that some verb takes."""
    return frozenset(key for model in _models_of_type(Line) for key in written_keys(model))


def verbs_with(key: str) -> tuple[str, ...]:
    """The verbs that take a key."""
    return tuple(str(_tag_of_model(model)) for model in _models_of_type(Line) if key in written_keys(model))


def _models_of_type(expected: Any) -> tuple[type[Frozen], ...]:
    """The models that a type consists of; none for a list, a dictionary or a scalar."""
    bare = _bare_type(expected)
    choices = get_args(bare) if get_origin(bare) in (Union, UnionType) else (bare,)
    return tuple(choice for choice in choices if isinstance(choice, type) and issubclass(choice, Frozen))


def _bare_type(expected: Any) -> Any:
    """A type without its annotations and without None."""
    while True:
        origin, args = get_origin(expected), [arg for arg in get_args(expected) if arg is not type(None)]
        if origin is Annotated or (origin in (Union, UnionType) and len(args) == 1):
            expected = args[0]
        else:
            return expected


def _type_of_part(expected: Any, models: tuple[type[Frozen], ...], part: str | int) -> Any:
    """The type of a part of a value of the `expected` type."""
    if models:
        field = field_with_key(models[0], part)
        return field.type if field is not None else None
    bare = _bare_type(expected)
    if get_origin(bare) is tuple:
        return get_args(bare)[0]
    return get_args(bare)[1] if get_origin(bare) is dict else None


def _tag_of_model(model: type[Frozen]) -> str | None:
    """The tag of a model in its union; None for a model that is in none."""
    fields = model_fields(model)
    return next((str(get_args(fields[name].type)[0]) for name in _TAGS if name in fields), None)
