"""The register of patients: every line without a name, what is missing of each, how far reconciliation is."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.presentation.commands import patients as commands
from pannesi.presentation.patients.register import RegisterView
from pannesi.presentation.patients.register_foot import duties_by_digit, duty_at_foot, identity_words
from pannesi.presentation.patients.register_progress import images_due, progress_words, sorted_by_missing, steps_words
from pannesi.presentation.patients.register_search import lines_with
from pannesi.presentation.patients.register_table import table_heading, table_row
from pannesi.session import actions as want
from pannesi.session.facts.patients import ANSWERED_NO
from pannesi.session.projection.read_model import DutyRow, Patient, Walk
from pannesi.session.register.unidentified import unknown_traits
from pannesi.support.errors import Declined
from pannesi.support.i18n import _, n_
from pannesi.support.keyboard_azerty import unshifted_number
from pannesi.tui.command_screen import Handlers
from pannesi.tui.runtime.key_bursts import KeyContext, in_one_line
from pannesi.tui.screens.comparison import show_comparison
from pannesi.tui.screens.desk_screen import DeskScreen
from pannesi.tui.screens.doubts import Key
from pannesi.tui.widgets.item_list import ItemList, ListItem
from pannesi.tui.widgets.lazy_list import LazyList, OrderedEntries
from pannesi.tui.widgets.strip_cache import DrawnLine, sanitized
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.widgets.wrapping import inked, pieces_after, wrapped_texts

FOOT_ROWS = 3
"""Rows of the foot at least, below its rule: it seldom moves the list."""
SHORT_ROWS = 16
"""Rows of the terminal below which the foot has no rule above it."""
LEAST_ROWS = 10
"""Rows of the terminal from which the foot of the list is in view under every line."""


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
        return _all_lines(self.walk.patients)

    @cached_property
    def by_missing(self) -> OrderedEntries[Patient]:
        """The lines by what is missing, most first."""
        return _all_lines(sorted_by_missing(self.sheet, self.walk.patients))


def _all_lines(patients: Sequence[Patient]) -> OrderedEntries[Patient]:
    return OrderedEntries(patients, [patient.id for patient in patients])


class RegisterScreen(DeskScreen):
    """The list of patient lines: Enter opens one, T sorts."""

    OFFERS = commands.ON_REGISTER
    KEPT_VIEW = ("by_missing", "cursor", "searched")
    DEFAULT_CSS = """
    RegisterScreen #head { height: 1; padding: 0; }
    """

    def __init__(self, station: Station, desk: Desk) -> None:
        super().__init__(station, desk)
        self.by_missing = self.view.walk.stage in ("return_to_normal", "to_close")
        self.cursor: str | None = None
        self._drawn_items: dict[str, tuple[Patient, list[str], list[str], ListItem]] = {}
        """Items as they were drawn, each with what it was drawn from."""
        self._drawn_feet: dict[str, tuple[object, list[DrawnLine]]] = {}
        """The foot of the list as it was drawn for each line, with what it was drawn from."""
        self._drawn_for: tuple[object, ...] = ()
        self._lines: Lines | None = None
        self.searched = ""
        """What is searched; only the lines with it are then listed."""
        self._owing = False
        """Whether anything is owed to the patient under the cursor, when the bar of keys was last drawn."""
        self._matching: tuple[OrderedEntries[Patient], str, OrderedEntries[Patient]] | None = None

    def compose(self) -> ComposeResult:
        yield TextBlock("band", classes="band")
        yield TextBlock("head")
        yield LazyList("register", self._item)
        yield TextBlock("foot")
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
        """The lines in the chosen order; those that are searched, where some are."""
        whole = self.lines.by_missing if self.by_missing else self.lines.by_entry
        if not self.searched:
            return whole
        if self._matching is None or self._matching[0] is not whole or self._matching[1] != self.searched:
            self._matching = whole, self.searched, _all_lines(self._lines_with(self.searched))
        return self._matching[2]

    def _lines_with(self, words: str) -> list[Patient]:
        whole = self.lines.by_missing if self.by_missing else self.lines.by_entry
        today = self.desk.environment.now().astimezone(self.view.zone).date()
        return lines_with(self.sheet, whole.entries, words, today)

    def restore_focus(self) -> None:
        self.query_one(ItemList).focus()

    def draw(self) -> None:
        super().draw()
        whole = self.ordered
        if self.cursor not in whole.places:
            self.cursor = self._next_to_do() or (whole.entries[0].id if whole.entries else None)
        title = _("REGISTRE · {progress}").format(progress=self.lines.progress)
        order = _("  (tri : ce qui manque)") if self.by_missing else _("  (tri : ordre de saisie)")
        text = Text().append(title, style=self.ink.title)
        if self.app.size.height >= SHORT_ROWS and text.cell_len + len(order) <= self._width:
            text.append(order, style=self.ink.quiet)
        if self.searched:
            count = len(whole.entries)
            listed = n_("{count} ligne", "{count} lignes", count)
            words = _("« {words} » : {lines}").format(words=self.searched, lines=listed)
            text.append("\n" + words, style=self.ink.key)
        if self.by_missing and (steps := self.lines.steps):
            text.append("\n" + _("Au retour : {steps}").format(steps=steps), style=self.ink.plain)
        if not self.lines.by_entry.entries:
            text.append("\n" + _("0 patient noté ne veut pas dire 0 examen."), style=self.ink.warning)
        self.query_one("#band", TextBlock).update(text)
        heading = table_heading(self._width)
        self.query_one("#head", TextBlock).update(Text(heading, style=self.ink.quiet))
        self.query_one("#head").display = bool(heading)
        kept_for = (self._width, self.app.size.height, self.ink)
        if kept_for != self._drawn_for:
            self._drawn_items, self._drawn_feet, self._drawn_for = {}, {}, kept_for
        rows = self.query_one(LazyList)
        rows.cursor_style = self.app.cursor_style
        rows.show_entries(whole, self.cursor)
        self.note_shown(self._draw_foot())
        if not self.asking and not rows.has_focus:
            rows.focus()
        self.show_bar()

    @property
    def _width(self) -> int:
        return max(self.app.size.width - 2, 20)

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
        beside, still, drawn = (
            [*self.sheet.marks(self.view.walk.patients).get(patient.id, []), *self.lines.images.get(patient.id, [])],
            self.sheet.missing_words(patient),
            self._drawn_items.get(patient.id),
        )
        if drawn is None or drawn[0] is not patient or drawn[1:3] != (beside, still):
            drawn = self._drawn_items[patient.id] = patient, beside, still, self._draw_item(patient)
        return drawn[3]

    def _draw_item(self, patient: Patient) -> ListItem:
        marks, images = self.sheet.marks(self.view.walk.patients), self.lines.images
        row = table_row(self.sheet, patient, marks.get(patient.id, []), images.get(patient.id, []), self._width)
        return ListItem(patient.id, tuple(inked(line, self.ink) for line in row), hang=3)

    def _draw_foot(self) -> Hashable:
        """Says in full who the patient under the cursor is, and what is owed, each thing by its digit; returns what the
        next digit would be about."""
        patient = self.current
        owed = duties_by_digit(self.sheet, patient) if patient is not None else ()
        alarms = self.sheet.alarms(self.view.walk.patients).get(patient.id, []) if patient is not None else []
        made_for, self.drawn_asking = (patient, owed, alarms, self.acting), self.asking
        drawn = self._drawn_feet.get(patient.id) if patient is not None else None
        if drawn is None or drawn[0] != made_for:
            drawn = made_for, self._foot(patient, owed, alarms)
            if patient is not None:
                self._drawn_feet[patient.id] = drawn
        self.query_one("#foot", TextBlock).show_lines(drawn[1])
        if bool(owed) is not self._owing:
            self._owing = bool(owed)
            self.show_bar()
        return (patient.id, tuple(duty.status for duty in owed)) if patient is not None else self.cursor

    def _foot(self, patient: Patient | None, owed: Sequence[DutyRow], alarms: Sequence[str]) -> list[DrawnLine]:
        """The foot about a patient; without a rule, and without the words of the marks, where there is no room."""
        roomy = self.app.size.height >= SHORT_ROWS
        lines = self._foot_lines(patient, owed, alarms if roomy else ()) if patient is not None else []
        if roomy:
            rule = sanitized(Text("─" * self.columns, style=self.ink.key))
            lines = [rule, *lines, *[Text()] * (FOOT_ROWS - len(lines))]
        return [DrawnLine(line) for line in lines]

    def _foot_lines(self, patient: Patient, owed: Sequence[DutyRow], alarms: Sequence[str]) -> list[Text]:
        who = Text(f"{patient.label}  {identity_words(self.sheet, patient)}", style=self.ink.title)
        pieces = [
            Text().append(f"{digit} ", self.ink.key if self.acting else self.ink.quiet).append(
                duty_at_foot(duty), self.ink.danger if duty.answered == ANSWERED_NO else self.ink.plain
            )
            for digit, duty in enumerate(owed, start=1)
        ]  # fmt: skip
        whole = [who, pieces_after(pieces[0], pieces[1:], self.columns - 2)] if pieces else [who]
        whole += [Text(words, style=self.ink.danger) for words in alarms]
        wrapped = [line for text in whole for line in wrapped_texts(text, self.columns - 2, self.app.console)]
        return [Text(" ").append_text(sanitized(line)) for line in wrapped]

    @property
    def has_alike(self) -> bool:
        """Whether the line under the cursor may be taken for another."""
        return self.cursor in self.sheet.marks(self.view.walk.patients)

    @property
    def duty_digits(self) -> str:
        """The digits that say done what is owed; empty where nothing is, or the foot of the list is not in view."""
        patient = self.current
        count = len(duties_by_digit(self.sheet, patient)) if patient is not None and self.acting else 0
        if not count or self.app.size.height < LEAST_ROWS:
            return ""
        return "1-9"

    def do_settle_from_list(self) -> None:
        """Says done what the digit names, of the patient whose identity stands at the foot. What asks something first
        is opened in the card of the line."""
        patient, place = self.current, int(unshifted_number(self.pressed)) - 1
        owed = duties_by_digit(self.sheet, patient) if patient is not None else ()
        if patient is None or place >= len(owed):
            self.say(_("{digit} : rien n'est dû à ce chiffre.").format(digit=place + 1), alarm=True)
            return
        duty = owed[place]
        if duty.status != "open":
            self.say(
                _("{label} : « {what} » est déjà dit. ⏎ ouvre la ligne.").format(label=patient.label, what=duty.label)
            )
        elif duty.question or not duty.sure or (duty.checks and unknown_traits(self.sheet.fields, patient)):
            self.open_line(patient.id, ("duty", duty.key))
        else:
            self.do(want.SettleDuty(patient.id, duty.key))

    def do_search_lines(self) -> None:
        """Asks for what to search; nothing shows all lines again."""
        self.ask(_("Chercher un nom, une date de naissance, un numéro (rien : toutes les lignes)"), self._search)

    def _search(self, words: str) -> None:
        """Lists only the lines with some words. Raises Declined where none has them."""
        if words.strip() and not self._lines_with(words):
            raise Declined(_("« {words} » : aucune ligne.").format(words=words.strip()))
        self.searched = words.strip()
        self.say("")
        self.draw()

    def handle_burst(self, text: str, given: KeyContext | None) -> None:
        """Goes to the line whose number was scanned; nothing is recorded."""
        super().handle_burst(text, given)
        words = in_one_line(text)
        matching = self._lines_with(words) if words and not self.asking else []
        if len(matching) == 1:
            self.searched, self.cursor = "", matching[0].id
            self.draw()
            self.say(_("lu : {words}, {label}").format(words=words, label=matching[0].label), alarm=True)

    def leave_word(self) -> str:
        """What Escape does: it shows all lines again where some are searched."""
        return _("toutes les lignes") if self.searched else _("fermer")

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        self.cursor = str(event.key)
        subject = self._draw_foot()
        event.rows.refresh_changed()  # with the foot, in one paint: it must not name another than the cursor does
        painted = self.paint(event.rows, self.query_one("#foot", TextBlock))
        self.note_shown(subject, painted=painted)

    def on_item_list_chosen(self, event: ItemList.Chosen) -> None:
        self.cursor = str(event.key)
        self.do_open_line()

    def do_open_line(self) -> None:
        """Opens the line under the cursor."""
        if self.current is not None:
            self.open_line(self.current.id)

    def open_line(self, patient: str, at: Key | None = None) -> None:
        """Opens a line, with the cursor `at` something of it."""
        from pannesi.tui.screens.patient_line import PatientLineScreen

        self.say("")
        self.app.push_screen(PatientLineScreen(self.station, self.desk, patient, at), self._after_line)

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
        """Shows all lines again where some are searched; else goes back to the session."""
        if self.asking:
            self.stop_asking()
        elif self.searched:
            self.searched = ""
            self.draw()
        else:
            self.dismiss(None)

    HANDLERS: ClassVar[Handlers[RegisterScreen]] = {
        commands.OPEN_LINE: do_open_line,
        commands.NEW_LINE: do_new_line,
        commands.SETTLE_FROM_LIST: do_settle_from_list,
        commands.SEARCH_LINES: do_search_lines,
        commands.COMPARE_LINES: show_comparison,
        commands.SORT_LINES: do_sort_lines,
        commands.LEAVE_REGISTER: do_leave_register,
    }
