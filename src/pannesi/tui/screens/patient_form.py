"""The form of a patient line: the entries that this case needs, one after the other, each committed when it is left."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import Input, Static

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.presentation.commands import patients as commands
from pannesi.presentation.facts.outage_hours import time_notice
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.patients.patient_form import PAPER, SAVE, FormContent, FormEntry, FormState
from pannesi.presentation.text.key_names import FULL_SCREEN
from pannesi.session.event_writer import Refused
from pannesi.session.events import Event
from pannesi.session.facts.patients import PatientVersion
from pannesi.session.projection.read_model import Patient
from pannesi.support.errors import ImpossibleTime
from pannesi.support.i18n import _
from pannesi.support.keyboard_azerty import unshifted_number
from pannesi.support.text_safety import typed_line
from pannesi.tui.command_screen import Handlers
from pannesi.tui.runtime.commit_worker import CommitResult
from pannesi.tui.screens.leaving_form import LeavableForm
from pannesi.tui.screens.patient_form_items import FormItemsMixin
from pannesi.tui.widgets.item_list import ItemList
from pannesi.tui.widgets.key_bar import KeyBar
from pannesi.tui.widgets.prompt_input import PromptInput
from pannesi.tui.widgets.strip_cache import sanitized
from pannesi.tui.widgets.text_block import TextBlock

_FAR = 8
"""How many entries the page keys move by."""


class PatientFormScreen(FormItemsMixin):
    """Enter keeps an entry and goes on; an empty one is skipped. Escape asks what becomes of the line."""

    OFFERS = commands.ON_PATIENT_FORM
    DEFAULT_CSS = """
    PatientFormScreen #beside { height: 1; }
    PatientFormScreen #asked { width: auto; height: 1; }
    """

    def __init__(self, station: Station, desk: Desk, patient: Patient | None) -> None:
        super().__init__(station, desk)
        self.patient = patient
        self.filling = FormState(patient)
        self.leaving = False
        self._after_commit: Callable[[], None] | None = None
        """What was asked for during a commit."""
        self._saving = False
        self._kept = ""
        """What stands in the field because it was kept there, as it was put there to be edited."""
        lacking = self.filling.missing_keys(self.view) if patient is not None else set()
        self.current = next((entry.key for entry in self.entries if entry.key in lacking), self.entries[0].key)

    @property
    def changed(self) -> bool:
        """Whether there is something to lose."""
        return bool(self.newly_typed) or bool(self.aside) or self.filling.unfinished

    @property
    def newly_typed(self) -> str:
        """What is typed in the field and was not kept there before."""
        typed = self.typed_here.strip() if self.is_mounted else ""
        return "" if typed == self._kept else typed

    @property
    def unsaved(self) -> Hashable | None:
        """What would be lost by leaving: the line is in the register, but as a draft."""
        if self._saving or not self.changed:
            return None
        return repr(self.filling.content), self.aside, self.newly_typed

    @property
    def new(self) -> bool:
        """Whether the line was never saved: it may still be that of a paper sheet."""
        return self.patient is None or self.patient.draft

    @property
    def entries(self) -> list[FormEntry]:
        return self.filling.entries(self.view)

    @property
    def entry(self) -> FormEntry:
        entries = self.entries
        return next((entry for entry in entries if entry.key == self.current), entries[0])

    def compose(self) -> ComposeResult:
        yield TextBlock("band", classes="band")
        yield ItemList("form")
        yield TextBlock("said")
        with Vertical(id="prompt"):
            with Horizontal(id="beside"):
                yield Static("", id="asked", markup=False)
                yield PromptInput(id="words", max_length=2000, compact=True)
            yield TextBlock("question")
        yield KeyBar(self.BAR_LINES)

    def on_mount(self) -> None:
        self.query_one(ItemList).can_focus = False
        super().on_mount()
        self.bring_back()

    @property
    def asking(self) -> bool:
        """Never: the form always reads, and the keys of the program stay the function keys."""
        return False

    def restore_focus(self) -> None:
        self.query_one("#words", Input).focus()

    def draw(self) -> None:
        super().draw()
        text = Text().append(self._title(), style=self.ink.title)
        keys = _("  ⏎ garde et passe · F5 enregistre tel quel")
        if text.cell_len + len(keys) <= self.columns - 2:
            text.append(keys, style=self.ink.quiet)
        self.query_one("#band", TextBlock).update(sanitized(text))
        rows = self.query_one(ItemList)
        rows.cursor_style = self.app.cursor_style
        rows.show(list(self._items()), self.current)
        self._draw_prompt()
        self.note_shown((self.current, self.leaving))
        self.show_bar()

    def show_bar(self) -> None:
        self.query_one(KeyBar).show(self.hints(), self.ink)

    def stop_asking(self) -> None:
        """Does nothing: what is typed stays until it is kept."""

    def on_input_changed(self, event: Input.Changed) -> None:
        """Takes away a digit that stands for no answer, and says so, so that the next one counts. A digit that does is
        taken by the handler of the base class, which Textual calls as well."""
        typed = event.value
        closed = bool(self._usual_answers) and (self.leaving or self.entry.field is None)
        if closed and len(typed) == 1 and unshifted_number(typed) != typed:
            event.input.value = unshifted_number(typed)
            return
        if typed == "0" and self.entry.choices and not self.leaving:
            self._not_known()
            return
        digit = len(typed) == 1 and typed.isascii() and typed.isdigit()
        if closed and digit and not 1 <= int(typed) <= len(self._usual_answers):
            self._clear()
            wrong = _("Taper un chiffre de 1 à {last}.").format(last=len(self._usual_answers))
            self.say(wrong if self.leaving else self.entry.digits_hint, alarm=True)

    def _not_known(self) -> None:
        self.remember()
        self._clear()
        self.filling.set_unknown(self.entry)
        self.say("")
        self._move(1)
        self._commit_entries()

    def _submit(self, words: str) -> None:
        """Takes what was typed: an answer on leaving, or the current entry."""
        typed = typed_line(words)
        asserts = not self.leaving and (self.entry.key == SAVE or self.is_brought(typed))
        if asserts and not self.is_deliberate():
            self.ask_to_press_again("enter", _("enregistrer") if self.entry.key == SAVE else _("garder"))
            return
        if not (typed.strip() or self.leaving) and self.confirms_digit("enter"):
            self.ask_to_press_again("enter", _("laisser vide"))
            return
        self.remember()
        if self.leaving and typed.strip() and typed not in self._usual_answers:
            self.say(_("Taper un chiffre de 1 à {last}, ou Entrée.").format(last=len(self._usual_answers)), alarm=True)
            self.query_one("#words", Input).select_all()
        elif self.leaving:
            self._form_left(self._usual_answers.index(typed) if typed in self._usual_answers else None)
        elif self._keep_answer(typed):
            self._clear()
            self._move(1)
            self._commit_entries()
        else:
            self.query_one("#words", Input).select_all()  # what is typed next replaces what was refused

    def _clear(self) -> None:
        self._kept = ""
        self._type("")

    def bring_back(self) -> None:
        """Puts into the field what was kept in it, to be edited: what is typed replaces it; or what was set aside."""
        super().bring_back()
        kept = self.filling.editable_text(self.entry, self.view) if not self.leaving else ""
        if kept and not self.typed_here:
            self._kept = kept
            self._type(kept)
            self.query_one("#words", Input).select_all()

    def _type(self, words: str) -> None:
        field = self.query_one("#words", Input)
        with field.prevent(Input.Changed):
            field.value = words

    def _keep_answer(self, typed: str) -> bool:
        """Keeps what was typed for the current entry. Returns whether it could; if not, the reason is shown and the
        text stays."""
        entry, text = self.entry, typed.strip()
        if entry.key == SAVE:
            self.set_aside()
            self._save()
            return False
        if not text or text == self._kept:
            self.say("")
            return True
        if self.doubts(entry, text):
            return False
        try:
            self.filling.set_value(entry, "" if text == "-" else text, self.view, self.desk.environment.now())
        except (Refused, ImpossibleTime) as refusal:
            self.set_aside()
            self.say(str(refusal), alarm=True)
            return False
        self.say("")
        return True

    def _may_go(self) -> bool:
        """Whether another entry can be gone to: what is typed was kept, or set aside."""
        if self.entry.key == SAVE or self._keep_answer(self.typed_here):
            return True
        aside = self.set_aside()
        if aside:
            self.say("")
        else:
            self.query_one("#words", Input).select_all()
        return aside

    def _move(self, by: int) -> None:
        keys = [entry.key for entry in self.entries]
        at = keys.index(self.current) if self.current in keys else 0
        self.current = keys[min(max(at + by, 0), len(keys) - 1)]
        self.draw()
        self.bring_back()

    def on_item_list_moved(self, event: ItemList.Moved) -> None:
        if not self.leaving and self._may_go():
            self.set_aside()
            self._clear()
            self.current = str(event.key)
            self._commit_entries()
        self.draw()
        self.bring_back()

    def _step(self, by: int) -> None:
        """Moves to another entry, where what is typed was kept or set aside."""
        if not self.leaving and self._may_go():
            self.set_aside()
            self._clear()
            self._move(by)
            self._commit_entries()

    def do_paper_sheet(self) -> None:
        """Asks for the number and hour of a paper sheet, then goes on with the form."""
        if self.leaving or not self._may_go():
            return
        self.set_aside()
        self._clear()
        self.filling.paper_first, self.current = True, PAPER
        self.draw()
        self.bring_back()
        self._commit_entries()

    def do_save_line(self) -> None:
        """Saves the line with what is being typed; says what cannot be saved, and keeps it typed."""
        if self._may_go():
            self.set_aside()
            self._clear()
            self._save()

    def _commit_entries(self) -> None:
        """Commits the entries that were left; they are marked as kept once that has ended."""
        if self.busy or self.filling.content == self.filling.saved_content:
            return
        self.busy, typed = True, self.filling.content
        intent = self.filling.save_intent(draft=True)
        self.app.committer.submit(self.desk, intent, lambda outcome: self._entries_committed(outcome, typed))

    def _entries_committed(self, outcome: CommitResult, typed: FormContent) -> None:
        """Notes that entries are committed, then goes on with what was asked for meanwhile."""
        self.busy = False
        self.station.adopt_journal(self.desk)
        if not outcome.refused:
            self.filling.mark_saved(outcome.written, typed)
        if self.closed_meanwhile(outcome.refused):
            return
        then, self._after_commit = self._after_commit, None
        self._refusal = outcome.refused
        if outcome.refused:
            if self.filling.content.paper != self.filling.saved_content.paper:
                self.current = PAPER
            self.draw()
            self.say(outcome.refused, alarm=True)
        elif then is None:
            self._commit_entries()  # more was left meanwhile
            self.draw()
        if then is not None:
            then()

    def _save(self) -> None:
        """Saves the line; where nothing changed, closes without writing."""
        if self.busy:
            self._after_commit = self._save
            return
        self.leaving = False
        if self.warns_of_loss():
            self._clear()
            return
        filling = self.filling
        if self.patient is not None and not (filling.unfinished or self.patient.conflict):
            # a correction would ask for another verification
            self.close_with(_("{label} : rien de changé, rien d'écrit").format(label=self.patient.label))
            return
        if not (self.new or filling.changed):
            self._give_up()  # a field was changed, and changed back
            return
        self._saving = True
        self.do(filling.save_intent(), self._saved)

    def _saved(self, written: tuple[Event, ...]) -> None:
        """Closes the form, and says what is owed to this patient and who may be the same person."""
        mine = next((event.body.patient for event in written if isinstance(event.body, PatientVersion)), "")
        patient = self.view.walk.patient(mine)
        if patient is None:
            self.close_with()
            return
        parts = [self.sheet.saved_words(patient)]
        writer = SentenceWriter(self.desk.procedure, self.desk.state, self.view.hour)
        parts += filter(None, [time_notice(self.desk, written, writer, FULL_SCREEN)])
        owed = [duty.label for duty in self.sheet.duties_of(patient) if duty.status == "open"]
        if owed:
            parts.append(_("reste dû : {what}").format(what=", ".join(owed)))
        parts += self.sheet.missing(patient).to_fill_in
        parts += self.sheet.alarms(self.view.walk.patients).get(mine, [])
        self.close_with(" · ".join(parts))

    def commit_ended(self) -> None:
        self._saving = False
        super().commit_ended()

    HANDLERS: ClassVar[Handlers[PatientFormScreen]] = {
        commands.SAVE_LINE: do_save_line,
        commands.PAPER_SHEET: do_paper_sheet,
        commands.ENTRY_BEFORE: lambda here: here._step(-1),
        commands.ENTRY_AFTER: lambda here: here._step(1),
        commands.ENTRIES_BACK: lambda here: here._step(-_FAR),
        commands.ENTRIES_ON: lambda here: here._step(_FAR),
        commands.LEAVE_FORM: LeavableForm.do_leave_form,
    }
