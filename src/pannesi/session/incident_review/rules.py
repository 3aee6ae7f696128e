"""What may be said in an incident review, and the drafts that say it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from pannesi.session.event_writer import Refused, is_unknown, is_zero
from pannesi.session.events import Draft
from pannesi.session.incident_review.facts import OutageReviewed, ReviewSaid
from pannesi.session.incident_review.fields import ALONE, DECLARATIONS, ReviewField, entry_name, field_of, group_of
from pannesi.session.incident_review.review import IncidentReview, cleaned_outage, day_of, outage_replaced
from pannesi.session.moments import utc_text
from pannesi.support.i18n import _, translated
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import clean_line

MOST_SIGNS = 2000
"""The longest words of one field."""


@dataclass(frozen=True)
class ReviewContext:
    """In which chain something is said, of which outage, by whom and when."""

    chain: str
    outage: OutageReviewed
    """The outage as the session tells it now."""
    exercise: bool
    closed: bool
    now: datetime
    today: date
    """The local day."""
    actor: str
    new_id: Callable[[], str]


@dataclass(frozen=True)
class Statement:
    """What somebody says of one field; without values and words, that it holds nothing any more."""

    about: str
    field: str
    values: tuple[str, ...] = ()
    words: str = ""


def review_drafts(review: IncidentReview, said: tuple[Statement, ...], context: ReviewContext) -> tuple[Draft, ...]:
    """The facts that say this, to be committed together; which outage it is of comes first where that is new.

    Raises Refused: then nothing is to be written.
    """
    checked = tuple(_checked(review, statement, context) for statement in said)
    outage, drafts = context.outage.stored(), list[Draft]()
    if review.outage != cleaned_outage(OutageReviewed.read(outage)):
        drafts.append(_draft(context, OutageReviewed.kind, outage, outage_replaced(review)))
    for statement in checked:
        fact = ReviewSaid(about=statement.about, field=statement.field, values=statement.values)
        replaces = review.to_replace.get((statement.about, statement.field), ())
        drafts.append(_draft(context, fact.kind, fact.stored(), replaces, statement.words or None))
    return tuple(drafts)


def new_action(what: str, pilot: str, due: date, context: ReviewContext) -> tuple[Statement, ...]:
    """The statements of a new action. Raises Refused where a part is missing, or the day is past."""
    about = f"action:{context.new_id()}"
    if due < context.today:
        raise Refused(_("L'échéance {day:%d/%m/%Y} est déjà passée : donner un jour à venir.").format(day=due))
    return (
        Statement(about, "what", words=_statement(what, _("Dire ce qui est à faire."))),
        Statement(about, "pilot", words=_statement(pilot, _("Dire qui pilote l'action."))),
        Statement(about, "due", (due.isoformat(),)),
    )


def new_ticket(number: str, answered: str, context: ReviewContext) -> tuple[Statement, ...]:
    """The statements of a new ticket. Raises Refused where neither a number nor who answered is given."""
    about = f"ticket:{context.new_id()}"
    said = (("number", clean_line(number).strip()), ("answered", clean_line(answered).strip()))
    if not any(words for _name, words in said):
        raise Refused(_("Donner le numéro du ticket, ou qui a répondu."))
    return tuple(Statement(about, name, words=words) for name, words in said if words)


def new_participant(who: str, function: str, part: str, context: ReviewContext) -> tuple[Statement, ...]:
    """The statements that write down who takes part in an exercise. Raises Refused without a name or a function:
    initials are enough, and a function alone is."""
    about, name, does = f"participant:{context.new_id()}", clean_line(who).strip(), clean_line(function).strip()
    if not (name or does) or any(is_unknown(words) or is_zero(words) for words in (name, does) if words):
        raise Refused(_("Donner des initiales, ou une fonction."))
    said = (Statement(about, "who", words=name), Statement(about, "function", words=does))
    return (*(statement for statement in said if statement.words), Statement(about, "part", (part,)))


def new_objective(what: str, context: ReviewContext) -> tuple[Statement, ...]:
    """The statement of a new objective of an exercise. Raises Refused where it says nothing."""
    about = f"objective:{context.new_id()}"
    return (Statement(about, "what", words=_statement(what, _("Dire l'objectif en quelques mots."))),)


def with_effect(values: tuple[str, ...], chosen: str) -> tuple[str, ...]:
    """The effects once one more is chosen: added, or taken away where it was there; some stand beside no other."""
    if chosen in values:
        return tuple(value for value in values if value != chosen)
    if chosen in ALONE:
        return (chosen,)
    return (*(value for value in values if value not in ALONE), chosen)


def _statement(words: str, sentence: str) -> str:
    """Words that say something, cleaned. Raises Refused with `sentence` otherwise."""
    kept = clean_line(words).strip()
    if not kept or is_unknown(kept) or is_zero(kept):
        raise Refused(sentence)
    return kept


def _checked(review: IncidentReview, said: Statement, context: ReviewContext) -> Statement:
    """A statement that may be made, cleaned. Raises Refused otherwise."""
    field = field_of(said.about, said.field)
    if field is None or (group_of(said.about) == "declaration" and entry_name(said.about) not in DECLARATIONS):
        raise Refused(_("Le retour d'expérience n'a pas de champ « {name} ».").format(name=clean_line(said.field)[:40]))
    if context.exercise and field.of == "outage":
        raise Refused(_("C'est un exercice : « {field} » ne se dit que d'une vraie panne.").format(
            field=translated(field.label)))  # fmt: skip
    if field.of == "exercise" and not context.exercise:
        raise Refused(_("C'est une vraie panne : « {field} » ne se dit que d'un exercice.").format(
            field=translated(field.label)))  # fmt: skip
    if not context.closed and not field.while_open and not context.exercise:
        raise Refused(_("La session n'est pas close : jusque-là, seuls les signalements, la gravité et l'effet se"
                        " disent."))  # fmt: skip
    words = clean_line(said.words).strip()
    if words and field.names is None:
        raise Refused(_("« {field} » n'a pas de mots.").format(field=translated(field.label)))
    if len(words) > MOST_SIGNS:
        raise Refused(_("Texte trop long : {most} signes au plus.").format(most=MOST_SIGNS))
    if group_of(said.about) == "action":
        _check_action(review, said, words)
    return replace(said, values=_checked_values(field, said.values), words=words)


def _check_action(review: IncidentReview, said: Statement, words: str) -> None:
    """Raises Refused where an action would be left without what it is, its pilot or its day, or given up unsaid."""
    there = any(action.about == said.about for action in review.actions)
    if said.field == "state":
        if not there:
            raise Refused(_("Cette action n'est pas dans le retour d'expérience."))
        if "dropped" in said.values and not words:
            raise Refused(_("Dire en quelques mots pourquoi l'action est abandonnée."))
    elif not (said.values or words):
        raise Refused(_("Une action garde ses mots, son pilote et son échéance : la dire abandonnée, avec le motif."))


def _checked_values(field: ReviewField, values: tuple[str, ...]) -> tuple[str, ...]:
    """The values that a field may hold, in the order of its list. Raises Refused for others."""
    if field.kind == "words":
        if values:
            raise Refused(_("« {field} » se dit en mots.").format(field=translated(field.label)))
        return ()
    if field.kind == "day":
        day = day_of(values[0]) if len(values) == 1 else None
        if day is None:
            raise Refused(_("« {field} » est un jour.").format(field=translated(field.label)))
        return (day.isoformat(),)
    if not set(values) <= field.options.keys() or len(set(values)) != len(values):
        raise Refused(_("« {field} » : {known}.").format(
            field=translated(field.label), known=", ".join(map(translated, field.options.values()))
        ))  # fmt: skip
    most = 1 if field.kind == "one" or ALONE & set(values) else len(field.options)
    if len(values) > most:
        raise Refused(_("« {field} » : une seule réponse parmi celles-là.").format(field=translated(field.label)))
    return tuple(value for value in field.options if value in values)


def _draft(
    context: ReviewContext, kind: str, payload: dict[str, object], replaces: tuple[str, ...], text: str | None = None
) -> Draft:
    return Draft(
        context.new_id(), context.chain, kind, payload, utc_text(context.now), context.actor, replaces, text
    )  # fmt: skip
