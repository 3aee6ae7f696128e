"""A question asked in place: its text, its usual answers, and what takes the answer."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from pannesi.presentation.text.bare_numbers import bare_number_words, doubtful_name_words, is_bare_number
from pannesi.session.event_writer import is_zero
from pannesi.session.register.placeholders import is_short
from pannesi.support.errors import Declined
from pannesi.support.i18n import _
from pannesi.support.keyboard_azerty import unshifted_number
from pannesi.support.text_safety import clean_line

Choice = tuple[str, Callable[[], None]]
"""The words of an answer, and what it does."""
TakesWords = Callable[[str], None]
"""What takes the words that were typed."""


@dataclass(eq=False)
class Prompt:
    """A question that a screen asks; it can be asked again, with the reason why an answer was refused."""

    words_asked: str
    answered: TakesWords | None
    """Takes what was typed; None where only one of the usual answers can be given."""
    usual: tuple[str, ...] = ()
    doubts: bool = False
    """Whether a number alone must be given twice: for a name or a reason, it may be a label that was scanned."""
    acts: tuple[Callable[[], None], ...] = ()
    """What each usual answer does; without, the words of the usual answer are the answer."""
    _doubted: str = field(default="", init=False)

    def answer(self, typed: str) -> None:
        """Gives an answer to whoever asked. Raises Declined or ImpossibleTime where it is not taken."""
        rank = self._usual_answer_typed(typed)
        if rank is not None and self.acts:
            self.acts[rank]()
            return
        if rank is not None:
            typed = self.usual[rank]
        elif self.answered is None:
            last = len(self.usual)
            raise Declined(_("Taper un chiffre de 1 à {last}, ou Échap.").format(last=last) if last > 1 else _(
                "Taper 1, ou Échap."
            ))  # fmt: skip
        elif self.doubts and is_zero(typed):
            raise Declined(_("« {typed} » ne dit rien ici : quelques mots, ou Échap.").format(typed=typed.strip()))
        elif self.doubts and is_bare_number(typed) and typed != self._doubted:
            self._doubted = typed
            raise Declined(number_doubt_words(typed))
        if self.answered is not None:
            self.answered(typed)

    def _usual_answer_typed(self, typed: str) -> int | None:
        """Which usual answer was given, by its digit or in full."""
        meant = unshifted_number(typed.strip())
        if len(meant) == 1 and "1" <= meant <= str(len(self.usual)):
            return int(meant) - 1
        return self.usual.index(typed) if typed in self.usual else None


def choice_prompt(
    question: str, answers: Sequence[Choice], otherwise: TakesWords | None, *, doubts: bool = False
) -> Prompt:
    """A prompt with numbered answers, each with what it does."""
    words, acts = tuple(clean_line(words) for words, _act in answers), tuple(act for _words, act in answers)
    return Prompt(question, otherwise, words, doubts, acts)


def confirm_if_short(take: TakesWords) -> TakesWords:
    """Makes `take` refuse a very short number the first time that it is given: it may be meant for something else."""
    doubted = ""

    def taking(typed: str) -> None:
        nonlocal doubted
        if is_short(typed) and typed != doubted:
            doubted = typed
            raise Declined(_("« {typed} » est un numéro bien court : Entrée de nouveau le garde.").format(typed=typed))
        take(typed)

    return taking


def number_doubt_words(typed: str) -> str:
    """The message for a number alone where words are meant."""
    return _("{doubt} Entrée de nouveau le garde.").format(doubt=bare_number_words(typed))


def name_doubt_words(typed: str) -> str:
    """The message for a name that is a number alone, or begins with a digit."""
    return _("{doubt} Entrée de nouveau le garde.").format(doubt=doubtful_name_words(typed))
