"""Prompts, line by line: what is typed is bounded and made safe, what is shown goes out by `Output`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TextIO

from pannesi.plain.interrupts import Interrupts
from pannesi.presentation.text.bare_numbers import (
    bare_number_words,
    begins_as_number,
    doubtful_name_words,
    is_bare_number,
    is_doubtful_name,
    is_label,
    read_words,
)
from pannesi.procedure.model.numbering import NO, YES
from pannesi.procedure.model.register_fields import Field
from pannesi.session.event_writer import (
    TYPED_NO,
    TYPED_YES,
    is_assent,
    is_no_name,
    is_refusal,
    is_unknown,
    is_without_words,
    is_zero,
)
from pannesi.session.register.placeholders import is_short
from pannesi.support.console import Output
from pannesi.support.i18n import N_, _
from pannesi.support.keyboard_azerty import unshifted_number
from pannesi.support.text_safety import typed_line

Choice = tuple[str, str]
"""The id of a choice, and its words."""
STOP = "."
"""What leaves a question, or several in a row: no name, number or hour is one."""
LONGEST = 4000
"""Characters that one line typed may have."""
_ROOM = 16
"""Columns to leave for the answer on the line of a prompt; a longer prompt stands above."""


class EndOfInput(Exception):
    """The input ended: nothing more can be typed."""


def input_lines(stream: TextIO | None) -> Iterator[str]:
    """The lines of a stream, each cut a little past `LONGEST`, so that an endless one is never read whole."""
    if stream is None:
        return
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="surrogateescape")
    while True:
        try:
            line = stream.readline(LONGEST + 2)
            rest = line
            while rest and not rest.endswith("\n"):
                rest = stream.readline(65_536)
        except (OSError, ValueError):
            return
        if not line:
            return
        yield line


def is_any_of(typed: str, *words: str) -> bool:
    """Whether what was typed is one of these words, some of which are translated."""
    return typed in words


def whole_number(typed: str, most: int) -> int | None:
    """The number that was typed, with or without shift, if it is one from 1 to `most`. A scanned label is none,
    whatever stands behind its zeros."""
    typed = unshifted_number(typed)
    if not (typed.isascii() and typed.isdigit()) or len(typed) > len(str(most)) + 2:
        return None
    digits = typed.lstrip("0")[:9]
    return int(digits) if digits and int(digits) <= most else None


class LeftQuestion(Exception):
    """A person stops the questions that they are being asked."""


NOTHING_MORE = N_("Rien de plus n'est noté.")
"""The message for a question that was left."""


class CommandInstead(Exception):
    """A command was typed where words were asked for, and is to be run instead."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed)
        self.typed = typed


def yes_or_no() -> list[Choice]:
    """The choices of a question that is answered yes or no, under the ids of the answers to a `verify`."""
    return [(YES, _("oui")), (NO, _("non"))]


