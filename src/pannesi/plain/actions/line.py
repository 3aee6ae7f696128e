"""Handlers of the line shown: tick it, answer it, call, put it off, say why not."""

from __future__ import annotations

from functools import partial

from pannesi.plain.prompts import is_any_of, whole_number, yes_or_no
from pannesi.plain.session import Guide
from pannesi.presentation.calls.line_callee import callee_for
from pannesi.presentation.line.line_numbers import row_numbered
from pannesi.presentation.line.unknown_answers import has_other_work, still_not_known_words
from pannesi.presentation.text.common_phrases import DONE_BY_OTHER, IMPOSSIBLE, NOT_NEEDED, UNREACHED
from pannesi.procedure.model.lines import LINES, Call, Outcome, QuestionLine, Verify
from pannesi.procedure.model.numbering import NO, UNKNOWN, YES, options_of
from pannesi.procedure.model.verbs import DO, STANDING, SettledBy
from pannesi.session import actions as want
from pannesi.session.event_writer import is_unknown
from pannesi.session.handlers.session import REDLINES
from pannesi.session.labels import done_word, redline_word
from pannesi.session.projection.allowed_acts import Act
from pannesi.session.projection.done_by_other import may_be_done_by_other
from pannesi.session.projection.read_model import Row
from pannesi.session.projection.retries import is_answered_unknown
from pannesi.support.i18n import Marked, _, all_translated, translated
from pannesi.support.text_safety import fold_accents


def shown_row(guide: Guide) -> Row:
    """The line shown, for a command that applies only where there is one. Raises LookupError otherwise."""
    row = guide.view.row
    if row is None:
        raise LookupError("no line is looked at")
    return row


def settle(guide: Guide, response: str) -> None:
    """Says that the line is done, with what was seen; that is asked where the procedure expects something."""
    row = shown_row(guide)
    if not response and row.line.expect:
        asked = _("Ce qui a été vu : 1 {what}, ou des mots. Entrée : rien à ajouter ; un point : rien n'est noté : ")
        nothing_seen = _("Écrire ce qui a été vu, ou un point : rien n'est noté.")
        response = guide.talk.ask_words(asked.format(what=row.line.expect), usual=1, unknown=nothing_seen, assent="1")
        if whole_number(response, 1) is not None:
            response = row.line.expect
    elif response and guide.talk.rejects_bare_number(response):
        return
    guide.report(guide.do(want.Settle(*shown_row(guide).key, response)))


def word_of_another_verb(guide: Guide, typed: str) -> str:
    """What is said where the line shown is not settled by a word that is the one of other lines: an act is not « en
    vigueur », an order not « lu »; empty where the word fits."""
    row, word = guide.view.row, fold_accents(typed)
    ticked = [each.traits for each in LINES if each.traits.settled_by is SettledBy.TICKING and each.traits is not DO]
    others = [traits for traits in ticked if fold_accents(translated(traits.done)) == word]
    if row is None or not others or row.line.traits in others:
        return ""
    if row.line.traits.by_others and others[0].by_others:
        return ""
    words = _("« {typed} » ne se dit pas de cette ligne, mais « {done} ».")
    words = words.format(typed=typed, done=done_word(row.line))
    return words + (_(" v montre ce qui est en vigueur.") if others[0] is STANDING else "")


def _typed_reason(guide: Guide, given: str, question: str, usual: tuple[Marked, ...]) -> str:
    """A reason in words, or the digit of a usual one; empty when the person gives up."""
    reasons = all_translated(usual)
    listed = ", ".join(f"{number} {words}" for number, words in enumerate(reasons, start=1))
    asked = _("{question} {usual}, ou quelques mots. Entrée : ne rien faire.").format(question=question, usual=listed)
    return guide.talk.reason_given(given, f"{asked}\n? ", usual=len(reasons))


def _ask_reason(guide: Guide, given: str, question: str, usual: tuple[Marked, ...]) -> str:
    """A reason in words; empty when the person gives up."""
    reason, reasons = _typed_reason(guide, given, question, usual), all_translated(usual)
    number = whole_number(reason, len(reasons))
    return reasons[number - 1] if number is not None else reason


def why_not_needed(guide: Guide, given: str) -> str:
    """Why something is not needed; empty when the person gives up."""
    return _ask_reason(guide, given, _("Pourquoi ce n'est pas nécessaire ?"), NOT_NEEDED)


def why_impossible(guide: Guide, given: str, usual: tuple[Marked, ...] = IMPOSSIBLE) -> str:
    """Why something is impossible; empty when the person gives up."""
    return _ask_reason(guide, given, _("Pourquoi c'est impossible ?"), usual)


def not_needed(guide: Guide, given: str) -> None:
    """Says that the line is not needed, and why."""
    row = shown_row(guide)
    by_other = (DONE_BY_OTHER,) if may_be_done_by_other(guide.view.site, row) else ()
    usual = (*NOT_NEEDED, *by_other)

    def intent(typed: str) -> want.Intent:
        number = whole_number(typed, len(usual))
        if number is not None and number > len(NOT_NEEDED):
            return want.Settle(
                *row.key, guide.talk.ask_name(_("Fait par qui ? (Entrée : autre motif) : ")), by_other=True
            )
        return want.NotNeeded(*row.key, typed if number is None else translated(usual[number - 1]))

    ask = partial(_typed_reason, guide, question=_("Pourquoi ce n'est pas nécessaire ?"), usual=usual)
    guide.ask_until_written(ask, intent, given)


