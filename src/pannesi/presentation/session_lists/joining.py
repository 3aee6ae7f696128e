"""What an entry chosen while sessions are open may be: one of them, an outage apart, or a part of one of them.

What harms least comes first: a session in which this very entry goes on is resumed; another failure gets a session of
its own, since what is mixed into a session is not taken out of it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from pannesi.history.overview import Overview
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _

How = Literal["resume", "join", "new"]


@dataclass(frozen=True)
class WayIn:
    """One thing that a chosen entry may be."""

    how: How
    session: Overview | None
    """The session that is resumed or joined; None for a new one."""

    def words(self, *, narrow: bool = False) -> str:
        """What it means, in few words where the screen is `narrow`; the title of the session last."""
        if self.session is None:
            return _("nouvelle session, à part") if narrow else _("une autre panne : nouvelle session, à part")
        if self.how == "resume":
            words = _("reprendre : {title}") if narrow else _("déjà en cours, la reprendre : {title}")
        elif self.session.stage == "search":
            words = _("c'est la panne que l'on cherchait")
        else:
            words = _("en plus de : {title}") if narrow else _("la même panne, en plus de : {title}")
        return words.format(title=self.session.heading)


def ways_in(site: Site, unit: str, symptom: str | None, sessions: Sequence[Overview]) -> tuple[WayIn, ...]:
    """What the entry of a unit by a symptom may be beside these open sessions, what harms least first."""
    entered = _entry_as_indexed(site, unit, symptom)
    same = [session for session in sessions if entered in session.entered]
    others = [WayIn("join", session) for session in sessions if session not in same]
    sought = others if len(sessions) == 1 and sessions[0].stage == "search" else []
    rest = [way for way in others if way not in sought]
    return (*(WayIn("resume", session) for session in same), *sought, WayIn("new", None), *rest)


def meaning_words() -> tuple[str, str]:
    """What a session apart and a joined one mean."""
    return (
        _("À part : ni consignes ni patients ne se mêlent."),
        _("En plus : une seule session, patients des deux ensemble."),
    )


def _entry_as_indexed(site: Site, unit: str, symptom: str | None) -> str:
    """An entry as `Overview.entered` has it: what it opens, where that is elsewhere."""
    symptoms = site.unit_by_id[unit].symptoms if unit in site.unit_by_id else ()
    opens = next((entry.opens for entry in symptoms if entry.id == symptom), None)
    return opens or (f"{unit}/{symptom}" if symptom else unit)
