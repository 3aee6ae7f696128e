"""The `dataclass` decorator for what is loaded at each start: the same classes, made in a quarter of the time.

The one of Python compiles six methods for each frozen class, which for the sixty classes before the first paint takes
longer than to open the journal. Here only `__init__` is compiled, when it is first used: most classes that are loaded
have no instance yet. It writes the fields into the instance's own dictionary. A class that asks for anything unusual is
left to Python's.
"""

from __future__ import annotations

import dataclasses
from operator import attrgetter
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(cls=None, /, **options):
        """As `dataclasses.dataclass`."""
        if cls is None:
            return lambda given: dataclass(given, **options)
        return _make_dataclass(cls, **options) if _is_usual(cls, options) else dataclasses.dataclass(cls, **options)


__all__ = ["dataclass"]

_OWN = frozenset({"__init__", "__repr__", "__eq__", "__hash__", "__setattr__", "__delattr__", "__slots__"})
"""What a class of which Python's decorator would leave out a part defines itself."""
_FACTORY = object()
"""The default, in a signature, of a field whose value is made by its factory."""


def _is_usual(cls: type[Any], options: dict[str, bool]) -> bool:
    """Whether a class can be made here: no base with fields, no method that it defines itself, no rare option."""
    return (
        options.keys() <= {"frozen", "eq", "repr"}
        and _OWN.isdisjoint(vars(cls))
        and not any(hasattr(base, "__dataclass_fields__") for base in cls.__mro__[1:])
        and not any(word in str(kind) for kind in _annotations(cls) for word in ("InitVar", "KW_ONLY"))
    )


def _annotations(cls: type[Any]) -> list[object]:
    return list(vars(cls).get("__annotations__", {}).values())


def _make_dataclass(cls: type[Any], *, frozen: bool = False, eq: bool = True, repr: bool = True) -> type[Any]:
    dataclasses.dataclass(init=False, repr=False, eq=False)(cls)
    fields = dataclasses.fields(cls)
    methods: dict[str, object] = {"__init__": _InitOnDemand(cls, fields)}
    if repr:
        methods["__repr__"] = _repr
    if eq:
        methods |= _comparison_methods([field.name for field in fields if field.compare], frozen=frozen)
    if frozen:
        methods |= {"__setattr__": _refuse_set, "__delattr__": _refuse_delete}
    for name, method in methods.items():
        setattr(cls, name, method)
    for name, value in (("init", True), ("repr", repr), ("eq", eq), ("frozen", frozen)):
        setattr(cls.__dataclass_params__, name, value)
    return cls


class _InitOnDemand:
    """Stands for the `__init__` of a class, and gives it to the class when it is first asked for."""

    def __init__(self, cls: type[Any], fields: tuple[dataclasses.Field[Any], ...]) -> None:
        self._cls, self._fields = cls, fields

    def __get__(self, instance: object, owner: type[Any]) -> Any:
        made = self._cls.__init__ = _init_of(self._cls, self._fields)
        return made if instance is None else made.__get__(instance)


def _init_of(cls: type[Any], fields: tuple[dataclasses.Field[Any], ...]) -> Any:
    """The `__init__` of a class: its parameters in the order of the fields, each written into the instance."""
    parameters, lines, names = ["self"], ["own = self.__dict__"], dict[str, Any](_FACTORY=_FACTORY)
    for field in fields:
        name = field.name
        names[f"_{name}"] = field.default
        factory = field.default_factory is not dataclasses.MISSING
        if factory:
            names[f"_{name}"] = field.default_factory
        if not field.init:
            if factory:
                lines.append(f"own[{name!r}] = _{name}()")
            elif field.default is not dataclasses.MISSING:
                lines.append(f"own[{name!r}] = _{name}")
            continue
        default = "_FACTORY" if factory else f"_{name}" if field.default is not dataclasses.MISSING else ""
        parameters.append(f"{name}={default}" if default else name)
        lines.append(
            f"own[{name!r}] = _{name}() if {name} is _FACTORY else {name}" if factory else f"own[{name!r}] = {name}"
        )
    if hasattr(cls, "__post_init__"):
        lines.append("self.__post_init__()")
    body = "\n ".join(lines)
    exec(f"def __init__({', '.join(parameters)}):\n {body}\n", names)
    made = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _comparison_methods(names: list[str], *, frozen: bool) -> dict[str, object]:
    """`__eq__` by the fields, and `__hash__` where the class is frozen."""
    values: Any = attrgetter(*names) if names else lambda _value: ()

    def __eq__(self: object, other: object) -> bool:
        return values(self) == values(other) if other.__class__ is self.__class__ else NotImplemented

    def __hash__(self: object) -> int:
        return hash(values(self))

    return {"__eq__": __eq__, "__hash__": __hash__ if frozen else None}


def _repr(self: Any) -> str:
    shown = (f"{field.name}={getattr(self, field.name)!r}" for field in dataclasses.fields(self) if field.repr)
    return f"{type(self).__qualname__}({', '.join(shown)})"


def _refuse_set(_self: object, name: str, _value: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_delete(_self: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")
