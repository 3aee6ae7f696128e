"""A draft becomes an event: its place in the order, its link in the chain, its text set apart behind a salt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pannesi.journal.hash_chain import salted_digest, with_hash
from pannesi.journal.hybrid_clock import END, fits, tick
from pannesi.journal.private_file import Waiting
from pannesi.journal.store import ImpossibleFact, UnholdableText
from pannesi.session.events import Draft, Event, is_impossible
from pannesi.support.i18n import _
from pannesi.support.text_safety import clean_line


@dataclass(frozen=True)
class Edge:
    """What a journal takes from the world."""

    writer: str
    """A fresh random id for each run of the program."""
    now_ms: Callable[[], int]
    """The wall clock, milliseconds since 1970."""
    new_salt: Callable[[], str]
    """256 random bits, in hex."""
    waiting: Waiting = field(default_factory=Waiting)
    """How it waits for other programs."""


def stamp(edge: Edge, draft: Draft, last_hlc: int, seq: int, prev: str) -> tuple[Event, str | None]:
    """The event that a draft becomes, sealed, and the salt of its text. Raises UnholdableText."""
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
    """Nothing when an event from elsewhere may be taken in. Raises Impossible."""
    if not (fits(event.hlc) and 0 < event.seq < END) or is_impossible(event):
        raise ImpossibleFact(
            _(
                "La session {session} contient un fait à une heure ou d'une durée impossible. Rien n'en est repris."
            ).format(session=clean_line(event.session))
        )
