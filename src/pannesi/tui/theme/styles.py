"""The styles that text is written in, by meaning, for each theme and depth of colour. Meaning is never in colour
alone."""

from __future__ import annotations

from typing import Literal

from pannesi.support.light_dataclass import dataclass

Depth = Literal["full", "ansi", "mono"]
"""Full colour, the 16 colours of the terminal, or none."""


@dataclass(frozen=True)
class Ink:
    """Rich styles by meaning. `strong` is what must be seen first: a number to dial, words to say. `danger` marks what
    does harm when it is forgotten, `warning` where people make mistakes."""

    plain: str
    title: str
    strong: str
    quiet: str
    done: str
    danger: str
    warning: str
    key: str
    cursor: str
    exercise: str
    alarm: str


_DARK = Ink(
    plain="#e6e6e6", title="bold #ffffff", strong="bold #ffffff on #1f4e8c", quiet="#a8b0b8", done="#7ddc9b",
    danger="bold #ff8a80", warning="#ffc861", key="bold #8ab8ff", cursor="on #26384d",
    exercise="bold #10131a on #ffc861", alarm="bold #ffffff on #b3261e",
)  # fmt: skip
_LIGHT = Ink(
    plain="#1c1f24", title="bold #000000", strong="bold #000000 on #9cc4ff", quiet="#505860", done="#0f6b35",
    danger="bold #a50e0e", warning="#7a4d00", key="bold #0b4fb3", cursor="on #d5e4f7",
    exercise="bold #000000 on #ffb300", alarm="bold #ffffff on #a50e0e",
)  # fmt: skip
_CONTRAST = Ink(
    plain="#ffffff", title="bold #ffffff", strong="bold #000000 on #66ccff", quiet="#ffffff", done="#00ff7f",
    danger="bold #ff6e6e", warning="bold #ffd400", key="bold #66ccff", cursor="bold #000000 on #ffffff",
    exercise="bold #000000 on #ffd400", alarm="bold #000000 on #ff6e6e",
)  # fmt: skip
_ANSI = Ink(
    plain="default", title="bold", strong="bold reverse", quiet="default", done="default",
    danger="bold bright_white on red", warning="underline", key="bold", cursor="default on default reverse",
    exercise="black on yellow", alarm="bold bright_white on red",
)  # fmt: skip
"""For any background: green and yellow vanish on white, red on black; bold black is grey in many terminals, and white
is too near to red where bold does not make it brighter."""
_MONO = Ink(
    plain="default", title="bold", strong="bold reverse", quiet="default", done="default", danger="bold underline",
    warning="underline", key="bold", cursor="reverse", exercise="reverse", alarm="bold reverse",
)  # fmt: skip

PALETTES: dict[str, Ink] = {"pannesi-sombre": _DARK, "pannesi-clair": _LIGHT, "pannesi-contraste": _CONTRAST}
"""The styles of each theme of full colour."""


def ink_for(depth: Depth, theme: str) -> Ink:
    """The styles for a depth of colour and a theme; with sixteen colours or none the theme does not matter."""
    if depth == "ansi":
        return _ANSI
    return _MONO if depth == "mono" else PALETTES.get(theme, _DARK)
