"""Every intent has a handler, and each handler is that of its own intent."""

from __future__ import annotations

from typing import get_args, get_type_hints

from pannesi.session import actions as want
from pannesi.session.handlers import dispatch


def test_every_intent_has_a_handler() -> None:
    assert set(get_args(want.Intent)) == set(dispatch._HANDLERS)


def test_each_handler_takes_the_intent_that_it_is_called_with() -> None:
    for intent, handler in dispatch._HANDLERS.items():
        _writer, taken, *_others = [hint for name, hint in get_type_hints(handler).items() if name != "return"]
        assert intent in (taken, *get_args(taken)), handler.__name__
