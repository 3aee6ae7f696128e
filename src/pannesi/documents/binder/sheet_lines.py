"""The lines of a sheet as rows of paper, with everything that the screen would show of them."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import groupby, pairwise
from typing import Any, assert_never

from pannesi.documents.binder.contacts_page import callee_rows, origin_words, schedule_words
from pannesi.documents.binder.cross_references import (
    Continuation,
    Direction,
    branches,
    direction_of_line,
    ends_sheet,
    line_direction,
    lines_in_sequence,
    printed_answers,
    retry_direction,
)
from pannesi.documents.binder.given_answers import (
    GivenAnswers,
    answers_in_condition,
    condition_holds,
    some_line_always_applies,
    with_answer,
    with_condition,
)
from pannesi.documents.binder.printed_messages import PrintedMessages
from pannesi.procedure.model.lines import (
    Becomes,
    Broadcast,
    Call,
    Duty,
    DutyLine,
    Item,
    Line,
    OtherUnitLine,
    Outcome,
    PlainLine,
    QuestionLine,
    Register,
    Run,
    Standing,
    Ticket,
    text_of,
)
from pannesi.procedure.model.numbering import options_of, places_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import AnyUnit
from pannesi.procedure.wording.conditions import condition_on_paper, length_words
from pannesi.procedure.wording.roles import role_words
from pannesi.session.labels import fact_word
from pannesi.session.projection.retries import last_line_to_try
from pannesi.session.register.duties import FACTS
from pannesi.support.i18n import _

_FITS_ON_A_PAGE = 3500
"""Rows up to this length, in characters of their plain value, are never broken across pages."""
_IN_SIGHT = 4
"""How many rows may stand between a question and a branch of it that does not name its number."""
PaperRow = dict[str, Any]
"""One line on paper, as plain values for templates."""


class SheetRows:
    """Builds the rows of one unit; `printed` are the ids of the units whose page may be referred to."""

    def __init__(self, site: Site, unit: AnyUnit, printed: Collection[str]) -> None:
        self._site, self._unit, self._printed = site, unit, printed
        self.messages = PrintedMessages(site, unit)
        self._all_lines = tuple(place.line for place in places_of(unit))
        self._always_asked = frozenset(
            place.line.id for place in places_of(unit) if place.depth == 0 and place.line.when is None
        )
        """Questions that everybody who reads the sheet passes."""
        self._contacts_printed: dict[str, str] = {}
        """Contacts already given in full on this sheet, with the number of that line."""
        self._conditions_printed: dict[str, str] = {}
        """Conditions already printed on this sheet, with the number of that line."""
        self._gaps_printed: dict[str, str] = {}
        """What the procedure does not say, already printed on this sheet, with the number of that line."""

    def rows(self, lines: tuple[Line, ...], after: Continuation) -> list[PaperRow]:
        """The rows of one phase, in reading order; `after` is what can follow its last line."""
        rows = list(self._rows_with_those_below(lines_in_sequence(lines), after, {}, 0))
        self._write_conditions(rows)
        for row, following in pairwise(rows):
            if following["id"] == row["then_line"]:
                row["then"] = None
        return [_printed(row) for row in rows]

    def standing(self, lines: tuple[Line, ...]) -> list[PaperRow]:
        """The standing orders of one phase, for their frame."""
        rows = [self._row_of_line(line, [], 0) for line in lines if isinstance(line, Standing)]
        self._write_conditions(rows)
        return [_printed(row) for row in rows]

    def _write_conditions(self, rows: list[PaperRow]) -> None:
        """Writes on rows when they apply: what a run of rows shares once, on the first, with how far it reaches."""
        for _condition, run in groupby(rows, key=lambda row: str(row["condition"])):
            first, *others = run
            if not first["condition"]:
                continue
            words = self._condition_words(first["condition"], first["number"])
            if others:
                words = _("{condition} (jusqu'à {number})").format(condition=words, number=others[-1]["number"])
            first["notes"].insert(0, {"kind": "when", "text": words})
            for row in others:
                row["under"] = first["number"]

    def _condition_words(self, condition: str, number: str) -> str:
        """A condition in full once on a sheet, then by the number of that line."""
        first = self._conditions_printed.setdefault(condition, number)
        if first != number:
            return _("Même condition qu'en {number}").format(number=first)
        return condition

    def _rows_with_those_below(
        self, lines: tuple[Line, ...], after: Continuation, given: GivenAnswers, depth: int
    ) -> Iterator[PaperRow]:
        """The rows of these lines and of those below them; `given` are the answers on the way here."""
        for place, line in enumerate(lines):
            following = after.before_lines(lines[place + 1 :])
            here = with_condition(self._site, self._unit, given, line.when)
            answers = [
                (label, inner, with_answer(here, line, option)) for option, label, inner in branches(self._site, line)
            ]
            directions = [
                (label, inner, self._answer_direction(line, inner, following, then)) for label, inner, then in answers
            ]
            yield self._row_of_line(line, printed_answers(line, directions), depth)
            between = 0
            for label, inner, then in answers:
                branch = list(self._rows_with_those_below(inner, following, then, depth + 1))
                if branch:
                    branch[0]["branch"].insert(0, self._branch_words(line, label, near=between < _IN_SIGHT))
                    between += len(branch)
                    self._end_branch(branch[-1], inner, following, then)
                    self._end_attempt(line, inner, branch, following, then)
                yield from branch

    def _branch_words(self, line: Line, label: str, *, near: bool) -> str:
        """At the head of a branch, the answer that leads there; with the number of its question where that is not in
        sight."""
        if near:
            return _("Si « {answer} »").format(answer=label)
        return _("Si « {answer} » en {number}").format(number=self._number_of_line(line), answer=label)

    def _answer_direction(
        self, line: Line, inner: tuple[Line, ...], following: Continuation, given: GivenAnswers
    ) -> Direction:
        """Where an answer leads: into its branch, else past it; first to a line further up that it makes due."""
        first = next((other for other in inner if condition_holds(other.when, given) is not False), None)
        if first is not None:
            return line_direction(self._site, self._unit, first)
        direction = following.direction(given)
        line_made_due = self._due_before(line, following, given)
        if line_made_due is None:
            return direction
        words = _("ligne {number} si pas faite, puis {way}").format(
            number=self._number_of_line(line_made_due), way=direction.words
        )
        return Direction(words, direction.sheet)

    def _due_before(self, line: Line, following: Continuation, given: GivenAnswers) -> Line | None:
        """The line further up that this answer alone makes due; None without one."""
        without = {name: options for name, options in given.items() if name != line.id}
        return next(
            (
                earlier
                for earlier in following.preceding_lines
                if line.id in answers_in_condition(earlier.when)
                and condition_holds(earlier.when, given)
                and not condition_holds(earlier.when, without)
            ),
            None,
        )

    def _end_branch(
        self, last: PaperRow, inner: tuple[Line, ...], following: Continuation, given: GivenAnswers
    ) -> None:
        """Writes on the last row of a branch where to go on, unless the row itself says it."""
        line = inner[-1]
        if isinstance(line, QuestionLine) or (isinstance(line, Run) and line.outcomes) or ends_sheet(line):
            return
        leaves = isinstance(line, Becomes | Outcome)
        leaving = tuple(other for other in inner if isinstance(other, Becomes | Outcome))
        if leaves and some_line_always_applies(self._site, self._unit, leaving, given, self._always_asked):
            return
        if last["then"] is None:
            self._set_direction(last, _("sinon :") if leaves else _("ensuite :"), following.direction(given))

    def _end_attempt(
        self, line: Line, inner: tuple[Line, ...], branch: list[PaperRow], following: Continuation, given: GivenAnswers
    ) -> None:
        """Writes, on the row that tries to answer a question, to answer it again, and where to go on if nobody can."""
        if not isinstance(line, QuestionLine) or inner is not line.unknown:
            return
        attempt = last_line_to_try(line, self._all_lines)
        row = next((listed for listed in branch if attempt is not None and listed["id"] == attempt.id), None)
        if row is None or attempt is None:
            return
        direction = retry_direction(self._site, self._unit, line.id)
        onward = following.before_lines(inner[inner.index(attempt) + 1 :]).direction(given)
        if onward != direction:
            words = _("{back} ; pas su : {way}").format(back=direction.words, way=onward.words)
            direction = Direction(words, onward.sheet)
        self._set_direction(row, "", Direction(direction.words, direction.sheet))

    def _set_direction(self, row: PaperRow, before: str, direction: Direction) -> None:
        row["then"], row["then_line"] = {"before": before, **direction.plain()}, direction.line

    def _row_of_line(self, line: Line, answers: list[tuple[str, Direction]], depth: int) -> PaperRow:
        away = direction_of_line(self._site, self._unit, line, self._printed)
        row = {
            "id": line.id,
            "number": self._number_of_line(line),
            "text": text_of(line),
            "short": line.short or "" if isinstance(line, Standing) else "",
            "depth": depth,
            "branch": [],
            "condition": condition_on_paper(self._site, self._unit, line.when, schedule_words) if line.when else "",
            "under": "",
            "by": self._role_words(line),
            "added": line.added is not None,
            "critical": line.critical == "yes",
            "tick": line.traits.box_on_paper,
            "notes": [{"kind": kind, "text": text} for kind, text in self._notes_of_line(line)],
            "callees": self._callees(line) if isinstance(line, Call) else [],
            "items": [self._ticket_item(item) for item in line.items] if isinstance(line, Ticket) else [],
            "message": self._message_at(line),
            "answers": [{"label": label, "way": direction.plain()} for label, direction in answers],
            "away": away.plain() if away is not None else None,
            "then": None,
            "then_line": None,
            "gap": self._gap_words(line),
            "origin": origin_words(line.source, None),
            "reason": line.added or "",
        }  # fmt: skip
        return {**row, "long": len(str(row)) > _FITS_ON_A_PAGE}

    def _notes_of_line(self, line: Line) -> Iterator[tuple[str, str]]:
        """What a line says beside its text, as (kind, words); the kind decides the typography."""
        yield from self._of_verb(line)
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

    def _gap_words(self, line: Line) -> str:
        """What the procedure does not say at a line, as short as on the screen; the same once on a sheet."""
        words, number = line.gap_short or line.gap or "", self._number_of_line(line)
        first = self._gaps_printed.setdefault(words, number)
        return words if first == number or not words else _("comme en {number}").format(number=first)

    def _of_verb(self, line: Line) -> Iterator[tuple[str, str]]:
        """What only lines of this verb say, as (kind, words)."""
        if isinstance(line, Call):
            yield "say", line.say
        elif isinstance(line, Broadcast):
            if self._message_at(line) is None:
                yield "message", self.messages.reference(line)
        elif isinstance(line, QuestionLine):
            if line.suggests is not None:
                yield "plain", self._suggestion_words(line)
        elif isinstance(line, DutyLine):
            if line.duty is not None:
                yield "duty", _duty_words(line.duty)
        elif not isinstance(line, PlainLine | OtherUnitLine | Outcome | Ticket | Register):
            assert_never(line)  # a ticket's items, and where a line leads, have a place of their own on paper

    def _message_at(self, line: Line) -> dict[str, Any] | None:
        return self.messages.at_line(line, self._number_of_line(line)) if isinstance(line, Broadcast) else None

    def _suggestion_words(self, line: QuestionLine) -> str:
        assert line.suggests is not None
        labels = {option.id: option.label for option in options_of(line)}
        return _("Aux heures « {schedule} », plutôt « {open} » ; sinon « {closed} ».").format(
            open=labels[line.suggests.open],
            schedule=self._site.contacts.schedules[line.suggests.schedule].label,
            closed=labels[line.suggests.closed],
        )

    def _callees(self, line: Call) -> list[dict[str, Any]]:
        """Whom to call: in full the first time, later by number and a reference to that line."""
        number = self._number_of_line(line)
        return [
            {**callee, "see": "" if place == number else place}
            for callee in callee_rows(self._site.contacts, line.value)
            for place in (self._contacts_printed.setdefault(callee["name"], number),)
        ]

    def _ticket_item(self, item: Item) -> dict[str, str]:
        site = self._site.contacts.site if item.fill == "site" else ""
        return {"label": item.label, "value": item.value or site}

    def _role_words(self, line: Line) -> str:
        """Whose act a line is, as on the screen: nobody where it is the technologist's, or where the line says it."""
        if line.by is None or line.by == "manipulateur" or isinstance(line, Broadcast):
            return ""
        return role_words(self._site.contacts.roles, line.by)

    def _number_of_line(self, line: Line) -> str:
        return self._site.number(self._unit.id, line.id)


def _duty_words(duty: Duty) -> str:
    """To which patients something is owed, in the words of the register; what is owed, the line says."""
    facts = [fact_word(name, value) for name in FACTS if (value := getattr(duty.when, name)) is not None]
    return _("chaque patient {facts}").format(facts=", ".join(facts)) if facts else _("chaque patient")


def _printed(row: PaperRow) -> PaperRow:
    """A row without what only building the sheet needed."""
    return {key: value for key, value in row.items() if key not in ("id", "then_line", "condition")}
