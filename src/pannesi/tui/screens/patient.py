"""The form of one patient line: only what this case needs, one entry after the other, kept half-filled at will."""

from __future__ import annotations

from collections.abc import Hashable
from typing import ClassVar

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.widgets import Input, Static

from pannesi.azerty import as_digits
from pannesi.desk import Desk
from pannesi.failures import ImpossibleTime
from pannesi.i18n import _
from pannesi.session.drafting import Refused
from pannesi.session.events import Event, Kind
from pannesi.session.rows import Patient
from pannesi.station import Station
from pannesi.telling.register import alike_words
from pannesi.text import typed_line
from pannesi.tui.base import bindings_for
from pannesi.tui.filling import EXAMINED, PAPER, SAVE, Entry, Filling
from pannesi.tui.screens.at_desk import AtDesk
from pannesi.tui.widgets.bar import Bar
from pannesi.tui.widgets.line import harmless
from pannesi.tui.widgets.rows import Item, Rows
from pannesi.tui.wrapping import beside

_FAR = 8
"""How many entries the page keys pass."""


class PatientForm(AtDesk):
    """Enter keeps an entry and goes on; an empty one is passed. Escape never loses what was typed without asking."""

    NAME = "patient"
    BINDINGS: ClassVar[list[BindingType]] = bindings_for("patient")

    def __init__(self, station: Station, desk: Desk, patient: Patient | None) -> None:
        super().__init__(station, desk)
        self.patient = patient
        self.filling = Filling(patient)
        self.leaving = False
        self.unkept = ""
        """What was being typed when leaving was asked for, and could not be kept as it was."""
        lacking = self.filling.lacking(self.view) if patient is not None else set()
        self.current = next((one.key for one in self.entries if one.key in lacking), self.entries[0].key)

    @property
    def changed(self) -> bool:
        typed = self.is_mounted and bool(self.query_one("#words", Input).value.strip())
        return typed or self.filling.changed

    @property
    def unsaved(self) -> Hashable | None:
        if self.busy or not self.changed:
            return None
        told = self.filling
        return repr((told.facts, told.values)), told.examined, told.paper, self.query_one("#words", Input).value

    @property
    def entries(self) -> list[Entry]:
        return self.filling.entries(self.view)

    @property
    def entry(self) -> Entry:
        found = self.entries
        return next((one for one in found if one.key == self.current), found[0])

    def compose(self) -> ComposeResult:
        yield Static("", id="band", classes="band", markup=False)
        yield Rows("form")
        yield from self.below()

    def on_mount(self) -> None:
        self.query_one(Rows).can_focus = False
        super().on_mount()

    @property
    def asking(self) -> bool:
        """The form always reads; the keys of the program stay the F-keys."""
        return False

    def settle_focus(self) -> None:
        self.query_one("#words", Input).focus()

    def draw(self) -> None:
        super().draw()
        title = self.patient.label if self.patient is not None else _("NOUVEAU PATIENT")
        text = Text().append(title, style=self.ink.title)
        text.append("  " + _("⏎ garde et passe · F5 enregistre tel quel"), style=self.ink.quiet)
        self.query_one("#band", Static).update(harmless(text))
        rows = self.query_one(Rows)
        rows.cursor_style = self.app.cursor_style  # type: ignore[attr-defined]
        lacks = self.filling.lacking(self.view)
        rows.show([self._item(one, lacks) for one in self.entries], self.current)
        self._prompt()
        self.show_bar()

    def _item(self, entry: Entry, lacks: set[str]) -> Item:
        if entry.key == SAVE:
            text = Text().append(f"   ⏎  {entry.label}", style=self.ink.key)
            if lacks:
                text.append("  " + _("même incomplet ; ○ à compléter plus tard"), style=self.ink.quiet)
            return Item(SAVE, (text,), hang=6)
        said = self.filling.said(entry, self.view)
        label = entry.label.removesuffix(" ?")
        text = Text(f" {'✓' if said else '○' if entry.key in lacks else '·'} {label} : ", style=self.ink.quiet)
        text.append(said or "–", style=self.ink.plain)
        return Item(entry.key, (text,), hang=3)

    def _prompt(self) -> None:
        """Asks the current entry in place."""
        entry = self.entry
        self._usual = tuple(words for _value, words in entry.choices)
        text = Text().append(entry.label, style=self.ink.title)
        if self.leaving:
            text = Text().append(_("Enregistrer ce qui est saisi ?"), style=self.ink.warning)
            self._usual = (_("enregistrer tel quel"), _("jeter ce qui vient d'être saisi"))
            text.append("  " + _("Entrée : continuer la saisie"), style=self.ink.quiet)
        elif entry.key == SAVE:
            text.append("  " + _("⏎ pour enregistrer, ↓ pour les autres champs"), style=self.ink.quiet)
        elif said := self.filling.said(entry, self.view):
            stays = bool(entry.choices) or (entry.key == EXAMINED and self.patient is not None)
            kept = _("⏎ garde « {words} »") if stays else _("⏎ garde « {words} », - le vide")
            text.append("  " + kept.format(words=said), style=self.ink.quiet)
        elif entry.help:
            text.append("  " + entry.help, style=self.ink.quiet)
        told = [(str(number), words) for number, words in enumerate(self._usual, start=1)]
        if entry.choices and not self.leaving:
            told.append(("0", entry.unknown))
        pieces = [Text().append(key, self.ink.key).append(f" {words}", self.ink.plain) for key, words in told]
        self.query_one("#question", Static).update(harmless(beside(text, pieces, self.columns - 2)))
        self.query_one("#prompt").add_class("asking")
        self.query_one("#words", Input).focus()

    def show_bar(self) -> None:
        self.query_one(Bar).show(self.hints(), self.ink)

    def stop_asking(self) -> None:
        """Nothing: what is typed stays until it is kept."""

    def on_input_changed(self, event: Input.Changed) -> None:
        """A digit that stands for nothing is said and taken away at once, so that the next one counts. The one that
        stands for something is taken by the handler of every screen, which is called as well."""
        typed = event.value
        closed = bool(self._usual) and (self.leaving or self.entry.field is None)
        if closed and len(typed) == 1 and as_digits(typed) != typed:
            event.input.value = as_digits(typed)
            return
        if typed == "0" and self.entry.choices and not self.leaving:
            self._not_known()
            return
        digit = len(typed) == 1 and typed.isascii() and typed.isdigit()
        if closed and digit and not 1 <= int(typed) <= len(self._usual):
            self._clear()
            wrong = _("Taper un chiffre de 1 à {last}.").format(last=len(self._usual))
            self.say(wrong if self.leaving else self.entry.digits, alarm=True)

    def _not_known(self) -> None:
        self._clear()
        self.filling.put_unknown(self.entry)
        self.say("")
        self._move(1)

    def _submit(self, words: str) -> None:
        typed = typed_line(words)
        if self.leaving:
            self._left(typed)
        elif self._kept(typed):
            self._clear()
            self._move(1)
        elif self.entry.field is None and self.entry.choices:
            self._clear()  # the next digit counts

    def _clear(self) -> None:
        self._type("")

    def _type(self, words: str) -> None:
        field = self.query_one("#words", Input)
        with field.prevent(Input.Changed):
            field.value = words

    def _kept(self, typed: str) -> bool:
        """Keeps what was typed for the current entry; says why when it cannot be, and leaves it typed."""
        entry, text = self.entry, typed.strip()
        if entry.key == SAVE:
            self._save()
            return False
        if not text:
            self.say("")
            return True
        try:
            self.filling.put(entry, "" if text == "-" else text, self.view, self.desk.outside.now())
        except (Refused, ImpossibleTime) as refusal:
            self.say(str(refusal), alarm=True)
            return False
        self.say("")
        return True

    def _move(self, by: int) -> None:
        keys = [one.key for one in self.entries]
        at = keys.index(self.current) if self.current in keys else 0
        self.current = keys[min(max(at + by, 0), len(keys) - 1)]
        self.draw()

    def on_rows_moved(self, event: Rows.Moved) -> None:
        if self._kept(self.query_one("#words", Input).value):
            self._clear()
            self.current = str(event.key)
        self.draw()

    def _step(self, by: int) -> None:
        if self.leaving or self.entry.key == SAVE or self._kept(self.query_one("#words", Input).value):
            self._clear()
            self._move(by)

    def do_entry_before(self) -> None:
        self._step(-1)

    def do_entry_after(self) -> None:
        self._step(1)

    def do_entries_back(self) -> None:
        self._step(-_FAR)

    def do_entries_on(self) -> None:
        self._step(_FAR)

    def do_paper_sheet(self) -> None:
        """The number and the hour of a paper sheet first, then what it says."""
        if self.leaving or not (self.entry.key == SAVE or self._kept(self.query_one("#words", Input).value)):
            return
        self._clear()
        self.filling.late, self.current = True, PAPER
        self.draw()

    def do_save_line(self) -> None:
        """Keeps what is being typed too; refuses aloud what cannot be, and nothing typed is lost."""
        if self.entry.key == SAVE or self._kept(self.query_one("#words", Input).value):
            self._clear()
            self._save()

    def _save(self) -> None:
        self.leaving = False
        if self.patient is not None and not (self.changed or self.patient.conflict):
            # a correction would ask for another verification
            self.leave(_("{label} : rien de changé, rien d'écrit").format(label=self.patient.label))
            return
        self.do(self.filling.wanted(), self._saved)

    def _saved(self, written: tuple[Event, ...]) -> None:
        """Says what this patient is owed, and who may be the same person."""
        kinds = (Kind.PATIENT_ADDED, Kind.PATIENT_CORRECTED)
        mine = next((str(one.payload["patient"]) for one in written if one.kind in kinds), "")
        patient = self.view.walk.patient(mine)
        if patient is None:
            self.leave()
            return
        labels = {one.id: one.label for one in self.view.walk.patients}
        parts = [_("✓ {label} enregistré").format(label=patient.label)]
        owed = [duty.label for duty in self.sheet.owed(patient) if duty.status == "open"]
        if owed:
            parts.append(_("reste dû : {what}").format(what=", ".join(owed)))
        for pair in self.sheet.doubles(self.view.walk.patients):
            if mine in (pair.first, pair.second):
                parts.append(alike_words(pair, labels[pair.second if pair.first == mine else pair.first]))
        self.leave(" · ".join(parts))

    def do_leave_form(self) -> None:
        if self.busy:
            return  # what is being kept closes the form
        if self.leaving or not self.changed:
            self.leaving = False
            self.draw() if self.changed else self.dismiss(None)
            return
        typed = self.query_one("#words", Input).value
        self.unkept = "" if self.entry.key == SAVE or self._kept(typed) else typed
        self._clear()
        self.leaving = True
        self.draw()

    def _left(self, typed: str) -> None:
        self.leaving = False
        self._clear()
        if typed == _("enregistrer tel quel"):
            self._save()
        elif typed == _("jeter ce qui vient d'être saisi"):
            self.dismiss(None)
        else:
            self._type(self.unkept)
            self.draw()
