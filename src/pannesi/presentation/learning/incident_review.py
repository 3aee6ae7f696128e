"""An incident review (retour d'expérience) in words, the same for the terminal, the full screen and the paper."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime

from pannesi.presentation.text.side_boxes import SideBox, labelled
from pannesi.procedure.availability.moments import format_date
from pannesi.session.incident_review.facts import OutageReviewed
from pannesi.session.incident_review.fields import DECLARATIONS, FIELDS, WHEN_DECLARED, ReviewField, review_fields
from pannesi.session.incident_review.review import (
    Action,
    ActionStanding,
    Declaration,
    IncidentReview,
    Said,
    Ticket,
    said_by,
)
from pannesi.support.i18n import N_, Marked, _, n_, translated
from pannesi.support.text_safety import clean_line

NOT_SAID = N_("pas dit")
DECIDES_NOTHING = N_(
    "pannesi ne décide d'aucun de ces signalements : il montre la liste et garde ce que vous en dites."
)
_STANDINGS: dict[ActionStanding, Marked] = {
    "open": N_("à faire"),
    "overdue": N_("EN RETARD"),
    "done": N_("faite"),
    "dropped": N_("abandonnée"),
}
_WORDS = ReviewField("words", "words", NOT_SAID)
ReviewLine = tuple[str, str]
"""A style (`title`, `plain`, `quiet`, `warning`) and words."""


def said_words(said: Said | None, field: ReviewField, *, words: bool = True) -> str:
    """What a field holds; the words themselves only with `words`."""
    if said is None:
        return translated(NOT_SAID)
    if said.sides:
        return _sides_words(said, field, words=words)
    return _content_words(said, field, words=words)


def _content_words(said: Said, field: ReviewField, *, words: bool) -> str:
    values = field.words_of(said.values) if field.kind != "day" else ", ".join(map(day_words, said.values))
    free = _free_words(said) if words else (_("(des mots, non montrés)") if _free_words(said) else "")
    return " : ".join(part for part in (values, free) if part)


def _sides_words(said: Said, field: ReviewField, *, words: bool) -> str:
    """What people said who did not know of each other: `DEUX RÉPONSES : AB, majeure ; CD, mineure`."""
    sides = (said_by(event) for event in said.sides)
    answers = [
        _("{who}, {what}").format(
            who=clean_line(side.event.actor) or _("sans nom"),
            what=_content_words(side, field, words=words) or translated(NOT_SAID),
        )
        for side in sides
    ]
    return _("DEUX RÉPONSES, à redire : {answers}").format(answers=" ; ".join(answers))


def question_words(field: ReviewField, said: Said | None) -> str:
    """The question that asks for a field, with what it holds already."""
    label = translated(field.label)
    title = label[:1].upper() + label[1:]
    return _("{field} ?").format(field=title) if said is None else _("{field} ? Dit : {said}.").format(
        field=title, said=said_words(said, field)
    )  # fmt: skip


def _free_words(said: Said) -> str:
    if said.words:
        return said.words
    return _("(effacé)") if said.erased else _("(manquant)") if said.missing else ""


def day_words(day: str) -> str:
    """A stored day as people write it, `15/12/2026`; anything else as it is stored."""
    parts = day.split("-")
    return "/".join(reversed(parts)) if len(parts) == 3 else day


def words_of(said: Said | None, *, words: bool = True) -> str:
    """The words of a field, empty without any; where people contradict each other, all of them."""
    if said is None:
        return ""
    if said.sides:
        return _sides_words(said, _WORDS, words=words)
    return _free_words(said) if words else (_("(non montré)") if _free_words(said) else "")


def declaration_words(declaration: Declaration, *, words: bool = True) -> str:
    """Whether something was declared, with its number: `fait, n° 2026-114`."""
    (field,) = (field for field in FIELDS["declaration"] if field.name == "state")
    state = said_words(declaration.state, field)
    number = words_of(declaration.number, words=words)
    return _("{state}, n° {number}").format(state=state, number=number) if number else state


def declaration_title(name: str) -> str:
    """What may have to be declared, with when to think of it."""
    title, when = declaration_name(name), declaration_reason(name)
    return _("{what} ({when})").format(what=title, when=when) if when else title


def declaration_name(name: str) -> str:
    """What may have to be declared."""
    return translated(DECLARATIONS[name]) if name in DECLARATIONS else clean_line(name)


def declaration_reason(name: str) -> str:
    """When to think of a declaration; empty where nothing is said of it."""
    return translated(WHEN_DECLARED[name]) if name in WHEN_DECLARED else ""


def ticket_words(ticket: Ticket, *, words: bool = True) -> str:
    """A ticket: its number, who answered."""
    number, answered = words_of(ticket.number, words=words), words_of(ticket.answered, words=words)
    said = [_("n° {number}").format(number=number) if number else _("sans numéro")]
    if answered:
        said.append(_("répondu : {who}").format(who=answered))
    return ", ".join(said)


def standing_words(action: Action, today: date) -> str:
    """Where an action stands, with its day: `EN RETARD depuis le 15/12/2026`, `à faire pour le 15/12/2026`."""
    standing = action.standing(today)
    for name, said in (("state", action.state), ("due", action.due_said)):
        if said is not None and said.sides:
            return said_words(said, next(field for field in FIELDS["action"] if field.name == name), words=False)
    if action.due is None:
        return translated(_STANDINGS[standing])
    day = format_date(action.due)
    if standing == "overdue":
        return _("EN RETARD, due le {day}").format(day=day)
    if standing == "open":
        return _("à faire pour le {day}").format(day=day)
    return translated(_STANDINGS[standing])


def action_words(action: Action, *, words: bool = True) -> str:
    """What an action is, and who pilots it."""
    what = words_of(action.what, words=words) or translated(NOT_SAID)
    pilot = words_of(action.pilot, words=words) or translated(NOT_SAID)
    return _("{what} · pilote : {pilot}").format(what=what, pilot=pilot)


def action_end_words(action: Action, hour: Callable[[datetime], str], *, words: bool = True) -> str:
    """Of a settled action who said so and when, and how; empty for one still open."""
    if not action.settled or action.state is None:
        return ""
    said = _("{who}, {hour}").format(who=clean_line(action.state.event.actor), hour=hour(action.state.event.moment))
    how = words_of(action.state, words=words)
    return f"{said} : {how}" if how else said


def action_id(action: Action) -> str:
    """The first signs of the id of an action, as people type it."""
    return clean_line(action.about.partition(":")[2])[:8]


def overdue_actions_words(count: int) -> str:
    """How many actions of all reviews are overdue."""
    return n_(
        "{count} action de retour d'expérience en retard", "{count} actions de retour d'expérience en retard", count
    )


def counted_actions(actions: tuple[Action, ...], today: date) -> str:
    """How many actions there are, by where they stand: `3 actions : 2 à faire, dont 1 en retard`."""
    if not actions:
        return _("aucune action")
    standings = [action.standing(today) for action in actions]
    late = standings.count("overdue")
    still = late + standings.count("open")
    parts = [n_("{count} à faire", "{count} à faire", still)]
    if late:
        parts[0] += _(", dont {late} en retard").format(late=late)
    parts.append(n_("{count} faite", "{count} faites", standings.count("done")))
    if given_up := standings.count("dropped"):
        parts.append(n_("{count} abandonnée", "{count} abandonnées", given_up))
    whole = n_("{count} action", "{count} actions", len(actions))
    return f"{whole} : {', '.join(parts)}"


def review_lines(
    review: IncidentReview, *, closed: bool, exercise: bool, today: date, hour: Callable[[datetime], str]
) -> Iterator[ReviewLine]:
    """A whole review as lines for a terminal."""
    if not exercise:
        yield from declaration_lines(review)
    fields = review_fields(exercise=exercise)
    if closed or any(review.field(field.name) for field in fields):
        yield "title", _("Débriefing de l'exercice") if exercise else _("Retour d'expérience")
        for field in fields:
            said = review.field(field.name)
            style = "quiet" if said is None else "warning" if said.sides else "plain"
            label = translated(field.label)
            yield style, f"  {label[:1].upper()}{label[1:]} : {said_words(said, field)}"
        if not exercise:
            yield from _ticket_lines(review)
        yield "title", _("Actions")
        for action in review.actions:
            late = action.standing(today) == "overdue"
            yield "warning" if late else "plain", f"  {action_id(action)}  {standing_words(action, today)}"
            yield "plain", f"    {action_words(action)}"
            ended = action_end_words(action, hour)
            if ended:
                yield "quiet", f"    {ended}"
        if not review.actions:
            yield "quiet", "  " + _("aucune")
    if review.unread:
        yield "warning", n_("{count} fait n'a pas pu être lu", "{count} faits n'ont pas pu être lus", review.unread)


def _ticket_lines(review: IncidentReview) -> Iterator[ReviewLine]:
    yield "title", _("Tickets")
    for ticket in review.tickets:
        yield "plain", f"  {ticket_words(ticket)}"
    if not review.tickets:
        yield "quiet", f"  {translated(NOT_SAID)}"


def declaration_lines(review: IncidentReview) -> Iterator[ReviewLine]:
    """The block « À signaler », for the référent and the cadre."""
    yield "title", _("À signaler")
    yield "quiet", "  " + translated(DECIDES_NOTHING)
    for declaration in review.declarations:
        title = declaration_title(declaration.name)
        style = "quiet" if declaration.state is None else "plain"
        yield style, f"  {title[:1].upper()}{title[1:]} : {declaration_words(declaration)}"


def review_boxes(outage: OutageReviewed, said: Sequence[Said], hour: Callable[[datetime], str]) -> Iterator[SideBox]:
    """Who gave the answers of a line and when, then which outage the review is of."""
    pairs = [
        (clean_line(side.actor) or _("sans nom"), hour(side.moment))
        for answer in said
        for side in (answer.sides or (answer.event,))
    ]
    if pairs:
        yield SideBox(_("Dit par"), tuple(labelled(dict.fromkeys(pairs))))
    moments = ((_("début"), outage.began), (_("retour"), outage.returned), (_("clôture"), outage.closed))
    yield SideBox(_("Cette panne"), tuple(labelled([
        (_("panne"), outage.title),
        (_("systèmes"), ", ".join(outage.systems)),
        *((name, hour(moment) if moment is not None else "") for name, moment in moments),
        (_("signalées"), n_("{count} ligne", "{count} lignes", len(outage.redlines)) if outage.redlines else ""),
        (_("session"), outage.session),
    ])))  # fmt: skip
