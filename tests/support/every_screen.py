"""A walk through every screen of the full-screen face with hostile texts, and what must not come of it."""

from __future__ import annotations

import importlib
import json
import pkgutil
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from pannesi.journal.sqlite.journal import SqliteJournal
from pannesi.session.events import Draft
from pannesi.session.facts.lines import LineImpossible, RedlineRaised
from pannesi.session.facts.patients import DutyImpossible, PatientAdded
from pannesi.session.facts.session import HandoverOffered, NoteWritten, PersonNamed, SessionOpened
from pannesi.session.facts.visits import VisitOpened
from pannesi.tui import screens
from pannesi.tui.screen import BaseScreen
from tests.support.terminal import Program, ShownScreen, settle
from tests.support.writers import fake_writer

OURS = re.compile(
    r"\x1b(?:\[[0-9;:]*m|\[[0-9;]*[HJKABCDGdfXrst]|\[[?>=<][0-9;]*\$?[hlpumcq]|\[[0-9;]*[cnuq]|[=>78M]|\([B0]|\]22;[a-z-]*\x07|P=[12]s\x1b\\)"
)
"""What the program itself tells the terminal: colours, places, modes; never a title, a copy, a link or a question."""
_ACTING = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
EVIL = "\x1b]0;pris\x07\x1b[2J\u202e\x9b5m"
PASTED = f"\x1b[200~mot {EVIL}[/x] [RADI]\x1b[201~\r"
"""A free text, pasted where words are asked for."""
AT = "2026-11-24T02:12:00.000Z"
ESCAPE, F1, F2, F3, F5, F9 = "\x1b", "\x1bOP", "\x1bOQ", "\x1bOR", "\x1b[15~", "\x1b[20~"
_MOVING = frozenset({ESCAPE, F1, F2, F3, F9, "\x10"})
"""Keys that go somewhere and do nothing: nothing must have been there to be read before they count."""
_FOR_A_KEY_OF_MOVING, _FOR_AN_ACT = 0.13, 0.3
"""Seconds of calm before a key: those in which Escape may still become another key; those in which a line is read."""

SCREENS = (
    F1, ESCAPE, F2, "g", ESCAPE,
    F3, "s", ESCAPE, "c", ESCAPE, "f", "c", ESCAPE, "q", PASTED, "0", "n", PASTED, ESCAPE, "0", "m", PASTED, ESCAPE,
    "\r", "t", "c", "s", "\r", "1", PASTED, ESCAPE, "p", ESCAPE, ESCAPE, ESCAPE, "\x10", ESCAPE,
    "6\r", F9, ESCAPE, "m", PASTED, "f", "1", PASTED, "a", ESCAPE, F1, ESCAPE, "v", ESCAPE, "t", ESCAPE,
    "p", "1", "1", "1", "1", PASTED, F5, "d", "\r", "i", PASTED, "x", PASTED, ESCAPE, ESCAPE, "g", PASTED, "x", ESCAPE,
    "h", PASTED, "b", PASTED,
)  # fmt: skip
"""Help, contacts, week; sessions, lines signalled, figures, filters, words sought; one session, its account, what is to be
declared of it and its procedure; palette; guide, large view, note, a line signalled, history, what is in force, another failure; form, register, a line of
it, a duty not done, the line struck out; the hand, what keeps from closing, hours that are none."""

SHOWN = {
    "HomeScreen": "Que se passe-t-il ?",
    "ContactsScreen": "Qui appeler",
    "SessionsScreen": "Sessions ·",
    "RedlinesScreen": "Lignes signalées",
    "StatisticsScreen": "Chiffres · année",
    "FiltersScreen": "Filtrer les sessions",
    "PastSessionScreen": "faits cachés",
    "IncidentReviewScreen": "À signaler, pendant la panne",
    "PaletteScreen": "Que faire ?",
    "SessionScreen": "▲ ALERTE ·",
    "LargeScreen": "Échap liste",
    "ChoiceListScreen": "Ce qui empêche de clore",
    "PatientFormScreen": "NOUVEAU PATIENT",
    "RegisterScreen": "REGISTRE ·",
    "PatientLineScreen": "Historique de la ligne",
}
"""By the name of its class, what a screen alone shows: the walk has been there."""


