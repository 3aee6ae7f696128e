"""Keys typed while the program is being loaded: kept, and obeyed for the choice of an entry only. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import field

from pannesi.support.light_dataclass import dataclass

Chunk = tuple[float, bytes]
"""When something was read from the keyboard, in seconds, and what."""
_MOVES = {b"\x1b[A": -1, b"\x1bOA": -1, b"\x1b[B": 1, b"\x1bOB": 1}
"""The arrows up and down, as terminals send them."""
_BEGINNINGS = (b"\x1b", b"\x1b[", b"\x1bO")
_KEY = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]|\x1bO[@-~]|[\x00-\xff]")
_REPORT = re.compile(rb"\x1b\[(?:\?[0-9;]*(?:\$y|u|c)|[IO]|<[0-9;]*[Mm])")
"""What a terminal says by itself: what it can do, that it has the focus, where the mouse is."""
_STAYS = re.compile(rb"\x1b(?:\[[0-9;]*[A-FH]|\[[1-8]~|\[20[01]~|O[A-FH])?|[\x08\x7f\x20-\x7e\x80-\xff]")
"""A key that stays on home: a letter, a correction, a move of either cursor, Escape, the marks around a paste."""
_KITTY = re.compile(rb"\x1b\[([0-9]+)[0-9:]*(?:;([0-9]*)[0-9:]*)?(?:;[0-9:]*)?u")
"""A key of the kitty protocol: its code point, and 1 plus the sum of its modifiers."""
_KITTY_ENTERS = (b"13", b"57414")
_KITTY_SHIFT = 2
_QUIT, _KITTY_Q = b"\x11", b"113"
_KITTY_CTRL, _KITTY_LOCKS = 4, 64 + 128
"""Ctrl among its modifiers; Caps Lock and Num Lock, which change nothing."""
_MAY_QUIT = re.compile(rb"\x11|\x1b\[113[:;]")
_PASTE_BEGINS, _PASTE_ENDS = b"\x1b[200~", b"\x1b[201~"


@dataclass
class EarlyKeys:
    """What was typed so far. Arrows are obeyed at once, until the first key that is none."""

    move: Callable[[int], bool]
    """Moves the cursor one item up (-1) or down (1); returns whether it could."""
    chunks: list[Chunk] = field(default_factory=list)
    """What was not obeyed."""
    _begun: bytes = b""
    """The beginning of an arrow whose end was not read yet."""
    _obeys: bool = True

    def take(self, data: bytes, at: float) -> None:
        """Keeps what was read, and obeys what can be obeyed of it."""
        data, self._begun = self._begun + data, b""
        while data and self._obeys:
            if data in _BEGINNINGS:
                self._begun = data
                return
            report = _REPORT.match(data)
            if report is not None:
                self.chunks.append((at, report.group()))
                data = data[report.end() :]
                continue
            by = _MOVES.get(data[:3])
            self._obeys = by is not None and self.move(by)
            if self._obeys:
                data = data[3:]
        if data:
            self.chunks.append((at, data))

    def left(self, at: float) -> list[Chunk]:
        """All that was not obeyed, when nothing is taken any more."""
        return [*self.chunks, (at, self._begun)] if self._begun else self.chunks


def for_the_choice(chunks: Sequence[Chunk]) -> tuple[list[Chunk], str]:
    """What of early keys is obeyed on home, to the first key that leads away from it, and what was typed after that:
    nobody saw what it would answer."""
    kept: list[Chunk] = []
    pasting = False
    for number, (at, data) in enumerate(chunks):
        for key in _KEY.finditer(data):
            pasting = (pasting or key.group() == _PASTE_BEGINS) and key.group() != _PASTE_ENDS
            if not pasting and _leads_away(key.group()):
                after = data[key.end() :] + b"".join(more for _at, more in chunks[number + 1 :])
                reports = [(at, report.group()) for report in _REPORT.finditer(after)]
                return [*kept, (at, data[: key.end()]), *reports], _text_of_keys(_REPORT.sub(b"", after))
        kept.append((at, data))
    return kept, ""


def asks_to_quit(chunks: Sequence[Chunk]) -> bool:
    """Whether Ctrl+Q is among early keys, outside a paste: nothing was done yet, whatever was typed before it."""
    data, pasting = b"".join(data for _at, data in chunks), False
    for key in _KEY.finditer(data) if _MAY_QUIT.search(data) else ():
        pasting = (pasting or key.group() == _PASTE_BEGINS) and key.group() != _PASTE_ENDS
        if not pasting and _is_quit(key.group()):
            return True
    return False


def _is_quit(key: bytes) -> bool:
    kitty = _KITTY.fullmatch(key)
    if kitty is None:
        return key == _QUIT
    return kitty[1] == _KITTY_Q and (int(kitty[2] or 1) - 1) & ~_KITTY_LOCKS == _KITTY_CTRL


def _leads_away(key: bytes) -> bool:
    """Whether a key may lead from home to somewhere else."""
    kitty = _KITTY.fullmatch(key)
    if kitty is not None:
        return kitty[1] in _KITTY_ENTERS or int(kitty[2] or 1) > _KITTY_SHIFT
    return _STAYS.fullmatch(key) is None and _REPORT.fullmatch(key) is None


def _text_of_keys(data: bytes) -> str:
    """The letters, and Enter as a line feed, among keys."""
    keys = [key.group() for key in _KEY.finditer(_KITTY.sub(_of_kitty, data))]
    text = b"".join(key for key in keys if len(key) == 1).decode("utf-8", "surrogateescape").replace("\r", "\n")
    return "".join(sign for sign in text if sign == "\n" or (sign >= " " and sign != "\x7f"))


def _of_kitty(key: re.Match[bytes]) -> bytes:
    return b"\r" if key[1] in _KITTY_ENTERS else chr(min(int(key[1]), 0xFFFF)).encode("utf-8", "replace")
