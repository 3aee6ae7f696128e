"""What some line of every path through a case must provide: guidance, somebody to alert, an end."""

from __future__ import annotations

from pannesi.procedure.checks.coverage.constraints import ANY, NONE, Paths, PathSet, intersection
from pannesi.procedure.guidance import is_guidance
from pannesi.procedure.model.contacts import Contact
from pannesi.procedure.model.lines import Becomes, Call, Line, OtherCaseLine, Standing
from pannesi.procedure.model.procedure import Site


class TurnsIntoAnotherCase:
    """The goal of turning into another case, which is proved by itself."""

    asks_again = False

    def __init__(self, after: HasAnyLine | None = None) -> None:
        self.after = after

    def missed_by(self, line: Line) -> Paths:
        """No path for a line that turns into another case, else all."""
        return NONE if isinstance(line, Becomes) else ANY


class HasStandingOrder:
    """The goal of a standing order: one given while alerting, or by an annex, already says how to work."""

    asks_again = False
    after = None

    def missed_by(self, line: Line) -> Paths:
        """No path for a standing order, or a line that turns into another case; else all."""
        return NONE if isinstance(line, Becomes | Standing) else ANY


class HasAnyLine:
    """The goal of having any line at all."""

    asks_again = False
    after = None

    def missed_by(self, line: Line) -> Paths:
        """No path."""
        return NONE


class HasGuidance:
    """The goal of a line that says how to work meanwhile (`is_guidance`)."""

    asks_again = False
    after = None

    def missed_by(self, line: Line) -> Paths:
        """No path for guidance, else all."""
        return NONE if is_guidance(line) else ANY


class AlertsSomebody:
    """The goal of a call to a contact that is open, or to one that is replaced by a contact that is.

    `needs_channel`: some channel of the contact must have a value. `offline`: channels that need the Internet do not
    count, as it is what failed.
    """

    asks_again = False
    after = None

    def __init__(self, site: Site, *, needs_channel: bool = False, offline: bool = False) -> None:
        self._site = site
        self._needs_channel = needs_channel
        self._offline = offline

    def missed_by(self, line: Line) -> Paths:
        """The hours at which a call reaches nobody; no path for a line that leads to another case; else all paths."""
        if isinstance(line, OtherCaseLine):
            return NONE
        return self._paths_unreachable(line.value, frozenset()) if isinstance(line, Call) else ANY

    def _has_channel(self, contact: Contact) -> bool:
        channels = (channel for channel in contact.channels if channel.works(offline=self._offline))
        return any(channel.value is not None for channel in channels)

    def _paths_unreachable(self, name: str, visited: frozenset[str], group_has_channel: bool = False) -> Paths:
        """The hours at which nobody answers for a contact: its schedule is closed or unknown; all of them when it has
        no channel. `group_has_channel`: the contact of which it is a member has one."""
        contact = self._site.contact_by_id[name]
        visited |= {name}
        has_channel = group_has_channel or not self._needs_channel or self._has_channel(contact)
        paths = ANY
        if contact.hours is not None and not contact.members and has_channel:
            clock = ("clock", contact.hours)
            paths = [PathSet({clock: "closed"}), PathSet({clock: "unknown"})]
        for other in (*contact.members, *contact.then):
            if other not in visited:
                inherits = has_channel and other in contact.members
                paths = intersection(paths, self._paths_unreachable(other, visited, inherits))
        return paths
