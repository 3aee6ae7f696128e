"""The form of a patient line as it is drawn: its parts, labels and values in columns, the field beside its label."""

from __future__ import annotations

from collections.abc import Iterator

from rich.text import Text
from textual.widgets import Input, Static

from pannesi.presentation.patients.patient_form import EXAMINED, SAVE, FormEntry
from pannesi.support.i18n import _
from pannesi.support.text_safety import cell_width, cut
from pannesi.tui.screens.leaving_form import LeavableForm
from pannesi.tui.widgets.item_list import ListItem
from pannesi.tui.widgets.strip_cache import sanitized
from pannesi.tui.widgets.text_block import TextBlock
from pannesi.tui.widgets.wrapping import pieces_after

_ROOMY = 20
"""Rows of the terminal from which the parts of the form have headings."""
_LONGEST_LABEL = 38
"""Columns that labels have at most; the value of a longer one stands further right."""


class FormItemsMixin(LeavableForm):
    """The list of the questions, and the one that is asked below it."""

    def _title(self) -> str:
        """The label of the line, from the first entry on; it stays given whatever becomes of the form."""
        line = self.view.walk.patient(self.filling.draft_entry.patient)
        if self.patient is not None and not self.new:
            return self.patient.label
        return _("NOUVEAU PATIENT") if line is None else _("{label} · SAISIE PAS FINIE").format(label=line.label)

    def _items(self) -> Iterator[ListItem]:
        """The questions with their values, under the heading of each part where there is room for headings."""
        lacks, before = self.filling.missing_keys(self.view), ""
        for entry in self.entries:
            if entry.section != before and entry.section and self.app.size.height >= _ROOMY:
                yield ListItem(None, (Text(f" {entry.section}", style=self.ink.title),))
            before = entry.section
            yield self._item(entry, lacks)

    @property
    def _label_width(self) -> int:
        """The columns of the labels: the values, and the field, stand behind them."""
        longest = max(cell_width(entry.label.removesuffix(" ?")) for entry in self.entries)
        return min(longest, _LONGEST_LABEL, max(self.columns * 11 // 20 - 5, 12))

    def _item(self, entry: FormEntry, lacks: set[str]) -> ListItem:
        if entry.key == SAVE:
            text = Text().append(f"   ⏎  {entry.label}", style=self.ink.key)
            if lacks:
                text.append("  " + _("même incomplet ; ○ à compléter plus tard"), style=self.ink.quiet)
            return ListItem(SAVE, (text,), hang=6)
        said = self.filling.value_words(entry, self.view)
        label = entry.label.removesuffix(" ?")
        sign = "○" if entry.key in lacks else "·"
        if said:
            sign = "✓" if self.filling.is_saved(entry) else "…"
        width = self._label_width
        text = Text(f" {sign} {label.ljust(width)}  ", style=self.ink.quiet)
        text.append(said or "–", style=self.ink.plain)
        return ListItem(entry.key, (text,), hang=width + 5)

    def _draw_prompt(self) -> None:
        """Asks the current entry in place."""
        entry = self.entry
        self._usual_answers = tuple(words for _value, words in entry.choices)
        text, width = Text(), self._label_width
        asked = "" if self.leaving else cut(entry.label.removesuffix(" ?"), width)
        label = Text(f"  {asked.ljust(width)}  " if asked else "", style=self.ink.title)
        self.query_one("#asked", Static).update(sanitized(label))
        if self.leaving:
            text = Text().append(self.leaving_words(), style=self.ink.warning)
            self._usual_answers = (_("garder, à compléter plus tard"), _("abandonner : rien n'en est gardé"))
            text.append("  " + _("Entrée : continuer la saisie"), style=self.ink.quiet)
        elif entry.key == SAVE:
            text.append(_("⏎ pour enregistrer, ↓ pour les autres champs"), style=self.ink.quiet)
        elif said := self.filling.value_words(entry, self.view):
            stays = bool(entry.choices) or (entry.key == EXAMINED and self.patient is not None)
            kept = _("⏎ garde « {words} »") if stays else _("⏎ garde « {words} », - le vide")
            text.append(kept.format(words=said), style=self.ink.quiet)
        elif entry.help:
            text.append(entry.help, style=self.ink.quiet)
        answers = [(str(number), words) for number, words in enumerate(self._usual_answers, start=1)]
        if entry.choices and not self.leaving:
            answers.append(("0", entry.unknown_words))
        pieces = [Text().append(key, self.ink.key).append(f" {words}", self.ink.plain) for key, words in answers]
        self.query_one("#question", TextBlock).update(sanitized(pieces_after(text, pieces, self.columns - 2)))
        self.query_one("#prompt").add_class("asking")
        self.query_one("#words", Input).focus()