@dataclass
class Dialogue:
    """One person at one keyboard."""

    out: Output
    lines: Iterable[str]
    echo: bool = False
    """Whether what is typed must be shown: it comes from a file, not from a terminal that shows it."""
    interrupts: Interrupts = field(default_factory=Interrupts)
    """Holds Ctrl-C back from an act until the next question."""
    _commands: list[Callable[[str], bool]] = field(default_factory=list)
    """What recognises a command among words: that of the session, then that of the list open in it."""
    _taking_label: Callable[[str], None] | None = None
    """What a label is offered to where it answers nothing."""

    def __post_init__(self) -> None:
        self._source = iter(self.lines)

    def ask(self, prompt: str) -> str:
        """One line typed, stripped and made safe (`text_safety.typed_line`). Raises EndOfInput.

        A prompt of several lines, or too long for an answer behind it, stands above the line to type on. Whenever it is
        asked again it is shown in full: it may be out of sight by then. Ctrl-C that waited takes effect first.
        """
        self.interrupts.release()
        while True:
            self.out.prompt(self._show_above_prompt(prompt))
            typed = next(self._source, None)
            if typed is None:
                self.out.line()
                raise EndOfInput
            typed = typed.rstrip("\r\n")
            if self.echo:
                self.out.line(typed[:LONGEST])
            if len(typed) <= LONGEST:
                return typed_line(typed).strip()
            self.out.wrapped(
                _("Texte trop long ({most} caractères au plus) : rien n'a été gardé, recommencer.").format(most=LONGEST)
            )

    def _show_above_prompt(self, prompt: str) -> str:
        """Shows what stands above the line to type on; returns what begins that line."""
        *above, last = prompt.split("\n")
        if len(last) > self.out.width - _ROOM:
            above, last = [*above, last.rstrip(" :?")], "? "
        for line in above:
            blanks = " " * (len(line) - len(line.lstrip(" ")))
            self.out.wrapped(line.lstrip(" "), blanks, blanks + "  ")
        return last

    def choose(
        self,
        question: str,
        choices: Sequence[Choice],
        *,
        otherwise: str,
        unknown: Choice | None = None,
        leave: str | None = None,
        given: str = "",
    ) -> str | None:
        """The id of the choice whose number is typed; None for an empty line, which means `otherwise`.

        `given` was typed with the command: the number of a choice needs no question. `unknown` is the choice of 0 and
        « ? », where nobody may know. Anything else is asked again, with what can be typed. Raises EndOfInput, and
        LeftQuestion for `leave`.
        """
        answered = whole_number(given, len(choices))
        if answered is not None:
            return choices[answered - 1][0]
        prompt = f"{self._choices_words(question, choices, otherwise, unknown)}\n? "
        while True:
            typed = self.ask(prompt)
            if not typed:
                return None
            if typed == leave:
                raise LeftQuestion
            number = whole_number(typed, len(choices))
            if number is not None:
                return choices[number - 1][0]
            if unknown is not None and (typed in ("0", "00") or is_unknown(typed)):
                return unknown[0]
            if not self.offer_label(typed):
                self.out.wrapped(_words_to_type(len(choices), unknown, leave))

    def _choices_words(self, question: str, choices: Sequence[Choice], otherwise: str, unknown: Choice | None) -> str:
        """A question with its choices, on a line or two where they fit, else one below the other."""
        numbered = [f"{number} {words}" for number, (_id, words) in enumerate(choices, start=1)]
        numbered += [f"0 {unknown[1]}"] if unknown is not None else []
        inline = _("{question} {choices}. Entrée : {otherwise}.").format(
            question=question, choices=", ".join(numbered), otherwise=otherwise
        )
        if len(inline) <= 2 * self.out.width - _ROOM:
            return inline
        last = _("Entrée : {otherwise}.").format(otherwise=otherwise)
        return "\n".join([question, *(f"  {line}" for line in (*numbered, last))])

    def confirm(self, question: str) -> bool:
        """Whether `o` or `oui` is typed; an empty line, `n` or `non` is no, anything else is asked again. Raises
        EndOfInput."""
        prompt = _("{question} (o pour oui) : ").format(question=question)
        while (typed := self.ask(prompt).casefold()) not in TYPED_YES:
            if not typed or typed in TYPED_NO:
                return False
            if is_label(typed):
                self.out.wrapped(read_words(typed))
            self.out.wrapped(_("Taper o pour oui, ou Entrée pour non."))
        return True

    def rejects_bare_number(self, typed: str) -> bool:
        """Whether a number alone, given for a name or a reason, is rejected when asked about: it may be a scanned
        label. Nobody is asked where a file is read. Raises EndOfInput."""
        if self.echo or not is_bare_number(typed):
            return False
        return not self.confirm(bare_number_words(typed))

    def rejects_doubtful_name(self, field: Field, typed: str) -> bool:
        """Whether a name that is a number alone, begins with a digit, or is yes or no, is rejected when asked about.
        Nobody is asked where a file is read. Raises EndOfInput."""
        if self.echo or not is_doubtful_name(field, typed):
            return False
        return not self.confirm(doubtful_name_words(typed))

    def rejects_odd_name(self, typed: str) -> bool:
        """Whether a number for the name of who is at the keys, or saw or did something, is rejected when asked about.
        Nobody is asked where a file is read. Raises EndOfInput."""
        if self.echo or not begins_as_number(typed):
            return False
        return not self.confirm(doubtful_name_words(typed))

    @contextmanager
    def taking_labels(self, taken: Callable[[str], None]) -> Iterator[None]:
        """While it lasts, a label that answers nothing is given to `taken`."""
        before, self._taking_label = self._taking_label, taken
        try:
            yield
        finally:
            self._taking_label = before

    def offer_label(self, typed: str) -> bool:
        """Says of a label that it was read and recorded nowhere, and gives it to what takes labels here; returns
        whether it was given to something. Nobody is asked where a file is read. Raises EndOfInput, and what is raised
        there."""
        typed = unshifted_number(typed)
        if not is_label(typed):
            return False
        taken, self._taking_label = self._taking_label, None  # a second label is not offered while one is
        if taken is None or self.echo:
            self._taking_label = taken
            self.out.wrapped(read_words(typed))
            return False
        try:
            taken(typed)
        finally:
            self._taking_label = taken
        return True

    @contextmanager
    def recognising(self, commands: Callable[[str], bool]) -> Iterator[None]:
        """While it lasts, what `commands` recognises is asked about where words are typed."""
        self._commands.append(commands)
        try:
            yield
        finally:
            self._commands.pop()

    def is_command(self, typed: str) -> bool:
        """Whether what was typed is a command of what is open."""
        return any(commands(typed) for commands in self._commands)

    def confirm_not_command(self, typed: str) -> bool:
        """Whether words are meant as words: of a command typed where words are asked for, that is asked. Nobody is
        asked where a file is read. Raises EndOfInput, and CommandInstead where the command is to be run."""
        if self.echo or not self.is_command(typed):
            return True
        doubt = _("« {typed} » est une commande : la faire, ou garder ce mot ?").format(typed=typed[:40])
        chosen = self.choose(doubt, [("do", _("la faire")), ("keep", _("garder ce mot"))], otherwise=_("redemander"))
        if chosen == "do":
            raise CommandInstead(typed)
        return chosen == "keep"

    def rejects_short_number(self, typed: str) -> bool:
        """Whether a very short number is rejected when asked about. Raises EndOfInput."""
        if self.echo or not is_short(typed):
            return False
        return not self.confirm(_("« {typed} » est un numéro bien court : le garder ?").format(typed=typed))

    def ask_number(self, prompt: str, *, usual: int = 0, unknown: str = "") -> str:
        """A number, or one of so many `usual` answers; a very short one, or a command, is asked about. `unknown` is the
        message for « ? ». Raises EndOfInput, CommandInstead."""
        while True:
            typed = self.ask_words(prompt, usual=usual, numbers=True, unknown=unknown)
            if whole_number(typed, usual) is not None or not self.rejects_short_number(typed):
                return typed

    def ask_words(
        self, prompt: str, *, usual: int = 0, numbers: bool = False, unknown: str = "", assent: str = ""
    ) -> str:
        """Free words; a command among them is asked about, as is a number alone, unless it is one of so many `usual`
        answers, or `numbers` are asked for. Yes, no and signs alone are no words; yes is the answer `assent`, where
        there is one. `unknown` is the message for « ? », which says nothing of what was done. Raises EndOfInput,
        CommandInstead, and LeftQuestion for a dot alone."""
        while True:
            typed = self.ask(prompt)
            if typed == STOP:
                raise LeftQuestion
            if not typed or whole_number(typed, usual) is not None:
                return typed
            if assent and is_assent(typed):
                return assent
            if unknown and (is_unknown(typed) or (is_zero(typed) and not numbers)):
                self.out.wrapped(unknown)
                continue
            asked_about = not self.echo and self.is_command(typed)
            if is_without_words(typed) or ((is_refusal(typed) or is_assent(typed)) and not asked_about):
                words = _("« {typed} » ne répond pas : quelques mots, ou Entrée ; un point seul : ne rien noter.")
                self.out.wrapped(words.format(typed=typed))
                continue
            if self.confirm_not_command(typed) and (numbers or not self.rejects_bare_number(typed)):
                return typed

    def words_or_ask(self, given: str, prompt: str) -> str:
        """The words typed after a command; asked for where there are none, or where they are rejected."""
        meant = given and not is_refusal(given) and not self.rejects_bare_number(given)
        return given if meant else self.ask_words(prompt)

    def name_given(self, given: str, prompt: str) -> str:
        """The name typed after a command; asked for where there is none, or where it is rejected."""
        meant = given and not is_unknown(given) and not self.rejects_odd_name(given)
        return given if meant else self.ask_name(prompt)

    def reason_given(self, given: str, prompt: str, *, usual: int = 0, digits: bool = False) -> str:
        """The reason typed after a command; asked for where there is none, or where it is rejected."""
        meant = (
            given
            and not (is_unknown(given) or is_assent(given))
            and (digits or whole_number(given, usual) is not None or not self.rejects_bare_number(given))
        )
        return given if meant else self.ask_reason(prompt, usual=usual, digits=digits)

    def ask_name(self, prompt: str) -> str:
        """A name. A number alone, or a command, is asked about; « ? » names nobody. Initials in capitals are no
        command; « non » is returned as it is, for callers that take it for no. Raises EndOfInput, CommandInstead, and
        LeftQuestion for a dot alone."""
        while True:
            typed = self.ask(prompt)
            if typed == STOP:
                raise LeftQuestion
            if is_no_name(typed) and not is_refusal(typed) and not is_zero(typed):
                self.out.wrapped(_("« {typed} » n'est pas un nom : un nom ou des initiales.").format(typed=typed))
                continue
            if (
                is_refusal(typed)
                or is_initials(typed)
                or (self.confirm_not_command(typed) and not self.rejects_odd_name(typed))
            ):
                return typed

    def ask_reason(self, prompt: str, *, usual: int = 0, digits: bool = False) -> str:
        """A reason; empty for an empty line and for « non ». A number alone that is none of so many `usual` reasons, or
        a command, is asked about; not a number where `digits` are refused anyhow. « ? », « oui » and signs alone are no
        reasons. Raises EndOfInput, CommandInstead, and LeftQuestion for a dot alone."""
        while True:
            typed = self.ask(prompt)
            if typed == STOP:
                raise LeftQuestion
            if is_unknown(typed) or is_assent(typed) or is_without_words(typed):
                self.out.wrapped(_("« {typed} » n'est pas un motif : quelques mots, ou Entrée.").format(typed=typed))
                continue
            if is_refusal(typed):
                return ""
            if whole_number(typed, usual) is not None:
                return typed
            if self.confirm_not_command(typed) and (digits or not self.rejects_bare_number(typed)):
                return typed


def _words_to_type(last: int, unknown: Choice | None, leave: str | None) -> str:
    """What can be typed at a question with choices."""
    first = _("Taper un numéro de 1 à {last}").format(last=last)
    if unknown is not None:
        first = _("Taper un numéro de 1 à {last}, 0 ou « ? » ({unknown})").format(last=last, unknown=unknown[1])
    if leave is not None:
        return _("{numbers}, Entrée, ou un point seul pour arrêter.").format(numbers=first)
    return _("{numbers}, ou Entrée.").format(numbers=first)


def is_initials(typed: str) -> bool:
    """Whether a text in capitals may be initials or a name, and therefore no command."""
    return len(typed) > 1 and typed.isalpha() and typed.isupper()
