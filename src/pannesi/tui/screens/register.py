"""The register of patients: every line without a name, what is missing of each, how far reconciliation is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.presentation.commands import patients as commands
from pannesi.presentation.register import RegisterView
from pannesi.presentation.register_progress import images_due, progress_words, sorted_by_missing, steps_words
from pannesi.session.projection.read_model import Patient, Walk
from pannesi.support.i18n import _
from pannesi.tui.command_screen import Handlers
from pannesi.tui.screens.desk_screen import DeskScreen
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.lazy_list import LazyList, OrderedEntries
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.wrapping import wrapped


@dataclass(frozen=True)
class Lines:
    """What one state of the session makes of the register; each part is computed once, when first shown."""

    walk: Walk
    sheet: RegisterView

    @cached_property
    def progress(self) -> str:
        """How many lines there are, and how many are settled."""
        return progress_words(self.walk.patients)

    @cached_property
    def steps(self) -> str:
        """How many steps of the reconciliation are left."""
        return steps_words(self.walk.patients)

    @cached_property
    def images(self) -> dict[str, list[str]]:
        """Of each line whose images are to be looked for, the words that say so."""
        return images_due(self.walk.patients)

    @cached_property
    def by_entry(self) -> OrderedEntries[Patient]:
        """The lines in the order in which they were noted."""
        return _whole(self.walk.patients)

    @cached_property
    def by_missing(self) -> OrderedEntries[Patient]:
        """The lines by what is missing, most first."""
        return _whole(sorted_by_missing(self.sheet, self.walk.patients))


def _whole(patients: Sequence[Patient]) -> OrderedEntries[Patient]:
    return OrderedEntries(patients, [patient.id for patient in patients])


class RegisterScreen(DeskScreen):
    """The list of patient lines: Enter opens one, T sorts."""

    OFFERS = commands.ON_REGISTER

    def __init__(self, station: Station, desk: Desk) -> None:
        super().__init__(station, desk)
        self.by_missing = self.view.walk.stage in ("return_to_normal", "to_close")
        self.cursor: str | None = None
        self._drawn_items: dict[str, tuple[Patient, list[str], list[str], ListItem]] = {}
        """Items as they were drawn, each with what it was drawn from."""
        self._drawn_for: tuple[object, ...] = ()
        self._lines: Lines | None = None

    def compose(self) -> ComposeResult:
        yield TextBlock("band", classes="band")
        yield LazyList("register", self._item)
        yield from self.compose_bottom()

    @property
    def current(self) -> Patient | None:
        """The line under the cursor."""
        return self.view.walk.patient(self.cursor)

    @property
    def lines(self) -> Lines:
        """The register in the state of the session that was last looked at."""
        if self._lines is None or self._lines.walk is not self.view.walk:
            self._lines = Lines(self.view.walk, self.sheet)
        return self._lines

    @property
    def ordered(self) -> OrderedEntries[Patient]:
        """The lines in the chosen order."""
        return self.lines.by_missing if self.by_missing else self.lines.by_entry

    def restore_focus(self) -> None:
        self.query_one(ItemList).focus()

    def draw(self) -> None:
        super().draw()
        whole = self.ordered
        if self.cursor not in whole.places:
            self.cursor = self._next_to_do() or (whole.entries[0].id if whole.entries else None)
        title = _("REGISTRE · {progress}").format(progress=self.lines.progress)
        order = _("tri : ce qui manque") if self.by_missing else _("tri : ordre de saisie")
        text = Text().append(title, style=self.ink.title)
        text.append(f"  ({order})", style=self.ink.quiet)
        if self.by_missing and (steps := self.lines.steps):
            text.append("\n" + _("Au retour : {steps}").format(steps=steps), style=self.ink.plain)
        if not whole.entries:
            text.append("\n" + _("0 patient noté ne veut pas dire 0 examen."), style=self.ink.warning)
        self.query_one("#band", TextBlock).update(text)
        kept_for = (self._width, self.ink)
        if kept_for != self._drawn_for:
            self._drawn_items, self._drawn_for = {}, kept_for
        rows = self.query_one(LazyList)
        rows.cursor_style = self.app.cursor_style
        rows.show_entries(whole, self.cursor)
        if not self.asking and not rows.has_focus:
            rows.focus()
        self.show_bar()

    @property
    def _width(self) -> int:
        return max(self.app.size.width - 7, 20)

    def _next_to_do(self) -> str | None:
        """The first line where something can be done now."""
        ordered = self.ordered.entries
        return next(
            (
                patient.id
                for patient in ordered
                if self.sheet.missing_words(patient) and not self.sheet.waits_for_return(patient)
            ),
            None,
        )

    def _item(self, patient: Patient) -> ListItem:
        """The item of a line, drawn again only where it says something else."""
        alarms, still, drawn = (
            [*self.sheet.alarms(self.view.walk.patients).get(patient.id, []), *self.lines.images.get(patient.id, [])],
            self.sheet.missing_words(patient),
            self._drawn_items.get(patient.id),
        )
        if drawn is None or drawn[0] is not patient or drawn[1:3] != (alarms, still):
            drawn = self._drawn_items[patient.id] = patient, alarms, still, self._draw_item(patient, alarms)
        return drawn[3]

    def _draw_item(self, patient: Patient, alarms: list[str]) -> ListItem:
        still = self.sheet.missing_words(patient)
        first = Text(f" {self.sheet.state_sign(patient)} {self.sheet.list_line(patient)}")
        first.stylize(
            self.ink.quiet if patient.voided else self.ink.done if patient.settled and not still else self.ink.plain
        )
        rests = _("reste : {what}").format(what="\n".join(self.sheet.missing(patient).lines)) if still else ""
        lines = [line for words in rests.splitlines() for line in wrapped(words, self._width)]
        texts = [first, *(Text("     " + words, style=self.ink.warning) for words in lines)]
        texts += [Text("     " + words, style=self.ink.danger) for words in alarms]
        return ListItem(patient.id, tuple(texts), hang=5)

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        self.cursor = str(event.key)

    def on_item_list_chosen(self, event: ItemList.Chosen) -> None:
        self.cursor = str(event.key)
        self.do_open_line()

    def do_open_line(self) -> None:
        """Opens the line under the cursor."""
        from pannesi.tui.screens.patient_line import PatientLineScreen

        if self.current is not None:
            self.say("")
            self.app.push_screen(PatientLineScreen(self.station, self.desk, self.current.id), self._after_line)

    def _after_line(self, last: str | None) -> None:
        """Moves the cursor on from a line where nothing is left to do now."""
        self._reload()
        self.cursor = last or self.cursor
        current = self.current
        if current is not None and (not self.sheet.missing_words(current) or self.sheet.waits_for_return(current)):
            self.cursor = self._next_to_do() or self.cursor
        self.draw()

    def do_new_line(self) -> None:
        """Opens the form of a new line."""
        from pannesi.tui.screens.patient_form import PatientFormScreen

        self.app.push_screen(PatientFormScreen(self.station, self.desk, None), lambda words: self._after_form(words))

    def _after_form(self, words: str | None) -> None:
        """Puts the cursor on the line that was just noted."""
        self._reload()
        if words and self.view.walk.patients:
            self.cursor = self.view.walk.patients[-1].id
        self.draw()
        if words:
            self.say(words)

    def do_sort_lines(self) -> None:
        """Switches between the two orders."""
        self.by_missing = not self.by_missing
        self.draw()

    def do_leave_register(self) -> None:
        """Goes back to the session."""
        self.dismiss(None)

    HANDLERS: ClassVar[Handlers[RegisterScreen]] = {
        commands.OPEN_LINE: do_open_line,
        commands.NEW_LINE: do_new_line,
        commands.SORT_LINES: do_sort_lines,
        commands.LEAVE_REGISTER: do_leave_register,
    }