def every_screen() -> set[str]:
    """The names of the classes that a person may come to: those with a name for commands."""
    names: set[str] = set()
    for module in pkgutil.iter_modules(screens.__path__):
        held = vars(importlib.import_module(f"{screens.__name__}.{module.name}")).values()
        names |= {
            thing.__name__
            for thing in held
            if isinstance(thing, type) and issubclass(thing, BaseScreen) and thing.OFFERS
        }
    return names


def walk(programs: Sequence[Program], size: tuple[int, int]) -> list[str]:
    """Presses the keys of the walk in programs that run side by side; all that was seen of each, as text."""
    screens = [ShownScreen(program, size) for program in programs]
    seen: list[list[str]] = [[] for _program in programs]
    for keys, following in pairwise(("", *SCREENS, "")):
        for program in programs:
            program.type(keys)
        settle(programs, _FOR_A_KEY_OF_MOVING if following in _MOVING else _FOR_AN_ACT)
        for screen, texts in zip(screens, seen, strict=True):
            texts.append("\n".join(screen.rows()))
    return ["\n".join(texts) for texts in seen]


def nothing_acts(program: Program) -> str:
    """Nothing in the raw bytes but text and what the program itself tells the terminal; that text."""
    left = OURS.sub("", program.output.decode("utf-8"))
    match = _ACTING.search(left)
    assert match is None, repr(left[max(match.start() - 60, 0) : match.end() + 60])
    assert "Traceback" not in left
    return left


def hostile_journal(data: Path) -> None:
    """An open session whose rows another program could have written: each word of a person would act on a terminal."""
    data.mkdir()
    journal = SqliteJournal(data / "journal.db", fake_writer("w1"))
    opened = {"unit": "cas-3", "symptom": "images-invisibles", "began": None, "exercise": False, "site": EVIL,
              "follows": EVIL}  # fmt: skip
    here = {"visit": "v", "line": "quels-examens", "seen": []}
    fields = json.dumps({"nom": EVIL, "prenom": EVIL, EVIL: EVIL})
    patient = {"patient": "p", "label": EVIL, "facts": {EVIL: EVIL}, "visits": ["v"], "examined": AT,
               "filled": ["nom", EVIL], "form": [EVIL]}  # fmt: skip
    rows: list[tuple[str, dict[str, Any], str | None]] = [
        (SessionOpened.kind, opened, None),
        (VisitOpened.kind, {"visit": "v", "unit": "cas-3", "symptom": "images-invisibles", "reason": "start"}, None),
        (NoteWritten.kind, {"visit": EVIL, "line": EVIL}, EVIL),
        (LineImpossible.kind, here, EVIL),
        (RedlineRaised.kind, {**here, "about": "wrong"}, EVIL),
        (RedlineRaised.kind, {"visit": EVIL, "line": EVIL, "about": EVIL}, EVIL),
        (PatientAdded.kind, patient, fields),
        (DutyImpossible.kind, {"patient": "p", "key": EVIL}, EVIL),
        (PersonNamed.kind, {"name": EVIL, "role": EVIL}, None),
        (HandoverOffered.kind, {}, EVIL),
    ]
    journal.append([
        Draft(str(number), "20261124-0312-x", kind, payload, AT, EVIL, text=text)
        for number, (kind, payload, text) in enumerate(rows)
    ])  # fmt: skip
    journal.close()


EVERYWHERE = (
    (), ("x", "y"), ("escape", "6", "enter"), ("1", "1"), ("i",), ("escape", "down"), ("p",), ("1", "1", "f5"), ("d",),
    ("enter",), ("escape", "escape", "a"), ("escape", "f1"), ("escape", "ctrl+p"), ("escape", "f2"), ("g",),
    ("escape", "f3"), ("enter",), ("c",), ("escape", "c"), ("escape", "escape", "escape"),
)  # fmt: skip
"""Keys from one screen to the next, each looked at: home, words found or not, guide, call, reason, message, form,
register, a line of it, history, help, palette, contacts, week, sessions, one of them, its account, figures, home."""
