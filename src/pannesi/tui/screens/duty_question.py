"""A duty that is a question, answered in a patient's card by a digit: oui, non, pas su."""

from __future__ import annotations

from rich.text import Text

from pannesi.presentation.patients.duty_questions import DIGIT_ANSWERS, TOLD_QUESTION, question_words
from pannesi.session import actions as want
from pannesi.session.events import Event
from pannesi.session.facts.patients import ANSWERED_NO
from pannesi.session.labels import duty_answer_word, glyph_of
from pannesi.session.projection.read_model import DutyRow
from pannesi.support.i18n import translated
from pannesi.support.keyboard_azerty import unshifted_number
from pannesi.tui.screens.desk_screen import DeskScreen
from pannesi.tui.widgets.item_list import ListItem


class DutyQuestionMixin(DeskScreen):
    """What is shown and done about a duty that is a question. Enter alone answers none of the three."""

    patient_id: str

    def _after_written(self, _written: tuple[Event, ...]) -> None:
        """Goes on after a commit: to what is open next."""
        raise NotImplementedError

    def question_item(self, duty: DutyRow) -> ListItem:
        """The item of a question, with its answer, or how to answer."""
        style, fact = self.ink.done if duty.status == "done" else self.ink.plain, duty.fact
        if duty.answered:
            style = self.ink.danger if duty.answered == ANSWERED_NO else self.ink.title
        sign = "!" if duty.answered and duty.status == "open" else glyph_of(duty.status)
        words = f" {sign} {question_words(duty)}"
        if fact is not None:
            words += f" {self.view.hour(self.view.state.when(fact))} {fact.actor}".rstrip()
            words += f" : {fact.text}" if fact.text else ""
        return ListItem(("duty", duty.key), (Text(words, style=style),), hang=3)

    def answer_question(self, duty: DutyRow, key: str) -> None:
        """Records the answer of a digit; after no and « pas su » asks whom it was told."""
        answer = DIGIT_ANSWERS[unshifted_number(key)]
        if answer is None:
            self.do(want.SettleDuty(self.patient_id, duty.key), self._after_written)
            return
        self.ask(
            f"{duty.label} {duty_answer_word(answer)}. {translated(TOLD_QUESTION)}",
            lambda words: self.do(want.AnswerDuty(self.patient_id, duty.key, answer, words), self._after_written),
            doubts=True,
        )
