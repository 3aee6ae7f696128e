"""What the first screen says, for a size: a pure function of station, open sessions, hour and what is typed.

The first paint, which comes before Textual is loaded, and the screen of Textual both draw from here.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Literal, Protocol

from pannesi.application.site_selection import SelectedSite
from pannesi.history.overview import Overview, with_distinct_titles
from pannesi.presentation.commands import general
from pannesi.presentation.commands.key_bar import Hint, usable_hints
from pannesi.presentation.home.lines import (
    answering_lines,
    choice_hang,
    choice_line,
    doubt_lines,
    entry_lines,
    head_line,
    session_line,
    unwritten_lines,
    warning_lines,
)
from pannesi.support.i18n import _, n_
from pannesi.support.light_dataclass import dataclass
from pannesi.support.styled_text import NARROW, StyledText
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from pannesi.presentation.session_lists.joining import WayIn
    from pannesi.procedure.model.procedure import EntryPoint, Site
    from pannesi.procedure.search import SearchResult
    from pannesi.support.clock import ClockDoubt

Place = tuple[str, str | None]
"""An entry: the id of its unit, and of its symptom where it has one."""
TRIAGE: Place = ("triage", None)
"""The place of the entry for whoever does not know."""
MOST_SESSIONS = 3
"""How many open sessions are shown at most; the others are counted, and are in the list of sessions."""
LETTERS = "NBCD"
"""The letters of the choices below an entry: a new session, the first open one, the second, the third."""
MIN_COLUMNS = 20
"""Columns that words are laid out on, at least."""
WIDE = 110
"""Columns from which a second column stands beside the list."""
LIST_COLUMNS = 80
"""Columns that the list keeps beside the second column."""
LEAST_SIDE, MOST_SIDE = 30, 64
"""Columns of the second column."""
MOST_PAST = 3
"""How many outages that are over are shown in the second column."""
CALLED_BESIDE = 30
"""Rows of a wide screen from which the second column has room for all whom to call."""
LOW = 14
"""Rows of a screen below which one line says whom to call."""


@dataclass(frozen=True)
class HomeChoice:
    """What an item of the list stands for: an entry, or what one may be while sessions are open."""

    how: Literal["entry", "resume", "join", "new"]
    session: str = ""
    """The id of the session that is resumed or joined."""
    place: Place | None = None
    """The entry; None where a session is resumed."""


@dataclass(frozen=True)
class HomeItem:
    """An item of the list: what it stands for, None where the cursor skips it, and its line."""

    key: HomeChoice | None
    line: StyledText
    hang: int = 0
    """How many columns the continuation of a line too long for the screen is indented by."""
    goes_on: bool = False
    """Whether it goes on with the label of the item above, which has no room on one line."""


class HomeSubject(Protocol):
    """What the first screen is about: an `application.context.Station`, or what is known of one before its journal is
    open."""

    exercise: bool

    @property
    def site(self) -> Site:
        """The site at work."""

    @property
    def reading(self) -> SelectedSite:
        """Where that site was read."""

    @property
    def recording(self) -> bool:
        """Whether what is recorded outlives the program."""

    @property
    def banners(self) -> tuple[str, ...]:
        """The warnings about the site and the journal, the gravest first."""

    def doubt(self) -> ClockDoubt | None:
        """Why the clock of the machine is doubtful; None when it is not."""


@dataclass(frozen=True)
class HomeContent:
    """The first screen of a station at a moment, on so many columns and rows."""

    station: HomeSubject
    now: datetime
    columns: int
    rows: int
    sessions: tuple[Overview, ...] = ()
    """The first open sessions, see `as_shown`."""
    open_count: int = 0
    """How many are open, those of `sessions` included."""
    past: tuple[Overview, ...] = ()
    """The last outages that are over, shown where the screen is wide."""
    elsewhere: tuple[str, ...] = ()
    """The sessions of other hospitals that are open in this journal, in words."""
    typed: str = ""
    """What was typed, with digits for the signs of unshifted number keys."""

    @property
    def width(self) -> int:
        """Columns between the margins."""
        return max(self.columns, MIN_COLUMNS) - 2

    @property
    def side_width(self) -> int:
        """Columns of the second column; 0 where there is none."""
        return min(max(self.columns - LIST_COLUMNS, LEAST_SIDE), MOST_SIDE) if self.columns >= WIDE else 0

    @property
    def list_width(self) -> int:
        """Columns of a line of the list."""
        return self.width - self.side_width

    def list_height(self, said: int = 0) -> int:
        """The rows between the field and whom to call, with so many lines of a message below."""
        return self.rows - len(self.band()) - len(self.answering()) - said - 2

    def side(self, height: int) -> list[StyledText]:
        """The lines of the second column, `height` at most: what goes on, whom to call, the last outages."""
        if not self.side_width:
            return []
        from pannesi.presentation.home.side import box, call_lines, open_lines, past_lines

        width, contacts = self.side_width - 1, self.station.site.contacts
        calls = call_lines(contacts, self.now, width - 4, in_doubt=in_doubt(self.station))
        boxes = [box(_("Qui appeler maintenant"), calls, width)]
        past = box(_("Dernières pannes"), past_lines(self.past, contacts, self.now), width)
        if height >= len(boxes[0]) + len(past) + 6:
            boxes.append(past)
        room = height - sum(map(len, boxes)) - 2
        if room > 0:
            exercise = self.station.exercise
            opened = open_lines(self.sessions, self._open, width - 4, room, exercise=exercise)[:room]
            boxes.insert(0, box(_("En cours"), opened, width))
        air = [StyledText()] if sum(map(len, boxes)) + len(boxes) <= height else []
        return [line for lines in boxes for line in (*lines, *air)][:height]

    def band(self) -> list[StyledText]:
        """The lines above the field: the hospital and the hour, then what is doubtful or wrong."""
        return self._band

    @cached_property
    def _band(self) -> list[StyledText]:
        most = max(self.rows - self._rows_below_band - min(self._open, MOST_SESSIONS) - 1, 1)
        doubted = doubt_lines(self.station, self.width)
        banners = (*self.station.banners, *self.elsewhere)
        lost = not self.station.recording and bool(self.station.banners)
        warnings = warning_lines(banners, self.width, max(most - len(doubted), 1), lost=lost)
        return [head_line(self.station, self.now, self.width), *doubted, *warnings]

    @property
    def _open(self) -> int:
        return max(self.open_count, len(self.sessions))

    @cached_property
    def _rows_below_band(self) -> int:
        """The rows of the field, the entries, whom to call and the keys."""
        triage = self.station.site.triage
        labels = [entry.label for entry in self.station.site.entries] + ([triage.title] if triage is not None else [])
        return 4 + sum(len(entry_lines(0, "", label, self.list_width)) for label in labels)

    def _unsure(self) -> list[HomeItem]:
        """The way for whoever does not know, where the procedure has one."""
        triage = self.station.site.triage
        if triage is None:
            return []
        return self._entry_items(TRIAGE, entry_lines(0, "", triage.title, self.list_width), asked=self.typed == "0")

    def question(self) -> StyledText:
        """What stands before the field."""
        return StyledText(_("Que se passe-t-il ? "), "title")

    def placeholder(self) -> str:
        """What stands in the field while nothing is typed."""
        whole = _("un numéro, ou des mots")
        return whole if self.width + 2 > 72 else _("numéro, ou mots")

    def answering(self) -> list[StyledText]:
        """Whom to call now; nothing where that stands in the second column."""
        return self._answering

    @cached_property
    def _answering(self) -> list[StyledText]:
        if self.side_width and self.rows >= CALLED_BESIDE:
            return []
        contacts = self.station.site.contacts
        lines = answering_lines(contacts, self.now, self.width, in_doubt=in_doubt(self.station))
        return lines[: 1 if self.rows < LOW else 2]

    def items(self, result: SearchResult | None = None, height: int = 0) -> list[HomeItem]:
        """The open sessions and the entries. Where something is typed: the `result` of the search, in which the way for
        whoever does not know is among the first `height` lines."""
        entries = self._entries(self.station.site.entries if result is None else result.entries)
        unsure = self._unsure()
        if result is None:
            return self._aired(self._sessions(), entries, unsure)
        said = self._said(result)
        room = height - len(said) - len(unsure)
        if result.unwritten and room < 1:
            return [*unsure, *said, *entries]
        if result.only_unwritten:
            return [*said, *unsure, *entries]
        first = next((at for at, item in enumerate(entries) if item.key is not None), 0)
        seen = max(room, first + 1)
        while seen < len(entries) and entries[seen].goes_on:
            seen += 1
        return [*said, *entries[:seen], *unsure, *entries[seen:]]

    def _aired(self, sessions: list[HomeItem], entries: list[HomeItem], unsure: list[HomeItem]) -> list[HomeItem]:
        """The whole list, with a blank line before each system where nothing is pushed out of view by it."""
        systems = [entry.symptom.system for entry in self.station.site.entries]
        begins = [at for at, system in enumerate(systems) if at and system != systems[at - 1]]
        gaps = len(begins) + bool(sessions) + bool(unsure)
        room = self.rows - len(self.band()) - self._rows_below_band - len(sessions)
        if self.rows <= self._rows_below_band:  # not all of them are seen, whatever stands above: this one always is
            return [*sessions, *unsure, *entries]
        if room < gaps + 1:
            return [*sessions, *entries, *unsure]
        blank = HomeItem(None, StyledText())
        aired, at = list[HomeItem](), -1
        for item in entries:
            at += not item.goes_on
            aired += [blank, item] if at in begins and not item.goes_on else [item]
        return [*sessions, *([blank] if sessions else ()), *aired, *([blank, *unsure] if unsure else ())]

    def _sessions(self) -> list[HomeItem]:
        """The open sessions that there is room for beside the entries, one at least, and how many more are open."""
        room = self.rows - len(self.band()) - self._rows_below_band if len(self.sessions) > 1 else 1
        seen = self.sessions[: min(max(room, 1), MOST_SESSIONS)]
        more = self._open - len(seen)
        words = n_(" · et {count} autre : F3", " · et {count} autres : F3", more) if more else ""
        apart = self.width < NARROW
        if words and seen and not apart and not self._fits_beside(seen[-1], words):
            words = _(" · +{count} : F3").format(count=more)
        items = []
        for place, session in enumerate(seen, start=1):
            beside = words if place == len(seen) and not apart else ""
            real = self.station.exercise and not session.exercise
            line = session_line(session, self.list_width - len(beside), real=real).append(beside, "quiet")
            items.append(HomeItem(HomeChoice("resume", session.id), line))
        if words and apart:
            items.append(HomeItem(None, StyledText(words, "quiet")))
        return items

    def _fits_beside(self, session: Overview, words: str) -> bool:
        """Whether the whole title of a session has room before some words on its line."""
        real = self.station.exercise and not session.exercise
        return clean_line(session.heading) in session_line(session, self.list_width - len(words), real=real).plain

    def _entries(self, entries: tuple[EntryPoint, ...]) -> list[HomeItem]:
        items, before = list[HomeItem](), ""
        for entry in entries:
            system = "" if entry.symptom.system == before else entry.symptom.system
            before = entry.symptom.system
            lines = entry_lines(entry.number, system, entry.label, self.list_width)
            asked = self.typed.isdigit() and int(self.typed) == entry.number
            items += self._entry_items((entry.unit.id, entry.symptom.id), lines, asked=asked)
        return items

    def _said(self, result: SearchResult) -> list[HomeItem]:
        """What is said of the words above what they lead to: that it is not written, or that nothing has them."""
        if result.unwritten:
            doubt, contacts = in_doubt(self.station), self.station.site.contacts
            return [
                HomeItem(None, line)
                for topic in result.unwritten
                for line in unwritten_lines(topic, contacts, self.now, self.list_width, in_doubt=doubt)
            ]
        if result.entries or self.typed == "0":
            return []
        return [HomeItem(None, StyledText(self._nothing_words(self.typed), "warning"), hang=1)]

    def _nothing_words(self, words: str) -> str:
        return _(" Rien ne correspond à « {typed} » : un autre mot, un numéro de 1 à {last}, ou 0.").format(
            typed=words[:20], last=len(self.station.site.entries)
        )

    def bar(self, key: Hashable | None = None) -> list[Hint]:
        """The keys that apply while the cursor is on the item `key`."""
        return usable_hints(
            (*general.ON_HOME, *general.EVERYWHERE), _HomeCommands(self.typed, key, self.station.doubt())
        )

    def joinable(self) -> list[Overview]:
        """The open sessions that an entry may be part of: real ones, or exercises during an exercise."""
        return [session for session in self.sessions if session.exercise == self.station.exercise][:MOST_SESSIONS]

    def _entry_items(self, place: Place, lines: list[StyledText], *, asked: bool) -> list[HomeItem]:
        """An entry; where it is asked for by its number while a session is open, what it may be below it."""
        rest = [HomeItem(None, line, goes_on=True) for line in lines[1:]]
        if not asked or not self.joinable():
            return [HomeItem(HomeChoice("entry", place=place), lines[0]), *rest]
        from pannesi.presentation.session_lists.joining import meaning_words

        items = [HomeItem(None, lines[0]), *rest]
        ways = self.ways_in(place)
        for at, (letter, way) in enumerate(ways):
            shown = choice_line("⏎" if at == 0 else letter, way.words(narrow=self.width + 2 < NARROW), self.list_width)
            items.append(HomeItem(choice_of_way(way, place), shown, choice_hang(self.list_width)))
        if self.width >= NARROW and any(way.how == "join" for _letter, way in ways):
            meanings = (choice_line("", words, self.list_width, "quiet") for words in meaning_words())
            items += [HomeItem(None, line, choice_hang(self.list_width)) for line in meanings]
        return items

    def ways_in(self, place: Place) -> list[tuple[str, WayIn]]:
        """What an entry may be while sessions are open, what harms least first, each with its letter."""
        from pannesi.presentation.session_lists.joining import ways_in

        sessions, triage = self.joinable(), self.station.site.triage
        unit, symptom = (triage.id, None) if place == TRIAGE and triage is not None else place
        ways = ways_in(self.station.site, unit, symptom, sessions)
        return [(LETTERS[0] if way.session is None else LETTERS[1 + sessions.index(way.session)], way) for way in ways]


def choice_of_way(way: WayIn, place: Place) -> HomeChoice:
    """What an item of the list stands for that says what an entry may be."""
    named = way.session.id if way.session is not None else ""
    return HomeChoice(way.how, named, place if way.how != "resume" else None)


@dataclass(frozen=True)
class _HomeCommands:
    """What the conditions and the words of the commands of home look at."""

    typed: str
    key: Hashable | None
    clock_doubt: ClockDoubt | None
    offers_commands: bool = True
    may_recolour: bool = True

    def enter_word(self) -> str:
        """What Enter does."""
        return enter_word(self.key)


def enter_word(key: Hashable | None) -> str:
    """What Enter does while the cursor is on the item `key`."""
    match key.how if isinstance(key, HomeChoice) else "entry":
        case "resume":
            return _("reprendre")
        case "join":
            return _("même panne")
        case "new":
            return _("autre panne")
        case "entry":
            return _("ouvrir")


def in_doubt(station: HomeSubject) -> bool:
    """Whether the clock of a station cannot be believed."""
    doubt = station.doubt()
    return doubt is not None and doubt.alarm


def past_wanted(columns: int) -> int:
    """How many outages that are over a screen of so many columns shows."""
    return MOST_PAST if columns >= WIDE else 0


def as_shown(station: HomeSubject, sessions: Sequence[Overview]) -> tuple[Overview, ...]:
    """These open sessions as they are shown: with titles that tell them apart, and lengths only where the clock can be
    believed."""
    doubted = in_doubt(station)
    return with_distinct_titles(
        [replace(session, in_doubt=True) for session in sessions] if doubted else tuple(sessions)
    )
