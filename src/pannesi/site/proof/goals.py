"""What every way through a case must meet: something to do, somebody to alert, an end."""

from __future__ import annotations

from pannesi.site.guidance import is_guidance
from pannesi.site.lines import Becomes, Call, Joins, Line, Standing
from pannesi.site.model import Site
from pannesi.site.ways import ANY, NONE, Way, Ways, both


class Leaves:
    """Only turning into another case counts: that case is proved by itself."""

    asks_again = False

    def __init__(self, after: AnyLine | None = None) -> None:
        self.after = after

    def misses(self, line: Line) -> Ways:
        return NONE if isinstance(line, Becomes) else ANY


class Orders:
    """What stands in force, wherever it was put in force: an annex run while alerting may already say how to work."""

    asks_again = False
    after = None

    def misses(self, line: Line) -> Ways:
        return NONE if isinstance(line, Becomes | Standing) else ANY


class AnyLine:
    """Whatever line there is."""

    asks_again = False
    after = None

    def misses(self, line: Line) -> Ways:
        return NONE


class SomethingToDo:
    """A line of degraded mode: an act, or something to know that the procedure itself says."""

    asks_again = False
    after = None

    def misses(self, line: Line) -> Ways:
        return NONE if is_guidance(line) else ANY


class SomebodyToAlert:
    """A call to somebody whose hours are known and open, or who is replaced by such a person."""

    asks_again = False
    after = None

    def __init__(self, site: Site) -> None:
        self._site = site

    def misses(self, line: Line) -> Ways:
        if isinstance(line, Becomes | Joins):
            return NONE
        return self._unreachable(line.value, frozenset()) if isinstance(line, Call) else ANY

    def _unreachable(self, name: str, met: frozenset[str]) -> Ways:
        """The hours at which nobody answers for a contact: closed, or known to nobody."""
        contact = self._site.contact_by_id[name]
        met |= {name}
        found = ANY
        if contact.hours is not None and not contact.members:
            clock = ("clock", contact.hours)
            found = [Way({clock: "closed"}), Way({clock: "unknown"})]
        for other in (*contact.members, *contact.then):
            if other not in met:
                found = both(found, self._unreachable(other, met))
        return found
