"""What every way through a case must meet: something to do, somebody to alert, an end."""

from __future__ import annotations

from pannesi.procedure.checks.coverage.constraints import ANY, NONE, Paths, PathSet, intersection
from pannesi.procedure.guidance import is_guidance
from pannesi.procedure.model.contacts import Contact
from pannesi.procedure.model.lines import Becomes, Call, Line, OtherCaseLine, Standing
from pannesi.procedure.model.procedure import Site


class TurnsIntoAnotherCase:
    """Only turning into another case counts: that case is proved by itself."""

    asks_again = False

    def __init__(self, after: HasAnyLine | None = None) -> None:
        self.after = after

    def misses(self, line: Line) -> Paths:
        return NONE if isinstance(line, Becomes) else ANY


class HasStandingOrder:
    """What stands in force, wherever it was put in force: an annex run while alerting may already say how to work."""

    asks_again = False
    after = None

    def misses(self, line: Line) -> Paths:
        return NONE if isinstance(line, Becomes | Standing) else ANY


class HasAnyLine:
    """Whatever line there is."""

    asks_again = False
    after = None

    def misses(self, line: Line) -> Paths:
        return NONE


class HasGuidance:
    """A line of degraded mode: an act, or something to know that the procedure itself says."""

    asks_again = False
    after = None

    def misses(self, line: Line) -> Paths:
        return NONE if is_guidance(line) else ANY


class AlertsSomebody:
    """A call to somebody whose hours are known and open, or who is replaced by such a person."""

    asks_again = False
    after = None

    def __init__(self, site: Site, *, by_what: bool = False, offline: bool = False) -> None:
        self._site = site
        self._by_what = by_what
        """Whether some way to reach them must be written too."""
        self._offline = offline
        """What goes by Internet is none: it is what failed."""

    def misses(self, line: Line) -> Paths:
        if isinstance(line, OtherCaseLine):
            return NONE
        return self._unreachable(line.value, frozenset()) if isinstance(line, Call) else ANY

    def _ways_to(self, contact: Contact) -> bool:
        channels = (channel for channel in contact.channels if not (self._offline and channel.needs == "internet"))
        return any(one.value is not None for one in channels)

    def _unreachable(self, name: str, met: frozenset[str], group: bool = False) -> Paths:
        """The hours at which nobody answers for a contact: closed, or known to nobody; all of them for somebody whom
        nothing written reaches. `group`: the contact of which it is a member has a way of its own."""
        contact = self._site.contact_by_id[name]
        met |= {name}
        found, reached = ANY, group or not self._by_what or self._ways_to(contact)
        if contact.hours is not None and not contact.members and reached:
            clock = ("clock", contact.hours)
            found = [PathSet({clock: "closed"}), PathSet({clock: "unknown"})]
        for other in (*contact.members, *contact.then):
            if other not in met:
                found = intersection(found, self._unreachable(other, met, reached and other in contact.members))
        return found
