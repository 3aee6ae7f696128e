"""One list of intents, given to each face by the keys that a person would type there."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from pannesi.application.session_service import Desk
from pannesi.presentation.calls.line_callee import callee_for
from pannesi.presentation.session.session_view import View
from pannesi.procedure.model.lines import Ask, Verify
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.procedure.model.units import is_search
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.facts.session import HandoverOffered
from pannesi.session.facts.visits import ReturnAnnounced
from pannesi.session.projection.read_model import Row, Walk

REASON = "matériel débranché"
LEADING = ("ask", "verify", "becomes", "joins", "outcome", "run")


@dataclass(frozen=True)
class FaceAct:
    """An intent with the lines to type in the plain face, and the keys and words to give in the full screen."""

    intent: want.Intent
    plain: tuple[str, ...]
    full: tuple[str, ...]
    """A key, or `=` and words for the field that asks."""


class Scene:
    """A session at a desk of its own: what may be wanted there, and how it is done in each face."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.walk = desk.look()

    def live(self, act: FaceAct) -> bool:
        """Does it; False when it is refused, and nothing was written."""
        try:
            self.walk = self.desk.do(act.intent)
        except Refused:
            return False
        return True

    def rows(self) -> Iterator[Row]:
        """The lines that their number reaches."""
        awake = [row for row in self.walk.rows if row.status not in ("not_applicable", "pending")]
        last = {row.number: row for row in awake}
        yield from (row for row in awake if last[row.number] is row)

    def possible(self, dice: random.Random) -> Iterator[FaceAct]:
        """Everything that may be wanted now."""
        for row in self.rows():
            yield from self.at_line(row, dice)
        yield from self.of_session(dice)
        yield from self.of_cases(dice)

    def at_line(self, row: Row, dice: random.Random) -> Iterator[FaceAct]:
        """What may be wanted at a line."""
        yield from self._primary(row, dice)
        here = _here(row)
        may_pass = row.line.skip == "allowed" and row.line.verb != "outcome"
        if may_pass:
            no = "nn" if isinstance(row.line, Verify) else "n"
            yield here(want.NotNeeded(*row.key, REASON), (f"{no} {REASON}",), ("n", f"={REASON}"))
        if row.line.skip == "allowed":
            yield here(want.CouldNot(*row.key, REASON), (f"i {REASON}",), ("i", f"={REASON}"))
        if may_pass and row.line.verb not in LEADING and row.phase != "return_to_normal" and row.status == "open":
            yield here(want.Leave(*row.key), ("au retour",), ("l",))
        if row.condition is not None:
            holds = row.condition.holds is not True
            choice = "1" if holds else "2"
            yield here(want.SetCondition(*row.key, holds=holds), ("k", choice), ("k", choice))
        if row.fact is not None:
            yield here(want.Undo(row.fact.id), ("z",), ("z",))
        yield here(
            want.Redline(*row.key, "unclear", "quel poste"), ("sig", "3", "quel poste"), ("f", "3", "=quel poste")
        )
        yield here(want.Note("à relire", *row.key), ("m à relire",), ("m", "=à relire"))

    def _primary(self, row: Row, dice: random.Random) -> Iterator[FaceAct]:
        here, verb = _here(row), row.line.verb
        if isinstance(row.line, Ask | Verify):
            options = [UNKNOWN, *(option.id for option in options_of(row.line))]
            number = dice.randrange(len(options))
            yield here(want.Answer(*row.key, options[number]), (str(number),), (str(number),))
            return
        if (row.status == "done" and not (row.again or row.carried)) or row.running is not None:
            return
        if verb == "call":
            who = callee_for(self.desk.procedure.contacts, row, self.walk.now)
            assert who is not None
            yield here(want.Called(*row.key, who.contact.id, "reached"), ("joint",), ("enter",))
            yield here(want.Called(*row.key, who.contact.id, "no_answer"), ("s",), ("s",))
        elif verb in ("run", "becomes", "joins", "outcome"):
            intent = {"run": want.RunAnnex, "outcome": want.Conclude}.get(verb, want.Follow)
            yield here(intent(*row.key), ("ouvrir",), ("enter",))
        elif row.line.expect:
            yield here(want.Settle(*row.key, "vu au poste 2"), ("fait vu au poste 2",), ("enter", "=vu au poste 2"))
        else:
            yield here(want.Settle(*row.key), ("fait",), ("enter",))

    def of_session(self, dice: random.Random) -> Iterator[FaceAct]:
        """What may be wanted of the session as a whole."""
        timeline = self.desk.state.timeline
        number = dice.randrange(1, len(timeline) + 1)
        event, back = timeline[number - 1], ("down",) * (len(timeline) - number)
        yield FaceAct(want.UndoLast(), ("u",), ("u",))
        yield FaceAct(want.Undo(event.id), (f"u {number}",), ("a", *back, "enter", "1"))
        yield FaceAct(want.CorrectTime(event.id, self._at(2, 55)), ("h", "3", str(number), "0255"),
                   ("a", *back, "enter", "2", "=0255"))  # fmt: skip
        finder_unsaid = ("",) if self.desk.state.slot("found").head is None else ()
        yield FaceAct(want.SetBegan(self._at(2, 50)), ("h", "1", "0250", *finder_unsaid), ("h", "=0250", "="))
        yield FaceAct(want.SayWhoFound("manipulateur"), ("h", "4", "1"), ("h", "=", "1"))
        yield FaceAct(want.SetExpected(90), ("b 1 h 30",), ("b", "=1 h 30"))
        yield FaceAct(want.NamePerson("CD", "manipulateur"), ("qui CD", "1"), ("w", "=CD", "1"))
        yield FaceAct(want.GiveWord("scanner deux"), ("mot scanner deux",), ("f6", "=scanner deux"))
        offer = self.desk.state.slot("handover").head
        if offer is not None and offer.kind == HandoverOffered.kind:
            yield FaceAct(want.TakeHandover(), ("pr EF",), ("g", "=EF"))
        else:
            yield FaceAct(want.OfferHandover("à suivre"), ("pa à suivre",), ("g", "=à suivre"))

    def _at(self, hour: int, minute: int) -> datetime:
        local = self.walk.now.astimezone(View.of(self.desk).zone)
        moment = local.replace(hour=hour, minute=minute, second=0, microsecond=0)
        return moment if moment <= local else moment - timedelta(days=1)

    def of_cases(self, dice: random.Random) -> Iterator[FaceAct]:
        """What may be wanted of cases: the return, another case."""
        going, units = View.of(self.desk).current_cases, self.desk.procedure.unit_by_id
        cases = [visit for visit in going if not is_search(units[visit.unit], visit.symptom)]
        heads = {visit.id: self.desk.state.slot("return", visit.id).head for visit in cases}
        fallen = [
            visit for visit in cases if (head := heads[visit.id]) is not None and head.kind == ReturnAnnounced.kind
        ]
        lasting = [visit for visit in cases if visit not in fallen]
        lasts = any(block.code == "unconfirmed" for block in self.walk.blocks)
        offered = [*fallen, *lasting] if lasts else [*lasting, *fallen]
        for group, plain in ((lasting, "re AB poste 2"), (fallen, "ra")):
            for at, visit in enumerate(group):
                alone = len(cases) == 1 and group is lasting
                full = ("r", *(() if alone else (str(offered.index(visit) + 1),)))
                lines = (plain, *((str(at + 1),) if len(group) > 1 else ()))
                if group is lasting:
                    yield FaceAct(want.AnnounceReturn(visit.id, "AB poste 2"), lines, (*full, "=AB poste 2", "="))
                else:
                    yield FaceAct(want.FellAgain(visit.id), lines, full)
        entries = self.desk.procedure.entries
        at = dice.randrange(len(entries))
        unit, symptom = entries[at].unit.id, entries[at].symptom.id
        before = len(self.walk.proposals)
        lines, full = (f"t {at + 1}", *("n",) * before), ("t", *("down",) * (before + at), "enter")
        yield FaceAct(want.Join(unit, symptom), (*lines, "1"), (*full, "1"))
        if len(going) == 1:
            yield FaceAct(want.TurnAll(self.walk.current_cases, unit, symptom), (*lines, "2"), (*full, "2"))
        for number, visit in enumerate(going, start=1):
            if len(going) > 1:
                lines_and_keys = (*lines, "2", str(number)), (*full, "2", str(number))
                yield FaceAct(want.TurnAll((visit.id,), unit, symptom), *lines_and_keys)

    def closing(self) -> FaceAct:
        """Closing, whatever prevents it."""
        if self.walk.blocks:
            return FaceAct(want.Close(REASON), (f"cl {REASON}",), ("x", "end", "enter", f"={REASON}"))
        return FaceAct(want.Close(), ("cl",), ("x", "1"))


def _here(row: Row) -> Any:
    """Makes acts that first go to a line by its number."""

    def at_line(intent: want.Intent, plain: tuple[str, ...], full: tuple[str, ...]) -> FaceAct:
        return FaceAct(intent, (f"j {row.number}", *plain), ("j", f"={row.number}", *full))

    return at_line


def generated(scene: Scene, dice: random.Random, length: int) -> list[FaceAct]:
    """What somebody might want, one after the other: half the time something not wanted yet, else the next thing."""
    acts: list[FaceAct] = []
    wanted: set[type] = set()
    while len(acts) < length:
        possible = list(scene.possible(dice))
        fresh = [act for act in possible if type(act.intent) not in wanted]
        ahead = list(scene.at_line(scene.walk.next, dice))[:1] if scene.walk.next in list(scene.rows()) else []
        chosen = dice.choice(fresh if fresh and dice.random() < 0.5 else ahead or possible)
        if scene.live(chosen):
            acts.append(chosen)
            wanted.add(type(chosen.intent))
    last = scene.closing()
    assert scene.live(last)
    return [*acts, last]


__all__ = ["FaceAct", "Scene", "Walk", "generated"]
