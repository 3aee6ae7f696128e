"""The lines of an incident review (retour d'expérience), each with what is said there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from rich.text import Text

from pannesi.history.learning.incident_reviews import ReviewedOutage
from pannesi.presentation.learning.exercises import exercise_lines
from pannesi.presentation.learning.incident_review import (
    DECIDES_NOTHING,
    action_end_words,
    action_words,
    counted_actions,
    declaration_name,
    declaration_reason,
    declaration_words,
    said_words,
    standing_words,
    ticket_words,
)
from pannesi.session.incident_review.fields import review_fields
from pannesi.session.incident_review.review import Action, Said
from pannesi.support.i18n import _, translated
from pannesi.tui.theme.styles import Ink
from pannesi.tui.widgets.item_list import ListItem
from pannesi.tui.widgets.wrapping import hanging_lines

_LABEL = 26
"""Columns of the labels."""


@dataclass(frozen=True)
class ReviewItems:
    """The lines of a review, for a list of so many columns; the key of each is its entry and field, of an action its
    entry alone."""

    reviewed: ReviewedOutage
    today: date
    hour: Callable[[datetime], str]
    ink: Ink
    width: int

    def all(self) -> Iterator[ListItem]:
        """Every line: what is to be declared, and once the session is closed the rest; of an exercise who took part."""
        review, exercise = self.reviewed.review, self.reviewed.exercise
        whole = self.reviewed.closed or exercise
        if not exercise:
            yield from self._declarations()
        yield self._heading(_("Ce qui s'est passé"))
        for field in review_fields(exercise=exercise):
            if whole or field.while_open:
                said = review.field(field.name)
                yield self._line(("", field.name), translated(field.label), said_words(said, field), said)
        if not whole:
            yield self._quiet(_("Cause, tickets et actions : une fois la session close."))
            return
        yield from self._participants() if exercise else self._tickets()
        yield self._heading(_("Actions · {counted}").format(counted=counted_actions(review.actions, self.today)))
        if not review.actions:
            yield self._quiet(_("A en décide une : quoi, qui la pilote, pour quand"))
        for action in review.actions:
            yield self._action_item(action)
        if self.reviewed.outage.lines:
            yield self._heading(_("Lignes signalées (F3, S y répond)"))
            for line in self.reviewed.outage.lines:
                yield ListItem(None, hanging_lines(Text("  "), line, self.ink.plain, self.width - 3))

    def _declarations(self) -> Iterator[ListItem]:
        yield self._heading(_("À signaler"))
        yield self._quiet(translated(DECIDES_NOTHING))
        for declaration in self.reviewed.review.declarations:
            words, name = declaration_words(declaration), declaration.name
            if declaration.state is None and (reason := declaration_reason(name)):
                words = f"{words} · {reason}"
            yield self._line((declaration.about, "state"), declaration_name(name), words, declaration.state)

    def _tickets(self) -> Iterator[ListItem]:
        tickets = self.reviewed.review.tickets
        yield self._heading(_("Tickets"))
        if not tickets:
            yield self._quiet(_("aucun : T en garde un"))
        for ticket in tickets:
            yield self._line((ticket.about, "number"), _("ticket"), ticket_words(ticket), ticket.number)

    def _participants(self) -> Iterator[ListItem]:
        for style, words in exercise_lines(self.reviewed.review):
            yield self._heading(words) if style == "title" else self._quiet(words.strip())

    def _quiet(self, words: str) -> ListItem:
        return ListItem(None, hanging_lines(Text("  "), words, self.ink.quiet, self.width - 3))

    def _heading(self, words: str) -> ListItem:
        return ListItem(None, (Text(f" {words}", style=self.ink.title),))

    def _line(self, key: tuple[str, str], label: str, words: str, said: Said | None) -> ListItem:
        """A label with what is said under it."""
        style = self.ink.quiet if said is None else self.ink.warning if said.sides else self.ink.plain
        name = label[:1].upper() + label[1:]
        return ListItem(key, hanging_lines(Text(f"  {name:<{_LABEL}} "), words, style, self.width - 3))

    def _action_item(self, action: Action) -> ListItem:
        standing = action.standing(self.today)
        style = {"overdue": self.ink.danger, "done": self.ink.done}.get(standing, self.ink.title)
        sign = " ✓ " if action.settled else " ● "
        texts = [*hanging_lines(Text(sign), action_words(action), self.ink.plain, self.width - 3)]
        texts += hanging_lines(Text("   "), standing_words(action, self.today), style, self.width - 3)
        ended = action_end_words(action, self.hour)
        if ended:
            texts += hanging_lines(Text("   "), ended, self.ink.quiet, self.width - 3)
        return ListItem((action.about, ""), tuple(texts))
