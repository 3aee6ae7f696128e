"""The timeline of a session: each recorded fact as a sentence, and the groups that facts are filtered by."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import get_args

from pannesi.presentation.closing.usual_reasons import is_usual
from pannesi.presentation.facts.fact_references import FactReferences
from pannesi.presentation.facts.sentences import event_words
from pannesi.procedure.model.lines import Broadcast
from pannesi.session.events import Event
from pannesi.session.facts.base import Category, Unreadable
from pannesi.session.facts.lines import LineDone, LineImpossible, LineNotNeeded, OnLine
from pannesi.session.facts.patients import PatientCorrected, StepReconciled
from pannesi.session.facts.reading import UnknownKind
from pannesi.session.facts.visits import VisitOpened
from pannesi.session.free_text import may_name, without_free_text
from pannesi.session.labels import free_words, missing_text_words
from pannesi.session.register.draft_entries import is_superseded_draft
from pannesi.support.i18n import _, n_


def is_automatic(event: Event) -> bool:
    """Whether the program wrote a fact by itself, as a consequence of another one in the timeline."""
    fact = event.body
    return fact.reason == "start" if isinstance(fact, VisitOpened) else fact.preset


@dataclass(frozen=True)
class SentenceWriter(FactReferences):
    """Writes the sentences of the facts of one session."""

    reasons: bool = False
    """Whether free text about one patient is shown: only where patients were asked for."""
    free: bool = True
    """Whether any free text is shown, that of facts undone or corrected since included."""

    def is_hidden(self, event: Event) -> bool:
        """Whether a fact is normally left out of a timeline: the program wrote it, or it is a draft that was saved
        again."""
        return is_automatic(event) or is_superseded_draft(self.state, event)

    def hidden_words(self) -> str:
        """How many facts of the session are left out of its timeline, by why; empty where none is."""
        hidden = [event for event in self.state.timeline if self.is_hidden(event)]
        written = sum(map(is_automatic, hidden))
        entered = len(hidden) - written
        counts = (
            n_("{count} fait du programme", "{count} faits du programme", written) if written else "",
            n_("{count} saisie reprise ensuite", "{count} saisies reprises ensuite", entered) if entered else "",
        )
        what = ", ".join(filter(None, counts))
        return _("non montré : {what}").format(what=what) if what else ""

    def sentence(self, event: Event) -> str:
        """The sentence of a fact, with its free text where that may be shown."""
        usual = is_usual(event.text, self._expected(event))
        event = event if self.free or usual else without_free_text(event)
        words = event_words(self, event, self.sentence)
        if isinstance(event.body, UnknownKind | Unreadable):
            return words
        words, free = words + self._additions(event), free_words(event)
        named = may_name(event)
        if named == "the_patient":
            if isinstance(event.body, StepReconciled):
                return words + missing_text_words(event, _(" · précision effacée"), _(" · précision manquante"))
            return words + missing_text_words(event, _(" · nom effacé"), _(" · nom manquant"))
        if named == "a_patient" and event.text and not (self.reasons or usual):
            return words + _(" (motif dans sa ligne)")
        return words + (f" : {free}" if free else "")

    def _expected(self, event: Event) -> str | None:
        """What the line of a fact expects to be seen."""
        line = self.line(event)
        return line.expect if line is not None else None

    def _additions(self, event: Event) -> str:
        """What is added to a sentence: a corrected or uncertain hour, an open or settled conflict."""
        words = ""
        if self.state.when(event) != event.moment:
            words += _(" · noté à {hour}").format(hour=self.hour(event.moment))
        if event.id in self.state.uncertain:
            words += _(" · heure incertaine")
        if event.id in self._in_conflict:
            versions = self._in_conflict[event.id] == "patient"
            words += _(" · DEUX VERSIONS, pas tranché") if versions else _(" · DEUX RÉPONSES, pas tranché")
        elif len(event.replaces) > 1 and isinstance(event.body, OnLine | PatientCorrected):
            words += _(" · tranche entre {count} réponses").format(count=len(event.replaces))
        return words

    @cached_property
    def _in_conflict(self) -> dict[str, str]:
        """What the facts in conflict speak of, by their ids."""
        return {event.id: key[0] for key, events in self.state.conflicts for event in events}


FACT_GROUPS: tuple[Category, ...] = get_args(Category)
"""The groups by which a timeline can be filtered, in the order in which they are offered."""


def group_of(writer: SentenceWriter, event: Event) -> Category:
    """The group of a fact, of `FACT_GROUPS`."""
    line = writer.line(event)
    if (
        line is not None
        and isinstance(line, Broadcast)
        and isinstance(event.body, LineDone | LineImpossible | LineNotNeeded)
    ):
        return "messages"
    return event.body.category


def group_word(group: str) -> str:
    """The name of a group."""
    return {
        "done": _("lignes faites et réponses"), "undone": _("non nécessaire, impossible ou laissé"),
        "calls": _("appels"), "messages": _("messages"), "patients": _("patients"),
        "notes": _("notes et signalements"), "changes": _("annulations et heures corrigées"),
        "session": _("ouverture, retour, main, clôture"),
    }[group]  # fmt: skip
