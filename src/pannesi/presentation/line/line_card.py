"""The card of one line of the procedure: what to do, where it is written, and everything needed to do it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from pannesi.presentation.learning.lessons import line_lessons
from pannesi.presentation.line.line_details import call_lines, is_over, message_lines, ticket_lines
from pannesi.presentation.line.line_numbers import number_and_passage
from pannesi.presentation.line.unknown_answers import waits_for_answer, ways_out_words
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.standing_orders import order_end_words
from pannesi.presentation.text.toned_line import TonedLine
from pannesi.procedure.model.lines import (
    Broadcast,
    Call,
    DutyLine,
    OtherUnitLine,
    Outcome,
    PlainLine,
    QuestionLine,
    Register,
    Standing,
    Ticket,
    text_of,
)
from pannesi.procedure.model.numbering import options_of
from pannesi.procedure.wording.roles import is_elsewhere, role_words
from pannesi.session.facts.session import NoteWritten
from pannesi.session.labels import (
    answer_label,
    awaited_words,
    free_words,
    glyph,
    is_done_by_other,
    missing_text_words,
    outcome_label,
    status_word,
    verb_word,
)
from pannesi.session.projection.hours_said import original_answer
from pannesi.session.projection.read_model import ConditionResult, Row
from pannesi.support.i18n import _, n_, translated


def headline(view: View, row: Row) -> str:
    """The headline of a line: `3 / 8 · Alerter · 3.5 · APPELER : Prévenir le service informatique`."""
    place, total = view.position(row)
    rank = f"{place} / {total}" if place else _("hors liste")
    number = number_and_passage(view.walk, row)
    return f"{rank} · {view.phase_word(row)} · {number} · {verb_word(row.line).upper()} : {text_of(row.line)}"


def card_lines(view: View, row: Row) -> Iterator[str]:
    """The lines of the card below the headline, in the order in which they are needed."""
    yield from line_state_lines(view, row)
    yield from (line.words for line in content_lines(view, row))
    yield from how_to_lines(view, row)
    yield from obligation_lines(view, row)
    yield from gap_lines(row)
    yield from source_lines(row)
    if isinstance(row.line, QuestionLine):
        yield from _option_lines(row)
        if waits_for_answer(view, row):
            words = _("La procédure attend cette réponse : la donner, ou {ways}.")
            yield words.format(ways=ways_out_words(view, row, here=True))


def line_state_lines(view: View, row: Row) -> Iterator[str]:
    """What was already recorded for the line, and what must be known before acting."""
    yield from fact_lines(view, row)
    if row.condition is not None and row.condition.worth_showing:
        yield condition_words(view, row.condition)


def fact_lines(view: View, row: Row) -> Iterator[str]:
    """What was already recorded for the line, and what is owed there."""
    if row.conflict:
        yield _("DEUX RÉPONSES DIFFÉRENTES ont été données ; répondre de nouveau tranche.")
    if row.again:
        yield _to_do_again(row)
    elif row.status != "open" or row.ended:
        yield f"{glyph(row)} {settled_words(view, row)}"
    yield from _notes_at_line(view, row)
    if row.awaited_since is not None and awaited_words(view.site, row):
        words = _("{awaited} depuis {hour}. Pas encore vu ? {onward} : la suite.").format(
            awaited=awaited_words(view.site, row),
            hour=view.hour(row.awaited_since),
            onward=view.keys.onward,
        )
        yield words[:1].upper() + words[1:]
    if contradicting := view.walk.contradicting(row):
        yield _("LE REGISTRE DIT L'INVERSE : « {what} » reste dû à {who}. {key}, ou répondre de nouveau.").format(
            what=contradicting[0].label,
            who=", ".join(duty.patient.label for duty in contradicting),
            key=view.keys.duties,
        )
    if row.off_branch:
        yield _("Ceci a été fait, mais la réponse a changé depuis : sans objet.")
    yield from line_lessons(view, row)
    if row.reminder:
        yield _("RAPPEL : cette ligne attend depuis un moment.")
    if row.patients_due:
        words = n_("Reste dû à {count} patient", "Reste dû à {count} patients", row.patients_due)
        yield f"{words} : {view.keys.duties}"


def _to_do_again(row: Row) -> str:
    """Why a line that was settled is to be done, or a question to be answered, again."""
    lasts = row.again_while_lasting
    if isinstance(row.line, Call):
        return _("À rappeler : la panne dure encore.") if lasts else _("À rappeler : la panne est revenue depuis.")
    if not isinstance(row.line, QuestionLine):
        return (
            _("C'est à refaire : la panne durait encore.")
            if lasts
            else _("C'est à refaire : la panne est revenue depuis.")
        )
    if row.line.suggests is not None and row.phase != "return_to_normal":
        words = _("L'heure a changé depuis la réponse « {answer} » : répondre de nouveau.")
    elif lasts:
        words = _("Répondu « {answer} », la panne durait encore : répondre de nouveau.")
    else:
        words = _("La panne est revenue depuis la réponse « {answer} » : répondre de nouveau.")
    return words.format(answer=answer_label(row.line, row.answer))


def _notes_at_line(view: View, row: Row) -> Iterator[str]:
    """The notes written at the line."""
    for note in view.state.notes:
        if isinstance(note.body, NoteWritten) and (note.body.visit, note.body.line) == row.key:
            hour = view.hour(view.state.when(note))
            text = note.text or missing_text_words(note, _("effacée"), _("manquante"))
            yield _("Note de {who}, {hour} : {text}").format(who=note.actor, hour=hour, text=text)


def settled_words(view: View, row: Row) -> str:
    """How and by whom a line was settled: `fait à 03:13 par AB : personne à l'astreinte`."""
    words = status_word(row)
    if ended := outcome_label(view.site, row):
        words += f" → {ended}"
    if (row.ended or is_done_by_other(row)) and row.at is not None:
        words += _(" ; noté")
    if row.at is not None:
        words += _(" à {hour}").format(hour=view.hour(row.at))
    by = original_answer(view.state, row.fact).actor if row.fact is not None else ""
    if by:
        words += _(" par {who}").format(who=by)
    if row.carried:
        words += _(" (déjà réglé dans le cas précédent)")
    if row.late:
        words += _(" (écrit après la clôture)")
    text = free_words(row.fact) if row.fact is not None else ""
    return words + (f" : {text}" if text else "")


def condition_words(view: View, seen: ConditionResult) -> str:
    """Whether the condition of a line holds, who or what says so, and the key that changes it."""
    words = {True: _("s'applique"), False: _("ne s'applique pas"), None: _("à vous de dire si cela s'applique")}
    by = _("dit par vous") if seen.by_operator else seen.because
    condition = _("Condition : {words}").format(words=words[seen.holds])
    return condition + (f" ({by})" if by else "") + _(" ; {key} pour changer").format(key=view.keys.condition)


def content_lines(view: View, row: Row) -> Iterator[TonedLine]:
    """What the line is done with, by its verb: the call, the message, the ticket, where it leads."""
    line = row.line
    if isinstance(line, Call):
        yield from call_lines(view, row, line)
    elif isinstance(line, Broadcast):
        yield from message_lines(view, row, line)
    elif isinstance(line, Ticket):
        yield from ticket_lines(view, row, line)
    elif isinstance(line, OtherUnitLine):
        unit = view.site.unit_by_id.get(line.value.partition("/")[0])
        if unit is not None:
            yield TonedLine(f"{unit.title}. {unit.recognise}")
    elif isinstance(line, Register):
        count = sum(not patient.voided for patient in view.walk.patients)
        words = n_("{count} patient noté.", "{count} patients notés.", count)
        more = _(" {key} pour en noter un autre.") if count else _(" {key} pour en noter un.")
        yield TonedLine(words + more.format(key=view.keys.patient))
    elif isinstance(line, Standing):
        until = order_end_words(view, row) if row.status in ("open", "done") and not row.ended else ""
        if until:
            yield TonedLine(until)
    elif not isinstance(line, PlainLine | DutyLine | QuestionLine | Outcome):
        assert_never(line)


def how_to_lines(view: View, row: Row) -> Iterator[str]:
    """How and why the line is done, and what is seen afterwards."""
    line = row.line
    if line.detail:
        yield line.detail
    if line.why:
        yield _("Pourquoi : {why}").format(why=line.why)
    if line.expect and not is_over(view, row):
        yield _("À voir ensuite : {what}").format(what=line.expect)


def obligation_lines(view: View, row: Row) -> Iterator[str]:
    """Whose act the line is, and whether it may be left out."""
    line, over = row.line, is_over(view, row)
    if line.by is not None and not isinstance(line, Broadcast):
        yield _whose_act(view, line.by, deduced=line.deduced is not None, over=over)
    if line.critical == "yes" and not over:
        yield _("À NE PAS OUBLIER.")
    if line.skip == "forbidden" and not over:
        yield _("Cette ligne ne peut pas être passée.")


def gap_lines(row: Row) -> Iterator[str]:
    """What the procedure does not say at a line."""
    if row.line.gap:
        yield _("Non écrit : {gap}").format(gap=row.line.gap)


def source_lines(row: Row) -> Iterator[str]:
    """Where the line is written in the procedure, or why it was added."""
    if row.line.source:
        yield _("Procédure : {source}").format(source=row.line.source)
    if row.line.added:
        yield _("Ajout à valider : {why}").format(why=row.line.added)


def _whose_act(view: View, who: str, *, deduced: bool, over: bool) -> str:
    """Whose act the line is, and what somebody else at the screen does with it."""
    words = _("Par : {who} (déduit).") if deduced else _("Par : {who}.")
    name = role_words(view.site.contacts.roles, who)
    if over:
        return words.format(who=name)
    if is_elsewhere(who):
        return words.format(who=name) + _(" Ici : seulement le savoir, ou le voir fait.")
    other = _(" Si ce n'est pas vous : {later} plus tard, ou {hand_over} pour passer la main.").format(
        later=translated(view.keys.later), hand_over=view.keys.hand_over
    )
    return words.format(who=name) + (other if who != "manipulateur" else "")


def clock_suggestion_words(row: Row) -> str:
    """That the clock suggests an answer, and whether the hours behind it are only assumed."""
    return _("ce que dit l'horloge, heures supposées") if row.suggestion_assumed else _("ce que dit l'horloge")


def _option_lines(row: Row) -> Iterator[str]:
    """The options of a question by number, those given or suggested marked."""
    if not isinstance(row.line, QuestionLine):
        return
    for number, option in enumerate(options_of(row.line), start=1):
        marks = []
        if row.answer == option.id:
            marks.append(_("réponse donnée"))
        if row.suggestion == option.id:
            marks.append(clock_suggestion_words(row))
        yield f"  {number}  {option.label}" + (f" ({', '.join(marks)})" if marks else "")
    yield _("  0  je ne sais pas")
