"""The codes of a terminal for the styles of `theme/styles.py`, as Rich would write them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Literal, NamedTuple

Palette = Literal["true", "256", "named"]
"""Which colours the codes of a style may use: 16 million, 256, or the names of a terminal's own sixteen."""
_FLAGS = {"bold": "1", "dim": "2", "underline": "4", "reverse": "7"}
_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
_GREY = 0.15
"""The saturation below which a colour is taken for a grey."""


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
