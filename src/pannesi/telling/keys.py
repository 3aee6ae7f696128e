"""How each face calls its keys, for the sentences that both faces say: a sentence must name keys that work here."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Keys:
    """The key of each act, as it is written on the screen."""

    later: str
    could_not: str
    condition: str
    patient: str
    duties: str
    other: str
    back: str
    close: str
    follow_on: str
    home: str
    hand_over: str
    take_over: str
    conflicts: str
    real: str
    go: str
    """How to go to a line; `{number}` stands for its number."""

    def go_to(self, number: str) -> str:
        return self.go.replace("{number}", number)


PLAIN = Keys(
    later="p", could_not="i", condition="k", patient="a", duties="d", other="t", back="re", close="cl", follow_on="su",
    home="ac", hand_over="pa", take_over="pr", conflicts="co", real="!", go="g {number}",
)  # fmt: skip
"""The line-by-line face."""
