"""What stands in the frame of the current line: what the act needs, and what must be known before it, no more. Where
the line comes from, and whose act it is supposed to be, are one key away (`line_card`)."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.presentation.calls.call_brief import call_frame
from pannesi.presentation.calls.line_callee import callee_for
from pannesi.presentation.line.frame_line import FrameLine
from pannesi.presentation.line.line_card import (
    condition_words,
    content_lines,
    fact_lines,
    obligation_lines,
    source_lines,
)
from pannesi.presentation.line.line_details import contact_lines, is_over, item_value, ticket_contact_lines
from pannesi.presentation.line.line_numbers import number_and_passage
from pannesi.presentation.session.session_view import View
from pannesi.procedure.model.lines import Broadcast, Call, OtherUnitLine, QuestionLine, Ticket
from pannesi.procedure.model.numbering import options_of
from pannesi.procedure.model.procedure import split_ref
from pannesi.procedure.wording.roles import is_elsewhere, role_words
from pannesi.session.projection.read_model import ConditionResult, Row
from pannesi.support.i18n import _, translated


def position_words(view: View, row: Row) -> str:
    """The place of a line among those that are certain: `3 / 5, alerter`; with a plus where answers may add others. A
    search has no length that could be told."""
    place, of = view.position(row)
    phase = view.short_phase_word(row)
    if not place or view.is_search(row):
        return phase
    more = " +" if view.may_grow(row) else ""
    return _("{place} / {of}{more}, {phase}").format(place=place, of=of, more=more, phase=phase)


def head_words(view: View, row: Row) -> str:
    """What stands before the title of a frame: the number of the line, and whether it must not be forgotten."""
    number = number_and_passage(view.walk, row)
    critical = row.line.critical == "yes" and not is_over(view, row)
    return f"!! {number}" if critical else number


def frame_lines(view: View, row: Row) -> Iterator[FrameLine]:
    """The lines of the frame, without its title and the answers to a question."""
    line = row.line
    yield from (FrameLine(words, "missing") for words in fact_lines(view, row))
    if row.condition is not None and not row.suggestion_assumed:
        yield from _condition_lines(row.condition, view.keys.condition)
    if isinstance(line, Call):
        yield from call_frame(view, row, line)
    elif isinstance(line, Broadcast):
        yield from _message_lines(view, row, line)
    elif isinstance(line, Ticket):
        yield from _ticket_lines(view, row, line)
    elif not isinstance(line, OtherUnitLine):  # its title says where it leads
        yield from (FrameLine.of(toned) for toned in content_lines(view, row))
    yield from _how_to_do_it(view, row)


def _how_to_do_it(view: View, row: Row) -> Iterator[FrameLine]:
    line, over = row.line, is_over(view, row)
    if line.detail:
        yield FrameLine(line.detail)
    if line.why:
        yield FrameLine(line.why, "warning")
    if line.expect and not over:
        yield FrameLine(_("À voir : {what}").format(what=line.expect))
    if line.by is not None and not over and not isinstance(line, Broadcast):
        yield from _whose_act(view, line.by)
    if line.gap:
        yield FrameLine(_("Non écrit : {gap}").format(gap=line.gap_short or line.gap), "missing")


def _whose_act(view: View, who: str) -> Iterator[FrameLine]:
    """Whose act it is, where that is somebody who may not be at the screen."""
    name = role_words(view.site.contacts.roles, who)
    if is_elsewhere(who):
        yield FrameLine(_("Par {who} ; ici, dire quand c'est su ou vu.").format(who=name))
    elif who != "manipulateur":
        words = _("Par {who} ; sinon {later} plus tard")
        yield FrameLine(words.format(who=name, later=translated(view.keys.later)), "missing")


def _condition_lines(seen: ConditionResult, key: str) -> Iterator[FrameLine]:
    """What is said of a condition: nothing where the clock alone settles it, by hours that are written."""
    if seen.by_operator:
        words = (
            _("S'applique, dit par vous ; {key} pour changer")
            if seen.holds
            else _("Ne s'applique pas, dit par vous ; {key} pour changer")
        )
        yield FrameLine(words.format(key=key))
    elif seen.holds is None:
        because = f" ({seen.because})" if seen.because else ""
        words = _("À vous de dire si cela s'applique{because} : {key}")
        yield FrameLine(words.format(because=because, key=key), "missing")
    elif not seen.holds and seen.because:
        words = _("Ne s'applique pas ({because}) ; {key} pour changer")
        yield FrameLine(words.format(because=seen.because, key=key))
    elif seen.assumed:
        yield FrameLine(_("Heures supposées ; si c'est faux : {key}").format(key=key), "missing")


def _message_lines(view: View, row: Row, line: Broadcast) -> Iterator[FrameLine]:
    """The message to see broadcast, to the letter; plainly where the procedure does not give its text."""
    if line.by is not None:
        words = _("Diffusé par {who}.") if is_over(view, row) else _("Diffusé par {who} ; ici, dire quand c'est vu.")
        yield FrameLine(words.format(who=role_words(view.site.contacts.roles, line.by)))
    unit, name = split_ref(row.unit, line.value)
    owner = view.site.unit_by_id.get(unit)
    message = owner.messages.get(name) if owner is not None else None
    if message is None:
        yield FrameLine(_("Ce message n'est pas dans la procédure."), "warning")
        return
    if message.missing is not None:
        yield FrameLine(_("TEXTE ABSENT : {why} Ne rien inventer.").format(why=message.missing), "warning")
        return
    not_written = _("non écrit")
    yield FrameLine(_("À : {recipients}").format(recipients=f"« {message.to} »" if message.to else not_written))
    title = f"« {message.title} »" if message.title else _("titre non écrit")
    yield FrameLine(f"{message.type or _('type non écrit')} {title}", "heading")
    body = f"« {message.body} »" if message.body else _("texte non écrit")
    yield FrameLine(body, strong=body)


def _ticket_lines(view: View, row: Row, line: Ticket) -> Iterator[FrameLine]:
    """What to have at hand for a call; whom to call only where no line makes that call."""
    called = {other.line.value for other in view.walk.rows if isinstance(other.line, Call)}
    if line.contact not in called:
        yield from (FrameLine.of(toned) for toned in ticket_contact_lines(view, line))
    for item in line.items:
        value = item_value(view, row, item)
        words = _("{label} : {value}").format(label=item.label, value=value or "…")
        yield FrameLine(words, "plain" if value else "warning")


def option_words(row: Row) -> Iterator[tuple[str, str, str, bool]]:
    """The answers to a question: digit, words, what the clock says of it, whether it was given; 0 for "I do not
    know"."""
    if not isinstance(row.line, QuestionLine):
        return
    for number, option in enumerate(options_of(row.line), start=1):
        clock = _clock_words(row) if row.suggestion == option.id else ""
        yield str(number), option.label, clock, row.answer == option.id
    yield "0", _("pas su"), "", False


def _clock_words(row: Row) -> str:
    """That the clock suggests an answer, in a word or two."""
    return _("(horloge, heures supposées)") if row.suggestion_assumed else _("(horloge)")


def provenance_lines(view: View, row: Row) -> Iterator[FrameLine]:
    """Where a line comes from, whose act it is, and what is unsure of it: what the frame leaves out."""
    if row.condition is not None and row.condition.worth_showing:
        yield FrameLine(condition_words(view, row.condition), "quiet")
    if isinstance(row.line, OtherUnitLine):
        yield from (FrameLine.of(toned, "quiet") for toned in content_lines(view, row))
    if isinstance(row.line, Ticket):
        yield from (FrameLine.of(toned, "quiet") for toned in ticket_contact_lines(view, row.line))
    who = callee_for(view.site.contacts, row, view.walk.now) if isinstance(row.line, Call) else None
    if who is not None:
        yield FrameLine(who.contact.name, "quiet")
        yield from (FrameLine.of(toned.indented(), "quiet") for toned in contact_lines(view, who.contact))
    yield from (FrameLine(words, "quiet") for words in obligation_lines(view, row))
    yield from (FrameLine(words, "quiet") for words in source_lines(row))
