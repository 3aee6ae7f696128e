"""A label scanned in a patient form: it answers no question, but may be a number of this patient."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from pannesi.presentation.patients.patient_form import SAVE, FormContent, FormEntry, FormState
from pannesi.presentation.text.bare_numbers import NUMBER_MEANINGS, is_doubtful_name
from pannesi.procedure.model.register_fields import ReadAs
from pannesi.session.event_writer import Refused
from pannesi.session.register.draft_entries import DraftEntry
from pannesi.session.register.field_values import checked_value
from pannesi.support.i18n import _
from pannesi.tui.prompt import name_doubt_words
from pannesi.tui.runtime.burst_timing import MOST_BEGUN
from pannesi.tui.runtime.key_bursts import KeyContext, for_a_field, held_key_words, in_one_line, is_label, is_scan
from pannesi.tui.screens.choice_list import ChoiceListScreen, choices
from pannesi.tui.screens.desk_screen import DeskScreen
from pannesi.tui.widgets.prompt_input import PromptInput


@dataclass(frozen=True)
class FormSnapshot:
    """The state of a form before a key changed it."""

    number: int
    """The number of the key."""
    typed: FormContent
    kept: FormContent
    draft_entry: DraftEntry
    current: str


class ScanAwareForm(DeskScreen):
    """A form that can return to its state before the last key, should that key be the first of a label."""

    filling: FormState
    current: str
    leaving: bool
    _after_commit: Callable[[], None] | None
    _snapshots: tuple[FormSnapshot, ...] = ()
    """The states of the form before the last keys that changed it, the latest last."""
    _doubted: tuple[str, str] | None = None
    """The name that was a number alone, when that was last said; given again, it is kept."""

    @property
    def may_be_closed(self) -> bool:
        return super().may_be_closed and not self._snapshots

    @property
    def entry(self) -> FormEntry:
        """The entry that is asked now."""
        raise NotImplementedError

    @property
    def entries(self) -> list[FormEntry]:
        """All entries of the form."""
        raise NotImplementedError

    def _type(self, words: str) -> None:
        raise NotImplementedError

    def _clear(self) -> None:
        raise NotImplementedError

    def _submit(self, words: str) -> None:
        raise NotImplementedError

    def _may_go(self) -> bool:
        raise NotImplementedError

    def _commit_entries(self) -> None:
        raise NotImplementedError

    def remember(self) -> None:
        """Notes the state of the form before a key changes it."""
        filling = self.filling
        snapshot = FormSnapshot(
            self.key_queue.key_press.number,
            filling.content,
            filling.saved_content,
            replace(filling.draft_entry),
            self.current,
        )
        self._snapshots = (*self._snapshots, snapshot)[-MOST_BEGUN:]

    def doubts(self, entry: FormEntry, text: str) -> bool:
        """Whether a name is a number alone or begins with a digit, which is then said; given again, it is kept."""
        if entry.field is None or not is_doubtful_name(entry.field, text):
            return False
        before, self._doubted = self._doubted, (entry.key, text)
        if before != self._doubted:
            self.say(name_doubt_words(text), alarm=True)
        return before != self._doubted

    def handle_burst(self, text: str, given: KeyContext | None) -> None:
        """Returns to the state before the first key of a label, then offers the label to the fields that may hold
        it."""
        contexts = (given, *given.later) if given is not None else ()
        mine = [context for context in contexts if context.screen is self]
        text = text[len(contexts) - len(mine) :]  # its first keys opened this form
        given = mine[0] if mine else None
        words = in_one_line(text)
        first = given.number if given is not None else 0
        before = next((snapshot for snapshot in self._snapshots if snapshot.number >= first), None)
        if given is not None:
            self._type(given.value)
        if given is not None and before is not None:
            self._return_to(before)
        elif given is not None:
            self.app.undo_key(given.number, _read_words(words))
        self.draw()
        self._offer_to_fields(words, text)

    def _return_to(self, before: FormSnapshot) -> None:
        """Undoes what the first digit of a label answered, in the journal too."""
        filling = self.filling
        filling.facts, filling.values, self.current = (
            dict(before.typed.facts),
            dict(before.typed.values),
            before.current,
        )
        if self.busy:
            self._after_commit = lambda: self._return_to(before)
        elif filling.draft_entry.unfinished and not before.draft_entry.unfinished:
            self.do(filling.draft_entry.abandon_intent(), lambda _written: self._put_form_back(before))
        else:
            self._commit_entries()

    def _put_form_back(self, before: FormSnapshot) -> None:
        self.filling.draft_entry, self.filling.saved_content = replace(before.draft_entry), before.kept
        self.draw()
        self.say("")
        self._commit_entries()

    def _offer_to_fields(self, words: str, text: str) -> None:
        """Puts a text into the field that is asked, behind what is typed there; offers a label to the fields for
        numbers, and a date to those for days. What fits nowhere stays in the field: a slow line may bring what a person
        types in pieces."""
        here, numbers = (
            self.entry,
            [entry for entry in self.entries if entry.field and entry.field.means in NUMBER_MEANINGS],
        )
        free = here.key != SAVE and not here.choices and not self.leaving
        dates = [entry for entry in self.entries if self._is_date_for(entry, words)]
        piece = for_a_field(text)
        if free and here in (*numbers, *dates) and is_scan(text):
            self._scan_here(text)
            return
        if free and (here in (*numbers, *dates) or not is_label(words)):
            self._append(piece)
            self.say(_("lu : {words}, rien d'enregistré ; Entrée le garde ici.").format(words=words), alarm=True)
            return
        self.say(_read_words(words) if words else held_key_words(), alarm=True)
        offered = [*([here] if free else []), *dates, *numbers]
        if not offered and is_scan(text):
            self._scan_here(text)
            return
        if not offered or not is_label(words):
            self._append(piece if words else "")
            return
        title = _("lu : {words}, rien d'enregistré. Dans quel champ ? (Échap : aucun)").format(words=words)
        listed = choices([(entry.key, entry.label) for entry in offered], self.ink.key, self.ink.plain)
        self.app.push_screen(
            ChoiceListScreen(self.station, title, listed, digits=True),
            lambda key: self._put_into(key, words) if key is not None else None,
        )

    def _is_date_for(self, entry: FormEntry, words: str) -> bool:
        """Whether a label is a whole date that a field for days takes."""
        if entry.field is None or entry.field.traits.read_as is not ReadAs.DAY:
            return False
        today = self.desk.environment.now().astimezone(self.view.zone).date()
        try:
            return len(checked_value(entry.field, words, today)) == len("1960-03-12")
        except Refused:
            return False

    def _scan_here(self, text: str) -> None:
        field = self.query_one("#words", PromptInput)
        self.say(self.put_scan(field, text, 0, _("Entrée le garde ici")), alarm=True)

    def _append(self, piece: str) -> None:
        self.put_text(self.query_one("#words", PromptInput), piece)

    def _put_into(self, key: str, words: str) -> None:
        """Gives a label to a field as its answer; refused, it stays typed there. What was being typed elsewhere is kept
        first, or the label is not taken."""
        if key != self.current:
            if not self._may_go():
                return
            self.current = key
        self._clear()
        self._type(words)
        self.draw()
        self._submit(words)


def _read_words(words: str) -> str:
    return _("lu : {words}, rien d'enregistré.").format(words=words)
