"""Acts on the line under the cursor: tick it, answer it, call, say why not, undo it."""

from __future__ import annotations

from pannesi.presentation.common_phrases import IMPOSSIBLE, NOT_NEEDED, UNREACHED
from pannesi.presentation.line_callee import callee
from pannesi.procedure.model.lines import Call, QuestionLine
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.session import actions as want
from pannesi.session.handlers.session import REDLINES
from pannesi.session.labels import redline_word
from pannesi.session.projection.allowed_acts import Act
from pannesi.session.projection.read_model import SETTLED, Row
from pannesi.session.projection.retries import STILL_NOT_KNOWN, still_not_known
from pannesi.support.errors import Declined
from pannesi.support.i18n import _
from pannesi.tui.commands import Command, commands_of
from pannesi.tui.screens.session_actions.acting import ENDING, Acting


def _waits(row: Row) -> bool:
    return bool(row.attempts) or row.line.traits.by_others


class LineActs(Acting):
    """The methods that the commands of a line name."""

    _hinted = False
    """Whether what is said is only about a key that does nothing here."""

    def do_settle(self) -> None:
        row = self.here()
        intent: want.Intent
        if Act.SETTLE_PATIENTS in row.allowed:
            self.do_duties()  # done for each of them, there: ticking it here would say nothing of whom
            return
        if Act.CALL in row.allowed:
            intent = want.Called(*row.key, self._whom(row), "reached")
        elif Act.RUN in row.allowed:
            intent = want.RunAnnex(*row.key)
        elif Act.FOLLOW in row.allowed:
            intent = want.Follow(*row.key)
        elif Act.CONCLUDE in row.allowed:
            intent = want.Conclude(*row.key)
        elif row.line.expect:
            question = _("Ce qui a été vu ({what}) ; ⏎ : rien à ajouter").format(what=row.line.expect)
            self.ask(question, lambda words: self.do(want.Settle(*row.key, words)), doubts=True)
            return
        else:
            intent = want.Settle(*row.key)
        self.do(intent)

    def do_answer(self, number: int) -> None:
        row = self.here()
        if not isinstance(row.line, QuestionLine):
            return
        options = [UNKNOWN, *(one.id for one in options_of(row.line))]
        if number == 0 and still_not_known(row):
            self.do_next()
            self.say(STILL_NOT_KNOWN)
        elif number < len(options):
            self.do(want.Answer(*row.key, options[number]))
        else:
            self.say(_("{number} n'est pas une réponse ici.").format(number=number), alarm=True)

    def unheard(self, key: str) -> None:
        """A key that does nothing here says so: who presses it at night would press it again, elsewhere."""
        row = self.row
        if self.asking or row is None:
            return
        if key.isdigit() and self.acting:
            self._hint(_("{key} ne dit rien ici : cette ligne n'est pas une question.").format(key=key), alarm=True)
        if key not in ("enter", "space"):
            self._not_here(key)
        elif isinstance(row.line, QuestionLine) and self.acting:
            last = len(options_of(row.line))
            words = _("C'est une question : taper le chiffre de la réponse, de 1 à {last}, ou 0.")
            self._hint(words.format(last=last), alarm=True)
        elif row.status in SETTLED and self.acting:
            self._hint(_("Déjà dit de cette ligne. Tab : la prochaine à faire ; Z : annuler ceci."), alarm=False)
        elif row.running is not None and self.acting:
            self._hint(_("Déjà commencé : ses lignes sont plus bas, ↓ y mène."), alarm=False)

    def _not_here(self, key: str) -> None:
        """The key of a command that does not apply to this line, or at this moment."""
        known = next((one for one in commands_of(self) if key in one.keys.split(",") and one.id != "answer"), None)
        if known is not None:
            words = _("{key} {word} : ne sert pas ici, en ce moment.").format(key=known.key, word=known.short)
            self._hint(words, alarm=False)

    def _hint(self, words: str, *, alarm: bool) -> None:
        self.say(words, alarm=alarm)
        self._hinted = True

    def say_early(self, key: str, words: str) -> None:
        super().say_early(key, words)
        self._hinted = True

    def obey(self, command: Command, key: str = "") -> None:
        """A hint about the key before goes away: it would be read as an answer to this one."""
        self.unhint()
        super().obey(command, key)

    def unhint(self) -> None:
        """Takes away what was said of a key that did nothing."""
        if self._hinted:
            self._hinted = False
            self.say("")

    def _whom(self, row: Row) -> str:
        who = callee(self.view.site.contacts, row, self.view.walk.now)
        return who.contact.id if who is not None else str(row.line.value)

    def do_silent(self) -> None:
        row = self.here()
        self.do(want.Called(*row.key, self._whom(row), "no_answer"))

    def do_not_needed(self) -> None:
        key, question = self.here().key, _("Pourquoi n'est-ce pas nécessaire ?")
        self.ask(question, lambda words: self.do(want.NotNeeded(*key, words)), usual=NOT_NEEDED, doubts=True)

    def do_could_not(self) -> None:
        row, question = self.here(), _("Pourquoi est-ce impossible ?")
        usual = UNREACHED if isinstance(row.line, Call) else IMPOSSIBLE
        self.ask(question, lambda words: self.do(want.CouldNot(*row.key, words)), usual=usual, doubts=True)

    def do_leave(self) -> None:
        self.do(want.Leave(*self.here().key))

    def do_undo_here(self) -> None:
        fact = self.here().fact
        if fact is not None:
            self.do(want.Undo(fact.id))

    def do_redline(self) -> None:
        row = self.here()

        def chosen(about: str) -> None:
            question = _("Quelques mots pour le référent (⏎ : aucun)")
            self.ask(question, lambda words: self.do(want.Redline(*row.key, about, words)), doubts=True)

        title = _("Signaler la ligne {number} : qu'a-t-elle ?").format(number=row.number)
        self.pick(title, [(one, redline_word(one)) for one in REDLINES], chosen)

    def do_condition(self) -> None:
        row = self.here()
        told = [
            (True, _("oui, cette ligne s'applique")),
            (False, _("non, elle ne s'applique pas")),
        ]
        self.pick(
            _("Cette ligne s'applique-t-elle ?"), told,
            lambda holds: self.do(want.SetCondition(*row.key, holds=holds)),
        )  # fmt: skip

    def do_next(self) -> None:
        """The next line to do; from one that waits for somebody, or a call that nobody answered, one's own after it."""
        following = self.view.walk.next
        if following is not None and following.key == self.cursor and _waits(following):
            following = next((row for row in self.view.walk.todo if not _waits(row)), following)
        self.go_to(following.key if following is not None else ENDING)

    def do_go(self) -> None:
        def gone(words: str) -> None:
            wanted = words.casefold().strip()
            rows = [row for row in self.view.walk.rows if row.number.casefold() == wanted]
            rows = [row for row in rows if row.status not in ("not_applicable", "pending")] or rows
            if not rows:
                raise Declined(_("Aucune ligne {number} dans cette session.").format(number=words or "…"))
            self.go_to(rows[-1].key)

        self.ask(_("Numéro de la ligne, par exemple 3.2"), gone)
