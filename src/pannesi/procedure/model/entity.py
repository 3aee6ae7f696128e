"""The ground of the site's models: frozen values whose fields are declared once, by annotations.

They are plain dataclasses that pydantic validates (`loading/validation.py`), rather than pydantic's own classes, so
that the program opens on a site of the cache without loading pydantic.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import MISSING, dataclass, field, fields
from typing import Any, ClassVar, NoReturn, Self, dataclass_transform

_WRITTEN = {"start": "from", "end": "to"}


def written_key(name: str) -> str:
    """The key that an author writes for a field: `from` is a word of Python's own."""
    return _WRITTEN.get(name, name)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Frozen:
    """A value that is never changed after it was read, and that refuses keys it does not know.

    Made by hand (`Duty(key="cd")`), it takes its values unchecked.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = {"extra": "forbid", "alias_generator": written_key}

    def __init_subclass__(cls) -> None:
        dataclass(init=False, repr=False, eq=False, kw_only=True)(cls)

    def __init__(self, **given: Any) -> None:
        self.__dict__.update(_filled(type(self), given))

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} is frozen")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError(f"{type(self).__name__}.{name} is frozen")

    def __eq__(self, other: object) -> bool:
        return self is other or (type(self) is type(other) and self.__dict__ == other.__dict__)

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __repr__(self) -> str:
        fields_ = ", ".join(f"{name}={value!r}" for name, value in self.__dict__.items())
        return f"{type(self).__name__}({fields_})"

    def but(self, **changes: Any) -> Self:
        """The same with some fields changed, unchecked. Raises TypeError for a field that it does not have."""
        return type(self)(**{**self.__dict__, **changes})


def _filled(model: type[Any], given: dict[str, Any]) -> Iterator[tuple[str, Any]]:
    """Each field of a model with its value: what was given, else its default. Raises TypeError as a call would."""
    unknown = given.keys() - {field_.name for field_ in fields(model)}
    if unknown:
        raise TypeError(f"{model.__name__} has no field {', '.join(sorted(unknown))}")
    for field_ in fields(model):
        if field_.name in given:
            yield field_.name, given[field_.name]
        elif field_.default is not MISSING:
            yield field_.name, field_.default
        elif field_.default_factory is not MISSING:
            yield field_.name, field_.default_factory()
        else:
            raise TypeError(f"{model.__name__} needs {field_.name}")
