"""The styles that text is written in, by meaning, for each theme and depth of colour, and the codes of a terminal for
them, as Rich would write them. Meaning is never in colour alone."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

from pannesi.support.light_dataclass import dataclass

Palette = Literal["true", "256", "named"]
"""Which colours the codes of a style may use: 16 million, 256, or the names of a terminal's own sixteen."""
_FLAGS = {"bold": "1", "dim": "2", "underline": "4", "reverse": "7"}
_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_GREY = 0.15
"""The saturation below which a colour is taken for a grey."""

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


class Look(NamedTuple):
    """How a cell looks."""

    colour: str = ""
    ground: str = ""
    flags: frozenset[str] = frozenset()

    def over(self, style: str) -> Look:
        """This look with a style of Rich laid over it."""
        colour, ground, flags, words = self.colour, self.ground, set(self.flags), style.split()
        for before, word in zip(("", *words), words, strict=False):
            if word in _FLAGS:
                flags.add(word)
            elif before == "on":
                ground = word
            elif word != "on":
                colour = word
        return Look(colour, ground, frozenset(flags))


@lru_cache(maxsize=64)
def codes(look: Look, palette: Palette) -> str:
    """The escape sequence that begins to write in a look."""
    flags = [code for flag, code in _FLAGS.items() if flag in look.flags]
    colour = [_colour_code(look.colour, palette, ground=False)] if look.colour else []
    ground = [_colour_code(look.ground, palette, ground=True)] if look.ground else []
    return f"\x1b[{';'.join((*flags, *colour, *ground))}m"


def _colour_code(name: str, palette: Palette, *, ground: bool) -> str:
    if name == "default":
        return "49" if ground else "39"
    if not name.startswith("#"):
        bright = name.startswith("bright_")
        return str(_NAMES.index(name.removeprefix("bright_")) + (90 if bright else 30) + (10 if ground else 0))
    red, green, blue = (int(name[at : at + 2], 16) for at in (1, 3, 5))
    kind = "48" if ground else "38"
    return f"{kind};2;{red};{green};{blue}" if palette == "true" else f"{kind};5;{_of_256(red, green, blue)}"


def _of_256(red: int, green: int, blue: int) -> int:
    """The nearest of the 256 colours of xterm: a grey of the ramp, else one of the 6 × 6 × 6 cube."""
    from colorsys import rgb_to_hls

    _hue, light, saturation = rgb_to_hls(red / 255, green / 255, blue / 255)
    if saturation < _GREY:
        grey = round(light * 25)
        return {0: 16, 25: 231}.get(grey, 231 + grey)
    six = [round(part / 95 if part < 95 else 1 + (part - 95) / 40) for part in (red, green, blue)]
    return 16 + 36 * six[0] + 6 * six[1] + six[2]


def palette_of(depth: str, environment: Mapping[str, str]) -> Palette | None:
    """The colours that Rich would use; None where it would use others than the styles ask for."""
    if depth != "full":
        return "named"
    if environment.get("COLORTERM", "").strip().lower() in ("truecolor", "24bit"):
        return "true"
    return "256" if environment.get("TERM", "").strip().lower().endswith("-256color") else None