def could_not(guide: Guide, given: str) -> None:
    """Says that the line is impossible or not reached, and why."""
    row = shown_row(guide)
    if isinstance(row.line, Outcome):
        ask = partial(_ask_reason, guide, question=_("Pourquoi n'est-ce pas atteint ?"), usual=IMPOSSIBLE)
    else:
        ask = partial(why_impossible, guide, usual=UNREACHED if isinstance(row.line, Call) else IMPOSSIBLE)
    guide.ask_until_written(ask, lambda reason: want.CouldNot(*row.key, reason), given)


def put_off(guide: Guide, _given: str) -> None:
    """Shows the next line first; nothing is written."""
    row = shown_row(guide)
    guide.skipped.add(row.key)
    guide.chosen = None
    guide.say(_("Plus tard : {number}. Elle reste à faire.").format(number=row.number))


def leave_for_return(guide: Guide, _given: str) -> None:
    """Leaves the line for the return to normal."""
    guide.report(guide.do(want.Leave(*shown_row(guide).key)))


def reached(guide: Guide, _given: str) -> None:
    """Says that a call was answered."""
    _record_call(guide, "reached")


def no_answer(guide: Guide, _given: str) -> None:
    """Says that a call was not answered, and whom to try next."""
    _record_call(guide, "no_answer")


def _record_call(guide: Guide, outcome: str) -> None:
    row = shown_row(guide)
    who = callee_for(guide.view.site.contacts, row, guide.view.walk.now)
    if who is None:
        guide.say(_("Ce contact n'est pas dans contacts.yaml : impossible, avec le motif."))
        return
    if not guide.report(guide.do(want.Called(*row.key, who.contact.id, outcome))) or outcome == "reached":
        return
    guide.chosen = row.key
    if who.next_contact is not None:
        guide.say(_("Essayer ensuite : {name}.").format(name=who.next_contact.name))


def answer_typed(row: Row, typed: str) -> str | None:
    """The option meant by a number, `oui`, `non` or the words of an option; None for anything else."""
    line = row.line
    if not isinstance(line, QuestionLine):
        return None
    options = options_of(line)
    if typed.isascii() and typed.isdigit():
        if typed in ("0", "00"):
            return UNKNOWN
        number = whole_number(typed, len(options))
        return options[number - 1].id if number is not None else None
    words = typed.casefold()
    if isinstance(line, Verify) and words in (YES, NO):
        return words
    near = [option.id for option in options if _begins_label(fold_accents(option.label), fold_accents(typed))]
    if not near and (is_unknown(typed) or is_any_of(words, _("je ne sais pas"))):
        return UNKNOWN
    return near[0] if len(near) == 1 else None


def _begins_label(label: str, typed: str) -> bool:
    """Whether `typed` is a label, or its first whole words."""
    return len(typed) > 1 and label.startswith(typed) and not label[len(typed) :][:1].isalnum()


def answer(guide: Guide, option: str) -> None:
    """Answers the question. An unknown that is still unknown is not written twice."""
    if option == UNKNOWN and is_answered_unknown(shown_row(guide)):
        row = shown_row(guide)
        guide.chosen = None
        if has_other_work(guide.view, row):
            guide.skipped.add(row.key)
        guide.say(still_not_known_words(guide.view, row))
        return
    guide.report(guide.do(want.Answer(*shown_row(guide).key, option)))


def go_on(guide: Guide, _given: str) -> None:
    """Goes where the line leads: starts an annex, goes to another case, or ends an annex."""
    row = shown_row(guide)
    if Act.CONCLUDE in row.allowed:
        guide.report(guide.do(want.Conclude(*row.key)))
    elif Act.FOLLOW in row.allowed:
        guide.report(guide.do(want.Follow(*row.key)))
    else:
        guide.report(guide.do(want.RunAnnex(*row.key)))


def set_condition(guide: Guide, given: str) -> None:
    """Asks whether the condition of the line holds; its answer may be typed with the command."""
    row = shown_row(guide)
    if row.condition is None:
        return
    said = {words: str(number) for number, (_id, words) in enumerate(yes_or_no(), start=1)}
    choice = guide.talk.choose(
        _("Cette ligne s'applique-t-elle ?"),
        yes_or_no(),
        otherwise=_("ne rien changer"),
        given=said.get(given.casefold(), given),
    )
    if choice is not None and guide.report(guide.do(want.SetCondition(*row.key, holds=choice == YES))):
        guide.chosen = row.key if choice == YES else None


def undo_here(guide: Guide, _given: str) -> None:
    """Undoes what was said of the line."""
    fact = shown_row(guide).fact
    if fact is not None:
        guide.report(guide.do(want.Undo(fact.id)))


def redline(guide: Guide, words: str) -> None:
    """Reports the line to the author of the procedure: wrong, impossible or unclear, with a few words."""
    row = shown_row(guide)
    number, _blank, rest = words.partition(" ")
    chosen = whole_number(number, len(REDLINES)) is not None
    words = rest.strip() if chosen else words
    about = guide.talk.choose(
        _("Signaler la ligne {number} : qu'est-ce qui ne va pas ?").format(number=row.number),
        [(kind, redline_word(kind)) for kind in REDLINES],
        otherwise=_("ne rien signaler"),
        given=number if chosen else "",
    )
    if about is None:
        return
    comment = guide.talk.words_or_ask(words, _("Quelques mots pour le référent (Entrée : aucun) : "))
    guide.report(guide.do(want.Redline(*row.key, about, comment)))


def go_to(guide: Guide, number: str) -> None:
    """Goes to a line by its number; where several visits have it, to that of the latest, unless the passage is
    given."""
    row = row_numbered(guide.desk.look(), number)
    if row is None:
        guide.say(_("Aucune ligne {number} dans cette session ; liste les montre toutes.").format(number=number or "…"))
        return
    guide.chosen = row.key
