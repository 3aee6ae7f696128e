"""The same reader with our own binder: the lines that were settled on the screen, each by its row of paper.

A row is led to when it is the next on its sheet but for rows whose branch or condition rules them out, when the row
just left names its number, or when that row sent the reader to its sheet. Any other is come to from memory.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bench.reading_model import CriticalLine, Reader, words_of
from bench.reading_screen import Act, Played, leads_on
from pannesi.documents.binder.binder import Binder
from pannesi.procedure.model.procedure import EntryPoint, Site

PaperRow = Mapping[str, Any]
_NO_WORDS = ("kind", "sheet", "depth", "tick", "long", "added", "critical", "id", "qr", "reason", "origin", "under")
"""Keys of a row that only the layout reads, or that stand on the last pages."""


@dataclass
class Sheet:
    """A sheet of the binder as it is read: its head once, the head of each part when its first row is come to."""

    values: Mapping[str, Any]
    left: int | None = None
    """The index of the row left last; None before the first."""
    rows: list[PaperRow] = field(default_factory=list)
    part_of: list[int] = field(default_factory=list)
    """The part that each row belongs to, by its index."""

    def __post_init__(self) -> None:
        for place, part in enumerate(self.values["parts"]):
            for row in (*part["standing"], *part["rows"]):
                self.rows.append(row)
                self.part_of.append(place)

    def index(self, number: str) -> int:
        """The index of the row with a number. Raises StopIteration where there is none."""
        return next(place for place, row in enumerate(self.rows) if row["number"] == number)

    def head(self) -> list[str]:
        """What says whether this is the right sheet."""
        return [*texts({key: self.values[key] for key in ("name", "title", "recognise", "entries")})]

    def part_head(self, index: int) -> list[str]:
        """The head of the part that a row stands in, with the frame of what lasts."""
        part = self.values["parts"][self.part_of[index]]
        return [*texts({key: part[key] for key in ("heading", "title", "entry", "recognise", "standing")})]


def texts(value: Any) -> Iterator[str]:
    """The texts of plain values, in the order in which they are printed."""
    if isinstance(value, Mapping):
        for key, inner in value.items():
            if key not in _NO_WORDS:
                yield from texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts(inner)
    elif isinstance(value, str) and value:
        yield value


def names_number(row: PaperRow, number: str) -> bool:
    """Whether one of the ways on that a row prints leads to a number."""
    ways = [answer["way"]["words"] for answer in row["answers"]] + ([row["then"]["words"]] if row["then"] else [])
    return any(f" {number} " in f" {words.replace(',', ' ').replace(';', ' ')} " for words in ways)


def ruled_out_rows(rows: Sequence[PaperRow], after: int, to: int) -> list[str] | None:
    """What must be read to pass over the rows between two: their branches and conditions; None where one of them rules
    itself out by neither."""
    said: list[str] = []
    for row in rows[after + 1 : to]:
        conditions = [note["text"] for note in row["notes"] if note["kind"] == "when"]
        if not (row["branch"] or row["depth"] or conditions or row.get("under")):
            return None
        said += [*row["branch"], *conditions]
    return said


class PaperReader:
    """One night with the binder."""

    def __init__(self, site: Site, binder: Binder) -> None:
        self._site = site
        self._binder = binder
        self._sheets = {str(values["id"]): Sheet(values) for values in binder.sheets}
        self._open = ""
        self._last: PaperRow | None = None
        self.played = Played()

    @property
    def _reader(self) -> Reader:
        return self.played.reader

    def play(self, entry: EntryPoint, screen: Played) -> Played:
        """The front page, then the row of each act; what lasts when the next patient comes is looked at last."""
        self._reader.read(texts({"front": self._binder.front, "unsure": self._binder.unsure or {}}))
        self._turn_to(self._sheet_entered(entry))
        for act in screen.acts:
            self._act(act)
        for name, units in screen.orders.items():
            self.played.critical.append(CriticalLine(name, self._open.partition("/")[0] in units))
        return self.played

    def _sheet_entered(self, entry: EntryPoint) -> str:
        """The sheet that the front page leads to: a card of the triage has its own."""
        opened = entry.symptom.opens or f"{entry.unit.id}/{entry.symptom.id}"
        return opened if opened in self._sheets else opened.partition("/")[0]

    def _sheet_with(self, unit: str, number: str) -> str:
        """The sheet of a unit that a line is printed on."""
        own = (name for name in self._sheets if name.partition("/")[0] == unit)
        return next(name for name in own if any(row["number"] == number for row in self._sheets[name].rows))

    def _turn_to(self, sheet: str) -> None:
        self._reader.act(1)
        self._open = sheet
        self._reader.read(self._sheets[sheet].head())

    def _act(self, act: Act) -> None:
        number = self._site.number(act.unit, act.line.id)
        name = self._sheet_with(act.unit, number)
        sheet = self._sheets[name]
        index = sheet.index(number)
        led_to = self._led_to(name, sheet, index)
        if self._open != name:
            self._turn_to(name)
        elif not led_to:
            self._reader.act(0)
        row = sheet.rows[index]
        self._reader.read(sheet.part_head(index))
        self._reader.read([*texts(row), *self._message(sheet, row)])
        if self.played.to_first_act is None and not leads_on(act.line):
            self.played.to_first_act = self._reader.words
        if act.line.critical == "yes":
            self.played.critical.append(CriticalLine(f"{act.unit} {act.line.id}", led_to))
        self._reader.act(1)
        sheet.left, self._last = index, row

    def _led_to(self, name: str, sheet: Sheet, index: int) -> bool:
        row, last = sheet.rows[index], self._last
        if row in sheet.values["parts"][sheet.part_of[index]]["standing"]:
            return True
        away = str(last["away"]["sheet"]) if last is not None and last["away"] is not None else ""
        sent = last is None or away == name or (away not in self._sheets and away.partition("/")[0] == name)
        if sheet.left is None or sent:
            first = next(place for place in range(len(sheet.rows)) if sheet.part_of[place] == sheet.part_of[index])
            return sent and self._passes(sheet, first - 1, index)
        if names_number(sheet.rows[sheet.left], row["number"]):
            return True
        return sheet.left < index and self._passes(sheet, sheet.left, index)

    def _passes(self, sheet: Sheet, after: int, to: int) -> bool:
        said = ruled_out_rows(sheet.rows, after, to)
        self._reader.read(said or ())
        return said is not None

    def _message(self, sheet: Sheet, row: PaperRow) -> Iterator[str]:
        """The text of the message that a row refers to, at the end of the sheet."""
        for note in row["notes"]:
            letters = words_of(note["text"]) if note["kind"] == "message" else ()
            for message in sheet.values["messages"]:
                if message["letter"].casefold() in letters:
                    yield from texts(message)
