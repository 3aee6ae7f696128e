"""From a draft to an event: its clock value, its place in the hash chain, the salted digest of its text."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import field

from pannesi.journal.hash_chain import salted_digest, with_hash
from pannesi.journal.hybrid_clock import END, fits, tick
from pannesi.journal.private_file import LockWait
from pannesi.journal.store import ImpossibleFact, UnholdableText
from pannesi.session.events import Draft, Event, is_out_of_range
from pannesi.support.i18n import _
from pannesi.support.light_dataclass import dataclass
from pannesi.support.text_safety import clean_line


@dataclass(frozen=True)
class Edge:
    """The dependencies of a journal on the outside world: who writes, the clock, randomness, waiting."""

    writer: str
    """A random id, new for each run of the program: events of one writer in one session form a hash chain."""
    now_ms: Callable[[], int]
    """The wall clock, milliseconds since 1970."""
    new_salt: Callable[[], str]
    """Gives 256 random bits, in hex."""
    waiting: LockWait = field(default_factory=LockWait)
    """How the journal waits for other programs."""


def stamp(edge: Edge, draft: Draft, last_hlc: int, seq: int, prev: str) -> tuple[Event, str | None]:
    """The event that a draft becomes, hash included, and the salt of its text (None without a text).

    `last_hlc` is the last clock value of its session; `seq` and `prev` its place in the writer's chain. Raises
    UnholdableText for lone surrogates.
    """
    payload: Mapping[str, object] = draft.payload
    salt: str | None = None
    try:
        if draft.text is not None:
            salt = edge.new_salt()
            payload = {**draft.payload, "text": salted_digest(salt, draft.text)}
        event = Event(
            id=draft.id, session=draft.session, writer=edge.writer, seq=seq, hlc=tick(last_hlc, edge.now_ms()),
            at=draft.at, actor=draft.actor, kind=str(draft.kind), payload=payload, replaces=draft.replaces,
            prev=prev, text=draft.text, salt=salt,
        )  # fmt: skip
        return with_hash(event), salt
    except (ValueError, UnicodeEncodeError) as error:
        raise UnholdableText(_("Ce texte contient des caractères qui ne peuvent pas être enregistrés.")) from error


def refuse_impossible(event: Event) -> None:
    """Raises ImpossibleFact for an event from elsewhere with a clock value, number, time or length that none can
    have."""
    if not (fits(event.hlc) and 0 < event.seq < END) or is_out_of_range(event):
        raise ImpossibleFact(
            _(
                "La session {session} contient un fait à une heure ou d'une durée impossible. Rien n'en est repris."
            ).format(session=clean_line(event.session))
        )
