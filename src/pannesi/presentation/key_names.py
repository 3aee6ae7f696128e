"""How each face calls its keys, for the sentences that both faces say: a sentence must name keys that work here."""

from __future__ import annotations

from dataclasses import dataclass

from pannesi.support.i18n import _


@dataclass(frozen=True)
class Keys:
    """The key of each act, as it is written on the screen."""

    later: str
    """What is pressed, or done, before the words « plus tard »."""
    onward: str
    """How to go on with the next line of one's own, where this one waits for somebody."""
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
    note: str
    clock: str
    """How one says that the hour of this machine is right."""
    settle_duty: str
    """How what is owed to a patient is settled, in a few words."""
    settle_line: str
    """How a patient line is settled."""
    settle_images: str
    """Where what becomes of images is said, and said done."""
    go: str
    """How to go to a line; `{number}` stands for its number."""

    def go_to(self, number: str) -> str:
        """How to go to the line of a number."""
        return self.go.replace("{number}", number)


PLAIN = Keys(
    later=_("écrire"), onward=_("plus tard"), could_not="i", condition="k", patient="p", duties="d", other="t",
    back="r", close="cl",
    follow_on="su", home="ac", hand_over="pa", take_over="pr", conflicts="y", real="!", note="m", clock="hj",
    go="j {number}",
    settle_duty=_("d, puis son numéro (n ou i devant, avec un motif)"), settle_line=_("d, puis v ou dis et son numéro"),
    settle_images=_("d, puis l et son numéro"),
)  # fmt: skip
"""The line-by-line face."""
