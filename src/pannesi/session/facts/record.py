"""The base of frozen records that are read from JSON and written to it, made from annotations alone.

A field is annotated with one of the types of `_READERS`. A stored value of another type is read as the field's default,
else as an empty value: reading never fails, whatever another version wrote. Forty standard dataclasses would cost a
tenth of a second at start, since each generates code.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, ClassVar, Self, dataclass_transform

from pannesi.session.moments import moment_or_none, utc_text


def _as_texts(stored: object) -> tuple[str, ...] | None:
    return tuple(text for text in stored if isinstance(text, str)) if isinstance(stored, list | tuple) else None


def _as_map(stored: object) -> Mapping[str, Any] | None:
    return stored if isinstance(stored, dict) else None


def _text_map(stored: object) -> Mapping[str, str] | None:
    if not isinstance(stored, dict):
        return None
    return {name: value for name, value in stored.items() if isinstance(value, str)}


def _texts_or_none(stored: object) -> tuple[str | None, ...] | None:
    return tuple(map(_as_text, stored)) if isinstance(stored, list | tuple) else None


def _as_items(stored: object) -> tuple[Any, ...] | None:
    return tuple(stored) if isinstance(stored, list | tuple) else None


def _as_text(stored: object) -> str | None:
    return stored if isinstance(stored, str) else None


def _as_flag(stored: object) -> bool | None:
    return stored if isinstance(stored, bool) else None


def _as_number(stored: object) -> int | None:
    return stored if type(stored) is int else None


_READERS: Mapping[str, tuple[Callable[[object], Any], object]] = {
    "str": (_as_text, ""),
    "bool": (_as_flag, False),
    "int": (_as_number, 0),
    "datetime": (moment_or_none, None),
    "tuple[str, ...]": (_as_texts, ()),
    "tuple[str | None, ...]": (_texts_or_none, ()),
    "tuple[Any, ...]": (_as_items, ()),
    "Mapping[str, Any]": (_as_map, {}),
    "Mapping[str, str]": (_text_map, {}),
}
"""For each type of field, by annotation: how it is read from JSON (None for another type), and its empty value."""


def _as_stored(value: object) -> object:
    if isinstance(value, datetime):
        return utc_text(value)
    return list(value) if isinstance(value, tuple) else value


@dataclass_transform(kw_only_default=True, frozen_default=True)
class Record:
    """A frozen record. A field without a default is always stored; one with a default only where it differs."""

    stored_names: ClassVar[Mapping[str, str]] = {}
    """The stored name of each field with another name here."""

    _readers: ClassVar[Mapping[str, tuple[str, Callable[[object], Any]]]] = {}
    """(field, reader) by stored name."""
    _fields: ClassVar[Mapping[str, str]] = {}
    """Stored name by field."""
    _required: ClassVar[frozenset[str]] = frozenset()

    def __init_subclass__(cls) -> None:
        readers, fields, required = dict(cls._readers), dict(cls._fields), set(cls._required)
        for name, annotation in inspect.get_annotations(cls).items():
            if annotation.startswith("ClassVar"):
                continue
            read, nothing = _READERS[annotation.removesuffix(" | None")]
            readers.pop(fields.get(name, ""), None)
            stored = fields[name] = cls.stored_names.get(name, name)
            readers[stored] = (name, read)
            if name not in cls.__dict__:
                required.add(name)
                setattr(cls, name, None if annotation.endswith(" | None") else nothing)
        cls._readers, cls._fields, cls._required = readers, fields, frozenset(required)

    def __init__(self, **values: Any) -> None:
        if not self._required <= values.keys() <= self._fields.keys():
            raise TypeError(f"{type(self).__name__} takes {sorted(self._fields)}, needs {sorted(self._required)}")
        differ = {name for name, value in values.items() if value != getattr(type(self), name)}
        self.__dict__.update({name: values[name] for name in values if name in self._required or name in differ})

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError(f"a record never changes: {name}")

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(getattr(self, name) == getattr(other, name) for name in self._fields)

    def __hash__(self) -> int:
        return hash((type(self), *(repr(getattr(self, name)) for name in self._fields)))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self.__dict__.items())})"

    @classmethod
    def read(cls, payload: Mapping[str, Any]) -> Self:
        """The record in a payload; other keys of the payload are ignored."""
        record = cls.__new__(cls)
        values, readers = record.__dict__, cls._readers
        for stored, value in payload.items():
            reader = readers.get(stored)
            if reader is not None:
                name, read = reader
                typed = read(value)
                if typed is not None:
                    values[name] = typed
        return record

    def stored(self) -> dict[str, Any]:
        """The payload to store, as JSON values."""
        return {self._fields[name]: _as_stored(value) for name, value in self.__dict__.items()}
