"""How keys come from a scanner, a held key, a hand, a paste without brackets: names and seconds, as they were read."""

from __future__ import annotations

import random
from itertools import groupby

from textual import events
from textual.message import Message

from pannesi.tui.runtime.keyboard_input import BurstDetector

Recording = list[tuple[str, float]]


def evenly(keys: str, step: float, begin: float = 0.0) -> Recording:
    """Keys at equal times."""
    return [(_name(key), begin + step * number) for number, key in enumerate(keys)]


def scanned(label: str, begin: float = 0.0) -> Recording:
    """A scanner at a USB port: a key each 4 ms, 3 to 9 as they are read, and Enter."""
    dice, at, recording = random.Random(label), begin, Recording()
    for key in f"{label}\n":
        recording.append((_name(key), at))
        at += dice.choice((0.003, 0.004, 0.004, 0.004, 0.005, 0.009))
    return recording


def held(key: str, seconds: float, delay: float = 0.5, step: float = 0.033, begin: float = 0.0) -> Recording:
    """A key held down: once, then after a delay again and again."""
    recording, at = [(key, begin)], begin + delay
    while at < begin + seconds:
        recording.append((key, at))
        at += step
    return recording


def by_hand(keys: str, per_second: float = 8.0, begin: float = 0.0) -> Recording:
    """A person, at so many keys a second, never twice alike; some fingers fall together."""
    dice, at, recording = random.Random(keys), begin, Recording()
    for number, key in enumerate(keys):
        recording.append((_name(key), at))
        at += 0.012 if number % 11 == 10 else dice.uniform(0.7, 1.3) / per_second
    return recording


def _name(key: str) -> str:
    return {"\n": "enter", " ": "space", "\t": "tab"}.get(key, key)


def key_at(name: str, at: float) -> events.Key:
    """A key as Textual gives it, with its time."""
    key = events.Key(name, {"space": " ", "enter": "\r"}.get(name, name if len(name) == 1 else None))
    key.time = at
    return key


def sorted_out(recording: Recording) -> list[tuple[float, Message]]:
    """What the detector of bursts passes on of keys read as they came, those of one moment together, with its time."""
    sorter, messages = BurstDetector(), list[tuple[float, Message]]()
    for at, keys in groupby(recording, key=lambda message: message[1]):
        messages += [(at - 0.001, message) for message in sorter.flush(at)]
        messages += [(at, message) for message in sorter.take([key_at(name, at) for name, _at in keys])]
    last = recording[-1][1] + 1
    return [*messages, *((last, message) for message in sorter.flush(last))]
