"""The lines of a sheet as paper shows them: one row a line, with everything that the screen would say of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import pairwise
from typing import Any

from pannesi.i18n import _
from pannesi.paper.people import callees, origin
from pannesi.paper.ways import Way, answers_of, ends_here, flow, leads_away
from pannesi.session.words import text_of, verb_word
from pannesi.site.lines import Ask, Becomes, Broadcast, Call, Do, Item, Line, Outcome, Run, Standing, Ticket, Verify
from pannesi.site.model import Site, split_ref
from pannesi.site.show_words import condition_words, duty_words, length_words
from pannesi.site.tree import options_of
from pannesi.site.units import AnyUnit

_FITS_ON_A_PAGE = 3500
"""How much a row may say and still be kept on one page whatever its layout, in characters of its plain value."""
Row = dict[str, Any]
"""One line of paper, as plain values: what is printed, and nothing that is not."""


class Sheet:
    """Turns lines of one unit into rows. `printed` are the sheets whose page may be named."""

    def __init__(self, site: Site, unit: AnyUnit, printed: Collection[str]) -> None:
        self._site, self._unit, self._printed = site, unit, printed
        self.letters = {name: f"M{place}" for place, name in enumerate(unit.messages, start=1)}
        """The mark under which each message of this sheet is found below."""
        self._called: dict[str, str] = {}
        """Contacts already given in full on this sheet, with the number of that line."""

    def rows(self, lines: tuple[Line, ...], after: Way) -> list[Row]:
        """The rows of one phase, in reading order; `after` is where its end leads."""
        found = list(self._below(flow(lines), after, 0))
        for row, following in pairwise(found):
            if following["id"] == row["then_line"]:
                row["then"] = None
        return [_told(row) for row in found]

    def standing(self, lines: tuple[Line, ...]) -> list[Row]:
        """The standing orders of one phase, for its frame."""
        return [_told(self._row(line, Way(""), 0)) for line in lines if isinstance(line, Standing)]

    def _below(self, lines: tuple[Line, ...], after: Way, depth: int) -> Iterator[Row]:
        for place, line in enumerate(lines):
            following = self._to(lines[place + 1]) if place + 1 < len(lines) else after
            yield self._row(line, following, depth)
            for label, inner, _way in answers_of(self._site, self._unit, line, following):
                branch = list(self._below(inner, following, depth + 1))
                if branch:
                    number = self._number(line)
                    branch[0]["branch"].insert(0, _("Si {number} = « {answer} »").format(number=number, answer=label))
                    self._close(branch[-1], inner[-1], following)
                yield from branch

    def _close(self, last: Row, line: Line, following: Way) -> None:
        """Says on the last row of a branch where to go on, unless the row itself says it."""
        if isinstance(line, Ask | Verify) or (isinstance(line, Run) and line.outcomes) or ends_here(line):
            return
        if last["then"] is None:
            before = _("sinon :") if isinstance(line, Becomes | Outcome) else _("ensuite :")
            last["then"], last["then_line"] = {"before": before, **following.plain()}, following.line

    def _row(self, line: Line, following: Way, depth: int) -> Row:
        away = leads_away(self._site, self._unit, line, self._printed)
        row = {
            "id": line.id,
            "number": self._number(line),
            "word": verb_word(line),
            "text": text_of(line),
            "depth": depth,
            "branch": [],
            "by": self._by(line),
            "added": line.added is not None,
            "critical": line.critical == "yes",
            "tick": line.verb not in ("know", "outcome"),
            "notes": [{"kind": kind, "text": text} for kind, text in self._notes(line)],
            "callees": self._callees(line) if isinstance(line, Call) else [],
            "items": [self._item(item) for item in line.items] if isinstance(line, Ticket) else [],
            "answers": [
                {"label": label, "way": way.plain()}
                for label, _inner, way in answers_of(self._site, self._unit, line, following)
            ],
            "away": away.plain() if away is not None else None,
            "then": None,
            "then_line": None,
            "gap": line.gap or "",
            "origin": origin(line.source, None),
            "reason": line.added or "",
        }  # fmt: skip
        return {**row, "long": len(str(row)) > _FITS_ON_A_PAGE}

    def _notes(self, line: Line) -> Iterator[tuple[str, str]]:
        """What a line says beside its own words; the kind tells how it is set."""
        if line.when is not None:
            yield (
                "when",
                _("Seulement si {condition}").format(condition=condition_words(self._site, self._unit, line.when)),
            )
        if isinstance(line, Call):
            yield "say", line.say
        if isinstance(line, Broadcast):
            yield "message", self._message(line)
        if isinstance(line, Ask | Verify) and line.suggests is not None:
            yield "plain", self._suggestion(line)
        if isinstance(line, Do | Standing) and line.duty is not None:
            yield "duty", duty_words(line.duty)
        if line.detail is not None:
            yield "plain", line.detail
        if line.expect is not None:
            yield "plain", _("À voir ensuite : {expect}").format(expect=line.expect)
        if line.why is not None:
            yield "plain", _("Pourquoi : {why}").format(why=line.why)
        if line.remind_after is not None:
            yield "plain", _("À revoir après {length}").format(length=length_words(line.remind_after))
        if line.skip == "forbidden":
            yield "plain", _("Cette ligne ne se saute pas.")

    def _message(self, line: Broadcast) -> str:
        owner, name = split_ref(self._unit.id, line.value)
        letter = self.letters.get(name)
        if owner == self._unit.id and letter is not None:
            return _("Texte : message {letter}, en fin de fiche").format(letter=letter)
        return _("Texte : messages de {sheet}").format(sheet=self._site.unit_by_id[owner].title)

    def _suggestion(self, line: Ask | Verify) -> str:
        assert line.suggests is not None
        labels = {option.id: option.label for option in options_of(line)}
        return _("L'heure suggère « {open} » pendant « {schedule} », sinon « {closed} ».").format(
            open=labels[line.suggests.open],
            schedule=self._site.contacts.schedules[line.suggests.schedule].label,
            closed=labels[line.suggests.closed],
        )

    def _callees(self, line: Call) -> list[dict[str, Any]]:
        """Whom to call: in full the first time, then the numbers alone and the line where the rest stands."""
        number = self._number(line)
        return [
            {**one, "see": "" if place == number else place}
            for one in callees(self._site.contacts, line.value)
            for place in (self._called.setdefault(one["name"], number),)
        ]

    def _item(self, item: Item) -> dict[str, str]:
        site = self._site.contacts.site if item.fill == "site" else ""
        return {"label": item.label, "value": item.value or site}

    def _by(self, line: Line) -> str:
        if line.by is None:
            return ""
        return _("{role} (déduit)").format(role=line.by) if line.deduced else line.by

    def _number(self, line: Line) -> str:
        return self._site.number(self._unit.id, line.id)

    def _to(self, line: Line) -> Way:
        return Way(_("ligne {number}").format(number=self._number(line)), line=line.id)


def _told(row: Row) -> Row:
    """A row without what only the making of the page needed."""
    return {key: value for key, value in row.items() if key not in ("id", "then_line")}
