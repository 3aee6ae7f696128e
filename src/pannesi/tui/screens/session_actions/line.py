"""Handlers of the line under the cursor: tick it, answer it, call, say why not, undo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from pannesi.presentation.calls.line_callee import callee_for
from pannesi.presentation.line.line_numbers import row_numbered
from pannesi.presentation.line.unknown_answers import still_not_known_words
from pannesi.presentation.text.common_phrases import DONE_BY_OTHER, IMPOSSIBLE, NOT_NEEDED, UNREACHED
from pannesi.procedure.model.lines import Call, Outcome, QuestionLine
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.session import actions as want
from pannesi.session.handlers.session import REDLINES
from pannesi.session.labels import redline_word
from pannesi.session.projection.allowed_acts import Act
from pannesi.session.projection.done_by_other import may_be_done_by_other
from pannesi.session.projection.read_model import Row
from pannesi.session.projection.retries import is_answered_unknown
from pannesi.support.errors import Declined
from pannesi.support.i18n import _, all_translated, translated
from pannesi.tui.prompt import Choice
from pannesi.tui.screens.session_actions import patients
from pannesi.tui.screens.session_base import ENDING, SessionBaseScreen


def _waits_for_others(row: Row) -> bool:
    return bool(row.attempts) or row.line.traits.by_others


def settle(here: SessionBaseScreen) -> None:
    """Says that the line is done: ticked, called and reached, opened or ended, by what the line is."""
    row = here.current_row()
    intent: want.Intent
    if Act.SETTLE_PATIENTS in row.allowed:
        patients.show_register(here)  # done for each of them, there: ticking it here would say nothing of whom
        return
    if Act.CALL in row.allowed:
        intent = want.Called(*row.key, _contact_called(here, row), "reached")
    elif Act.RUN in row.allowed:
        intent = want.RunAnnex(*row.key)
    elif Act.FOLLOW in row.allowed:
        intent = want.Follow(*row.key)
    elif Act.CONCLUDE in row.allowed:
        intent = want.Conclude(*row.key)
    elif row.line.expect:
        question, expected = _("Ce qui a été vu ; ⏎ : rien à ajouter"), (row.line.expect,)
        here.ask(question, lambda words: here.do(want.Settle(*row.key, words)), usual=expected, doubts=True)
        return
    else:
        intent = want.Settle(*row.key)
    here.do(intent)


def answer(here: SessionBaseScreen) -> None:
    """Answers the question with the digit that was pressed. An unknown that is still unknown is not written twice."""
    row, number = here.current_row(), int(here.pressed or 0)
    if not isinstance(row.line, QuestionLine):
        return
    options = [UNKNOWN, *(option.id for option in options_of(row.line))]
    if number == 0 and is_answered_unknown(row):
        go_to_next(here)
        here.say(still_not_known_words(here.view, row))
    elif number < len(options):
        here.do(want.Answer(*row.key, options[number]))
    else:
        here.say(_("{number} n'est pas une réponse ici.").format(number=number), alarm=True)


def _contact_called(here: SessionBaseScreen, row: Row) -> str:
    who = callee_for(here.view.site.contacts, row, here.view.walk.now)
    return who.contact.id if who is not None else str(row.line.value)


def no_answer(here: SessionBaseScreen) -> None:
    """Says that a call was not answered."""
    row = here.current_row()
    here.do(want.Called(*row.key, _contact_called(here, row), "no_answer"))


def not_needed(here: SessionBaseScreen) -> None:
    """Asks why the line is not needed, then says so."""
    row, question = here.current_row(), _("Pourquoi n'est-ce pas nécessaire ?")

    def reason(words: str) -> None:
        here.do(want.NotNeeded(*row.key, words))

    def ask_who() -> None:
        here.ask(_("Fait par qui ?"), lambda who: here.do(want.Settle(*row.key, who, by_other=True)), doubts=True)

    answers: list[Choice] = [(words, partial(reason, words)) for words in all_translated(NOT_NEEDED)]
    if may_be_done_by_other(here.view.site, row):
        answers.append((translated(DONE_BY_OTHER), ask_who))
    here.choose(question, answers, reason, doubts=True)


def could_not(here: SessionBaseScreen) -> None:
    """Asks why the line is impossible or not reached, then says so."""
    row = here.current_row()
    ends = isinstance(row.line, Outcome)
    question = _("Pourquoi n'est-ce pas atteint ?") if ends else _("Pourquoi est-ce impossible ?")
    usual = UNREACHED if isinstance(row.line, Call) else IMPOSSIBLE
    here.ask(question, lambda words: here.do(want.CouldNot(*row.key, words)), usual=all_translated(usual), doubts=True)


def leave_for_return(here: SessionBaseScreen) -> None:
    """Leaves the line for the return to normal."""
    here.do(want.Leave(*here.current_row().key))


def undo_here(here: SessionBaseScreen) -> None:
    """Undoes what was said of the line."""
    fact = here.current_row().fact
    if fact is not None:
        here.do(want.Undo(fact.id))


def redline(here: SessionBaseScreen) -> None:
    """Reports the line to the author of the procedure: wrong, impossible or unclear, with a few words."""
    row = here.current_row()

    def chosen(about: str) -> None:
        question = _("Quelques mots pour le référent (⏎ : aucun)")
        here.ask(question, lambda words: here.do(want.Redline(*row.key, about, words)), doubts=True)

    title = _("Signaler la ligne {number} : qu'est-ce qui ne va pas ?").format(number=row.number)
    here.pick(title, [(kind, redline_word(kind)) for kind in REDLINES], chosen)


def set_condition(here: SessionBaseScreen) -> None:
    """Asks whether the condition of the line holds."""
    row = here.current_row()
    answers = [
        (True, _("oui, cette ligne s'applique")),
        (False, _("non, elle ne s'applique pas")),
    ]
    here.pick(
        _("Cette ligne s'applique-t-elle ?"), answers,
        lambda holds: here.do(want.SetCondition(*row.key, holds=holds)),
    )  # fmt: skip


def go_to_next(here: SessionBaseScreen) -> None:
    """Moves the cursor to the next line to do; from a line that waits for somebody else, to the next that does not."""
    following = here.view.walk.next
    if following is not None and following.key == here.cursor and _waits_for_others(following):
        following = next((row for row in here.view.walk.todo if not _waits_for_others(row)), following)
    here.go_to(following.key if following is not None else ENDING)


def go_below(here: SessionBaseScreen) -> None:
    """Moves the cursor to the next line to do below it; this one stays to be done."""
    _go_along(here, here.view.walk.rows)


def go_above(here: SessionBaseScreen) -> None:
    """Moves the cursor to the line to do above it."""
    _go_along(here, here.view.walk.rows[::-1])


def _go_along(here: SessionBaseScreen, rows: Sequence[Row]) -> None:
    """Moves the cursor to the first line to do that comes after it in `rows`, if there is one."""
    todo = {row.key for row in here.view.walk.todo}
    keys = [row.key for row in rows]
    after = keys.index(here.cursor) + 1 if here.cursor in keys else 0
    following = next((key for key in keys[after:] if key in todo), None)
    if following is None:
        here.say(_("Pas d'autre ligne à faire de ce côté."))
    else:
        here.go_to(following)


def ask_where_to_go(here: SessionBaseScreen) -> None:
    """Asks for the number of a line and moves the cursor there."""

    def gone(words: str) -> None:
        row = row_numbered(here.view.walk, words)
        if row is None:
            raise Declined(_("Aucune ligne {number} dans cette session.").format(number=words or "…"))
        here.go_to(row.key)

    here.ask(_("Numéro de la ligne, par exemple 3.2"), gone)
