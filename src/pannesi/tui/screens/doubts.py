"""The items of an opened patient line, and the numbers in doubt among them: confirmed with a reason, or the reason
undone."""

from __future__ import annotations

from rich.text import Text

from pannesi.presentation.patients.identity_alarms import NumberDoubt, doubt_question, number_doubts
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.facts.patients import SAID_IMPOSSIBLE, DutyImpossible
from pannesi.session.labels import duty_answer_word, glyph_of, settled_word
from pannesi.support.i18n import _
from pannesi.tui.screens.desk_screen import DeskScreen
from pannesi.tui.widgets.item_list import ListItem

Key = tuple[str, str]


class NumberDoubtsMixin(DeskScreen):
    """How the rows of an opened line are drawn, and what is done about a number that another line has too."""

    patient_id: str

    def _after_written(self, _written: tuple[Event, ...]) -> None:
        """Goes on after a commit: to what is open next."""
        raise NotImplementedError

    @property
    def doubts(self) -> list[NumberDoubt]:
        """The numbers in doubt at this line, including those confirmed."""
        return number_doubts(self.view.walk, self.patient_id, self.sheet.fields)

    def doubt_open(self) -> Key | None:
        """The key of the first number that nobody confirmed."""
        return next((("doubt", doubt.other) for doubt in self.doubts if doubt.confirmed_by is None), None)

    def doubt_passed(self, other: str) -> Event | None:
        """The fact by which a number was confirmed, which can be undone."""
        return next((doubt.confirmed_by for doubt in self.doubts if doubt.other == other), None)

    def doubt_items(self) -> list[ListItem]:
        """The numbers in doubt under their heading; no item where there are none."""
        doubts = self.doubts
        items = [self._heading(_("Numéros à revoir : corriger (E), rayer un doublon (X), ou dire pourquoi"))]
        for doubt in doubts:
            key = ("doubt", doubt.other)
            if doubt.confirmed_by is None:
                items.append(ListItem(key, (Text(f" ! {doubt.words}", style=self.ink.danger),), hang=3))
            else:
                items.append(self._row(key, "done", doubt.words, doubt.confirmed_by, said=_("dit juste")))
        return items if doubts else []

    def pass_doubt(self, other: str) -> None:
        """Asks why a number is right, then confirms it; without a reason nothing is written, and that is said."""
        open_doubt = next((doubt for doubt in self.doubts if doubt.other == other and doubt.confirmed_by is None), None)
        if open_doubt is not None:
            self.ask(
                doubt_question(open_doubt),
                lambda words: self.do(want.ConfirmSharedNumber(self.patient_id, other, words), self._after_written),
                doubts=True,
            )

    def _heading(self, words: str) -> ListItem:
        return ListItem(None, (Text(f" {words}", style=self.ink.title),))

    def _row(self, key: Key, status: str, label: str, fact: Event | None, said: str = "") -> ListItem:
        again = status == "open" and fact is not None and isinstance(fact.body, DutyImpossible)
        style = {"done": self.ink.done, "could_not": self.ink.title}.get(status, self.ink.plain)
        word = duty_answer_word(SAID_IMPOSSIBLE) if again else settled_word(status)
        words = f" {'!' if again else glyph_of(status)} {label} · {said or word}"
        if fact is not None and (status != "open" or again):
            words += f" {self.view.hour(self.view.state.when(fact))} {fact.actor}".rstrip()
            words += f" : {fact.text}" if fact.text else ""
        return ListItem(key, (Text(words, style=style),), hang=3)
