"""What handlers of intents write events with: it makes drafts of facts, and refuses what is not possible."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import field
from datetime import datetime, timedelta

from pannesi.procedure.model.procedure import Site
from pannesi.session.events import RULES_VERSION, Draft, Event
from pannesi.session.facts.reading import KnownFact
from pannesi.session.moments import utc_text
from pannesi.session.projection.read_model import Row, Walk
from pannesi.session.state import State
from pannesi.support.errors import Declined
from pannesi.support.i18n import _
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import fold_accents

_AHEAD = timedelta(minutes=2)
"""How far in the future a given time may lie, since clocks differ a little."""


class Refused(Declined):
    """An intent is not possible now; the message says in French why, and what to do instead."""


class BeforeBeginning(Refused):
    """An hour lies before the beginning of the outage: either may be wrong. A face adds its key for the beginning."""


@dataclass(frozen=True)
class ActContext:
    """In which session an act is done, by whom and when: what its events are stamped with."""

    session: str
    now: datetime
    """The time lived: simulated in an exercise."""
    actor: str
    new_id: Callable[[], str]
    real_now: datetime | None = None
    """The time of the wall clock, in an exercise."""
    is_own: Callable[[Event], bool] = lambda event: True
    """Whether an event was written by whoever acts."""
    clock: str = ""
    """What the events record about the clock: `doubtful`, `confirmed` by somebody in this run, or nothing."""
    rules: int = RULES_VERSION
    """The version of the rules that the facts record; a lower one when an older session is replayed."""


@dataclass
class DraftWriter:
    """Makes the drafts of one act. All drafts of an act have the same `act` id, and are undone together."""

    site: Site
    state: State
    walk: Walk
    context: ActContext
    written: list[Draft] = field(default_factory=list)
    act: str = ""

    def write(self, fact: KnownFact, *, text: str | None = None, replaces: tuple[str, ...] | None = None) -> Draft:
        """Adds a draft of a fact, with an optional free text; it replaces all tips of its slot, or only `replaces`."""
        event_id = self.context.new_id()
        self.act = self.act or event_id
        payload = fact.stored()
        key = fact.key_of(payload, event_id) or ()
        stamped = {**payload, "act": self.act}
        context = self.context
        if context.real_now is not None and context.real_now != context.now:
            stamped["real"] = utc_text(context.real_now)
        if context.clock:
            stamped["clock"] = context.clock
        draft = Draft(
            id=event_id,
            session=context.session,
            kind=fact.kind,
            payload=stamped,
            at=utc_text(context.now),
            actor=context.actor,
            replaces=replaces if replaces is not None else self.state.slot(*key).to_replace,
            text=text,
        )
        self.written.append(draft)
        return draft

    def row(self, visit: str, line: str) -> Row:
        """The row of a line. Raises Refused when the visit has no such line."""
        row = self.walk.row(visit, line)
        if row is None:
            raise Refused(_("Cette ligne n'est pas dans la session."))
        return row

    def refuse_unless_running(self) -> None:
        """Raises Refused unless the session is open."""
        if self.state.opened is None:
            raise Refused(_("Cette session n'est pas ouverte."))
        if self.state.closing is not None:
            raise Refused(_("La session est close. Pour continuer, annuler la clôture ou ouvrir une suite."))

    def not_in_future(self, moment: datetime) -> datetime:
        """The same moment. Raises Refused when it lies in the future."""
        if moment > self.context.now + _AHEAD:
            raise Refused(_("Cette heure est dans le futur : donner une heure passée."))
        return moment


TYPED_YES = ("o", "oui")
TYPED_NO = ("n", "non")
"""How yes and no are typed; case does not count."""


def is_refusal(text: str) -> bool:
    """Whether a text is only a no: who answers « non » to « pourquoi ? » does not want it done."""
    return text.strip().casefold() in TYPED_NO


def is_assent(text: str) -> bool:
    """Whether a text is only a yes: it answers another question than « pourquoi ? »."""
    return text.strip().casefold() in (*TYPED_YES, "ok")


def is_unknown(text: str) -> bool:
    """Whether a text only says that nobody knows: no answer to what was done, by whom or why."""
    words = fold_accents(text).strip()
    return bool(words) and (not words.strip(" ?") or words in _NOT_KNOWN)


def is_without_words(text: str) -> bool:
    """Whether a text that is not empty has no letter and no digit: a hyphen, dots."""
    return bool(text.strip()) and not any(sign.isalnum() for sign in text)


def is_no_name(text: str) -> bool:
    """Whether a text names nobody and no place: yes, no, « ? », signs alone."""
    return is_unknown(text) or is_assent(text) or is_refusal(text) or is_without_words(text) or is_zero(text)


def is_zero(text: str) -> bool:
    """Whether a text is only a zero, the digit that says « je ne sais pas » everywhere: no words."""
    return bool(text.strip()) and not text.strip().strip("0")


_NOT_KNOWN = frozenset(
    (
        "inconnu",
        "inconnue",
        "pas su",
        "pas sue",
        "nsp",
        "je ne sais pas",
        "je sais pas",
        "ne sais pas",
        "sais pas",
        "ne sait pas",
        "sait pas",
        "on ne sait pas",
        "on sait pas",
    )
)


def required_reason(text: str, sentence: str) -> str:
    """A reason, stripped. Raises Refused: with `sentence` when it says nothing or only yes, and for a bare no."""
    kept = required_statement(text, sentence)
    if is_assent(kept):
        raise Refused(_("« {words} » ne suffit pas. {sentence}").format(words=kept, sentence=sentence))
    if is_refusal(kept):
        raise Refused(_("« {words} » n'est pas un motif : rien n'est fait.").format(words=kept))
    return kept


def required_name(text: str, sentence: str) -> str:
    """Who, or where, stripped. Raises Refused with `sentence` when it names nobody and no place."""
    kept = required_text(text, sentence)
    if is_no_name(kept):
        raise Refused(_("« {words} » ne suffit pas. {sentence}").format(words=kept, sentence=sentence))
    return kept


def required_statement(text: str, sentence: str) -> str:
    """A text that says something, stripped. Raises Refused with `sentence` when it is empty, or only says that nobody
    knows."""
    kept = required_text(text, sentence)
    if is_unknown(kept) or is_zero(kept) or is_without_words(kept):
        raise Refused(_("« {words} » ne suffit pas. {sentence}").format(words=kept, sentence=sentence))
    return kept


def says_who_and_where(text: str) -> bool:
    """Whether a text may say both who saw something and where: one word alone says one of them."""
    return len(text.replace(",", " ").split()) > 1


def who_and_where(who: str, place: str) -> str:
    """Who saw something and where, in one text. Who it was may have been typed again before the place."""
    kept = place.strip(" ,")
    again = kept.casefold().startswith((f"{who} ".casefold(), f"{who},".casefold()))
    return kept if again else ", ".join(filter(None, (who, kept)))


def required_text(text: str, sentence: str) -> str:
    """A text, stripped. Raises Refused with `sentence` when it is empty."""
    kept = text.strip()
    if not kept:
        raise Refused(sentence)
    return kept
