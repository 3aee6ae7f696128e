"""A site as JSON and back, for the cache: a format that holds data only, read against the types of the models.

A model is written as an object of the fields that differ from their defaults, under the names of its attributes. What
is read has the type that each field declares; the contents of texts are not validated again.
"""

from __future__ import annotations

import inspect
import json
import re
import sys
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date, time, timedelta
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, Literal, get_args, get_origin

from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.entity import DiscriminatedBy, Frozen
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.scalars import RetentionPeriod
from pannesi.procedure.model.units import Unit
from pannesi.support.text_safety import first_refused

Reader = Callable[[Any], Any]
"""Builds the value of one type from what JSON holds. Raises InvalidSiteJson."""

_OR_NONE = " | None"
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ESCAPES = frozenset('"\\nt')
"""What may follow a backslash: every other escape is a character that no site may hold."""
_MOST_COUNT = 9999
_MOST_SECONDS = 1_000_000_000


class InvalidSiteJson(ValueError):
    """The JSON is no site of these models."""


def site_to_json(site: Site) -> bytes:
    """The contacts and units of a site as JSON in UTF-8. Raises ValueError, TypeError or RecursionError when it cannot
    be written so."""
    tree = {"contacts": _as_json(site.contacts), "units": [_as_json(unit) for unit in site.units]}
    return json.dumps(tree, ensure_ascii=False, separators=(",", ":")).encode()


def site_from_json(written: bytes, digest: str, folder: str) -> Site:
    """The site in the bytes of `site_to_json`. Raises ValueError (also InvalidSiteJson), OverflowError, RecursionError.

    `digest` and `folder` become those of the site.
    """
    text = written.decode()
    if first_refused(text) or not _ESCAPES.issuperset(_ESCAPE.findall(text)):
        raise InvalidSiteJson("a character that no site may hold")
    tree = json.loads(text)
    if type(tree) is not dict or tree.keys() != {"contacts", "units"}:
        raise InvalidSiteJson("neither contacts nor units")
    contacts = reader_of(ContactsFile)(tree["contacts"])
    return Site(contacts, reader_of(tuple[Unit, ...])(tree["units"]), digest, folder)


def _as_json(value: Any) -> Any:
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, Frozen):
        model: Any = type(value)
        defaults = _defaults_of_model(model)
        return {name: _as_json(part) for name, part in vars(value).items() if part != defaults.get(name, MISSING)}
    if isinstance(value, tuple):
        return [_as_json(part) for part in value]
    if isinstance(value, dict):
        return {key: _as_json(part) for key, part in value.items()}
    if isinstance(value, RetentionPeriod):
        return [value.count, value.unit]
    if isinstance(value, timedelta):
        return value // timedelta(seconds=1)
    if isinstance(value, time | date):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no part of a site")


@cache
def _defaults_of_model(model: Any) -> Mapping[str, Any]:
    """The default of each field that has one."""
    defaults = {}
    for field in fields(model):
        if field.default is not MISSING:
            defaults[field.name] = field.default
        elif field.default_factory is not MISSING:
            defaults[field.name] = field.default_factory()
    return MappingProxyType(defaults)


@cache
def reader_of(kind: Any) -> Reader:
    """The reader of the values of an annotated type. Raises TypeError for a type that no site contains."""
    if kind in _SCALARS:
        return _SCALARS[kind]
    origin, inner = get_origin(kind), get_args(kind)
    if origin is Annotated:
        tag = next((note.field for note in kind.__metadata__ if isinstance(note, DiscriminatedBy)), None)
        return reader_of(inner[0]) if tag is None else _union_reader(tag, get_args(inner[0]))
    if origin is Literal:
        return _choice_reader(frozenset(inner))
    if origin is tuple and inner[1:] == (...,):
        return _tuple_reader(reader_of(inner[0]))
    if origin is dict and reader_of(inner[0]) is _read_text:
        return _dict_reader(reader_of(inner[1]))
    if isinstance(kind, type) and issubclass(kind, Frozen):
        return _model_reader(kind)
    raise TypeError(f"{kind} is no type of a site")


def _read_text(written: Any) -> str:
    if type(written) is not str:
        raise InvalidSiteJson("no text")
    return written


def _read_hour(written: Any) -> time:
    made = time.fromisoformat(_read_text(written))
    if made.isoformat() != written or made.tzinfo is not None:
        raise InvalidSiteJson("no hour")
    return made


def _read_day(written: Any) -> date:
    made = date.fromisoformat(_read_text(written))
    if made.isoformat() != written:
        raise InvalidSiteJson("no day")
    return made


def _read_duration(written: Any) -> timedelta:
    if type(written) is not int or not 0 < written <= _MOST_SECONDS:
        raise InvalidSiteJson("no length of time")
    return timedelta(seconds=written)


def _read_period(written: Any) -> RetentionPeriod:
    if type(written) is not list or len(written) != 2 or type(written[0]) is not int:
        raise InvalidSiteJson("no period")
    count, unit = written
    if not 0 < count <= _MOST_COUNT or unit not in ("days", "months"):
        raise InvalidSiteJson("no period")
    return RetentionPeriod(count, unit)


_SCALARS: Mapping[Any, Reader] = MappingProxyType(
    {str: _read_text, time: _read_hour, date: _read_day, timedelta: _read_duration, RetentionPeriod: _read_period}
)


def _optional_reader(read: Reader) -> Reader:
    def read_optional(written: Any) -> Any:
        return None if written is None else read(written)

    return read_optional


def _choice_reader(choices: frozenset[Any]) -> Reader:
    def read_choice(written: Any) -> Any:
        if type(written) is not str or written not in choices:
            raise InvalidSiteJson("no choice of its field")
        return written

    return read_choice


def _tuple_reader(read: Reader) -> Reader:
    def read_tuple(written: Any) -> tuple[Any, ...]:
        if type(written) is not list:
            raise InvalidSiteJson("no list")
        return tuple([read(held) for held in written])

    return read_tuple


def _dict_reader(read: Reader) -> Reader:
    def read_dict(written: Any) -> dict[str, Any]:
        if type(written) is not dict:
            raise InvalidSiteJson("no mapping")
        return {key: read(held) for key, held in written.items()}

    return read_dict


def _union_reader(tag: str, models: tuple[type[Frozen], ...]) -> Reader:
    """The reader of a tagged union of models."""
    by_tag: Mapping[str, Any] = {
        get_args(_type_named(*_declaration_of_field(model, tag)))[0]: model for model in models
    }

    def read_union(written: Any) -> Frozen:
        if type(written) is not dict or type(name := written.get(tag)) is not str or name not in by_tag:
            raise InvalidSiteJson("no model of its union")
        made: Frozen = reader_of(by_tag[name])(written)
        return made

    return read_union


def _model_reader(model: type[Frozen]) -> Reader:
    """The reader of a model, which may contain itself: the readers of its fields are made when first needed."""
    named: Any = model
    declared = fields(named)
    blank = {field.name: None if field.default is MISSING else field.default for field in declared}
    fresh = tuple((field.name, field.default_factory) for field in declared if field.default_factory is not MISSING)
    required = {field.name for field in declared if field.default is MISSING and field.default_factory is MISSING}
    readers = _Readers(model)

    def read_model(written: Any) -> Frozen:
        if type(written) is not dict or not required <= written.keys():
            raise InvalidSiteJson(f"no {model.__name__}")
        values = blank.copy()
        for name, held in written.items():
            values[name] = readers[name](held)
        for name, make in fresh:
            if name not in written:
                values[name] = make()
        made = object.__new__(model)
        object.__setattr__(made, "__dict__", values)
        return made

    return read_model


class _Readers(dict[str, Reader]):
    """The readers of the fields of a model, made when first needed. Raises InvalidSiteJson for an unknown field."""

    def __init__(self, model: type[Frozen]) -> None:
        self._model = model

    def __missing__(self, name: str) -> Reader:
        read = self[name] = _reader_named(*_declaration_of_field(self._model, name))
        return read


def _declaration_of_field(model: type[Frozen], name: str) -> tuple[str, str]:
    """The module and the annotation that declare a field of a model. Raises InvalidSiteJson for an unknown field."""
    for owner in model.__mro__[: model.__mro__.index(Frozen)]:
        if name in (notes := _annotations(owner)):
            return owner.__module__, notes[name]
    raise InvalidSiteJson(f"{model.__name__} has no such field")


_annotations: Callable[[Any], Mapping[str, Any]] = cache(inspect.get_annotations)


@cache
def _reader_named(module: str, annotation: str) -> Reader:
    """The reader of a field with that annotation. Unions with None are split as text: building their types would take
    longer than reading a site."""
    whole = annotation.removesuffix(_OR_NONE)
    read = reader_of(_type_named(module, whole))
    return read if whole == annotation else _optional_reader(read)


def _type_named(module: str, annotation: str) -> Any:
    """The type that an annotation in the source of one of our own modules means."""
    names = vars(sys.modules[module])
    return names[annotation] if annotation in names else eval(annotation, names)
