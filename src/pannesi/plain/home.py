"""The first screen, line by line: open sessions, entries, whom to call; then sessions are opened or resumed from it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby, islice
from typing import TYPE_CHECKING

from pannesi.application.context import Station
from pannesi.application.session_service import Desk
from pannesi.history.catalogue import station_catalogue
from pannesi.history.overview import Overview, with_distinct_titles
from pannesi.plain import repl, views
from pannesi.plain.entry_choice import PickedEntry, entry_by_number, no_match_words, result_lines
from pannesi.plain.prompts import Dialogue, is_any_of
from pannesi.plain.session import Guide, come_back, lessons_of_station
from pannesi.presentation.text.bare_numbers import is_label, read_words
from pannesi.presentation.text.common_phrases import (
    EXERCISE,
    NOT_RECORDED,
    NOTHING_KEPT,
    clock_doubt_words,
    doubtful_hour,
)
from pannesi.presentation.text.key_names import PLAIN
from pannesi.procedure.availability.moments import format_day, format_moment, hour_words
from pannesi.procedure.availability.reachability import (
    answering_rows,
    called_name,
    missing_number_words,
    spoken_number,
    zone_of,
)
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.search import find_in_site
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.support.errors import JournalError
from pannesi.support.i18n import _, n_, translated
from pannesi.support.keyboard_azerty import unshifted_number
from pannesi.support.progress import Progress
from pannesi.support.text_safety import clean_line

if TYPE_CHECKING:
    from pannesi.history.catalogue import SessionCatalogue

_MOST_JOINED = 8
"""Sessions that an entry may be added to, as offered."""
_MOST = 20
"""Sessions listed at a time, and open ones shown at most."""


@dataclass
class Home:
    """The state between sessions. It holds the desk of the last session, to say how that is resumed."""

    station: Station
    talk: Dialogue
    desk: Desk | None = None
    news_said: bool = False
    """Whether what happened to the journal was said."""
    left: bool = False
    """Whether the person quit."""
    _listed: tuple[Overview, ...] = ()
    """The sessions that `s` has listed, in their numbers."""
    _asked: str = ""
    """The words that they match."""
    _numbers_shown: tuple[int, ...] = ()
    """The numbers of the entries that the last search showed."""
    _going_on: tuple[Overview, ...] = ()
    """The open sessions as last shown."""
    _stale: bool = True
    """Whether the screen must be shown again, since a session was left."""

    def run(self) -> None:
        """Reads and acts until the person quits. Raises EndOfInput, KeyboardInterrupt."""
        while not self.left:
            try:
                self._answer_prompt()
            except JournalError as failure:
                self._move_on(failure)

    def _answer_prompt(self) -> None:
        if self._stale:
            self.show()
        typed = self.talk.ask(self._prompt())
        come_back(self.station, None, self.talk.out.wrapped)
        if typed.casefold() in ("q", "quitter"):
            self.left = True
        else:
            self._do_what_was_typed(typed)

    def _move_on(self, failure: JournalError) -> None:
        """Goes on in a stand-in journal when this one cannot even be read. Raises the failure when there is none."""
        if self.station.on_failure is None or not self.station.recording:
            raise failure
        taken = self.station.on_failure(failure)
        self.station.journal, self.station.problem = taken.journal, taken.problem
        self.desk, self._stale = None, True

    def show(self) -> None:
        """Shows the first screen."""
        self._stale, self._going_on = False, self._open_sessions()
        out, station = self.talk.out, self.station
        out.wrapped(f"pannesi · {station.site.contacts.site} · {self._day_and_hour()}")
        out.wrapped(_("Site : {folder}").format(folder=clean_line(station.site.folder)))
        if station.exercise:
            out.wrapped(_("{exercise} : rien de ceci n'est vrai. Les sessions d'exercice sont tenues à part.").format(
                exercise=translated(EXERCISE)
            ))  # fmt: skip
        if not station.recording:
            out.wrapped(f"{translated(NOT_RECORDED)} : {translated(NOTHING_KEPT)}")
        doubt = station.doubt()
        if doubt is not None:
            out.wrapped(clock_doubt_words(doubt, zone_of(station.site.contacts), PLAIN.clock))
        for banner in (*station.banners, *(station.notices if not self.news_said else ())):
            out.wrapped(banner)
        self.news_said = True
        for line in self._open_session_lines():
            out.wrapped(line, "", "    ")
        out.line(_("Que se passe-t-il ?"))
        for line in home_entries(station.site):
            out.wrapped(line, "", " " * 20)
        out.wrapped(answering(station.site, self._moment_shown(), in_doubt=self._in_doubt()), "", "  ")
        out.wrapped(_("Taper un numéro, ou des mots. s sessions · c contacts · ? aide · q quitter"))

    def _prompt(self) -> str:
        """The prompt, with the warnings that must not be missed: the top of the screen may have scrolled away."""
        marks = [
            (translated(EXERCISE), self.station.exercise),
            (_("HEURE DOUTEUSE"), self._in_doubt()),
            (translated(NOT_RECORDED), not self.station.recording),
            (_("SITE EN ERREUR"), bool(self.station.reading.errors)),
        ]
        shown = "".join(f"{words} · " for words, holds in marks if holds)
        resume = _(", Entrée pour reprendre") if self._sessions_to_resume(self._going_on) else ""
        return _("{marks}Numéro ou mots{resume} : ").format(marks=shown, resume=resume)

    def _moment_shown(self) -> datetime:
        clock = self.station.clock
        return clock.now() if self.station.exercise else clock.real_now()

    def _day_and_hour(self) -> str:
        where = zone_of(self.station.site.contacts)
        local = self._moment_shown().astimezone(where)
        hour = f"{format_day(local, where)} {local.year} · {hour_words(local)}"
        return doubtful_hour(hour) if self._in_doubt() else hour

    def _in_doubt(self) -> bool:
        doubt = self.station.doubt()
        return doubt is not None and doubt.alarm

    def _sessions(self) -> SessionCatalogue:
        """The sessions of the journal, indexed to its end; shows progress when that takes long."""
        progress = Progress(_("faits lus"), self.talk.out)
        return station_catalogue(self.station).caught_up(self._moment_shown(), progress)

    def _open_sessions(self) -> tuple[Overview, ...]:
        sessions, now = self._sessions(), self._moment_shown()
        both = [sessions.open_now(now, exercise=exercise, most=_MOST) for exercise in (False, True)]
        timed = [session.at(self.station.clock) for session in (*both[0], *both[1])]
        open_sessions = sorted(timed, key=lambda session: session.began, reverse=True)
        return with_distinct_titles(
            [replace(session, in_doubt=True) for session in open_sessions] if self._in_doubt() else open_sessions
        )

    def _other_hospitals_words(self, state: str = "") -> str:
        """The sessions of other hospitals in this journal, in words; these are imported only where there are some."""
        sessions = self._sessions()
        if not sessions.index.other_hospitals():
            return ""
        from pannesi.presentation.session_lists.session_filter import other_hospitals_words

        return other_hospitals_words(sessions, state=state)

    def _sessions_to_resume(self, sessions: tuple[Overview, ...]) -> list[Overview]:
        """The open sessions of the kind being played: real ones, or exercises during an exercise."""
        return [session for session in sessions if session.exercise == self.station.exercise]

    def _open_session_lines(self) -> Iterator[str]:
        """The lines about open sessions; during an exercise, real ones too."""
        mine = self._sessions_to_resume(self._going_on)
        others = [session for session in self._going_on if session.exercise != self.station.exercise]
        elsewhere = self._other_hospitals_words("open")
        if elsewhere:
            yield elsewhere
        if mine:
            yield _("En cours")
            yield from (f"  ● {session.sentence()}" for session in mine)
        if others and self.station.exercise:
            yield _("VRAIE PANNE EN COURS")
            yield from (_("  ● {session} ; s pour la reprendre").format(session=other.sentence()) for other in others)
        elif others:
            yield n_("{count} exercice en cours (--exercise)", "{count} exercices en cours (--exercise)", len(others))

    def _do_what_was_typed(self, typed: str) -> None:
        """Does what was typed: an entry, a word, or a command of home."""
        typed = unshifted_number(typed)
        folded = typed.casefold()
        if not typed:
            self._resume_first()
        elif folded in ("?", "aide"):
            self._show_help()
        elif folded in ("c", "contacts"):
            lessons = lessons_of_station(self.station, self.talk.out.wrapped)
            views.show_contacts(self.talk, self.station.site, self._moment_shown(), self.station.doubt(), lessons)
        elif is_any_of(folded, "hj", _("heure juste")) and self.station.doubt() is not None:
            self.talk.out.wrapped(views.confirm_clock(self.station))
            self._stale = True
        elif folded == "s" or folded == "sessions" or folded.startswith("s "):
            self._sessions_asked(typed[1:].removeprefix("essions").strip())
        elif (chosen := entry_by_number(self.station.site, typed)) is not None:
            if self._is_confirmed_entry(int(typed), chosen):
                self._open_session(chosen)
        elif is_label(typed):
            self.talk.out.wrapped(read_words(typed) + " " + no_match_words(self.station.site, typed))
        else:
            result = find_in_site(self.station.site, typed)
            self._numbers_shown = tuple(entry.number for entry in result.entries)
            for line in result_lines(self.station.site, typed, result, self._moment_shown(), in_doubt=self._in_doubt()):
                self.talk.out.wrapped(line, "", "      ")

    def _is_confirmed_entry(self, number: int, chosen: PickedEntry) -> bool:
        """Whether a number is that of an entry: after a search, it may have been counted down the lines found."""
        shown, self._numbers_shown = self._numbers_shown, ()
        if not shown or number == 0 or number in shown:
            return True
        return self.talk.confirm(
            _("Le numéro {number} n'est pas dans ce qui a été trouvé : « {title} ». L'ouvrir quand même ?").format(
                number=number, title=chosen.title
            )
        )

    def _show_help(self) -> None:
        for line in (
            _("Taper le numéro de ce que vous voyez, ou quelques mots (images, dictée, étiquette…)."),
            _("0 : vous ne savez pas ; quelques questions mènent au bon cas."),
            _("Entrée : reprendre la session en cours, s'il y en a une."),
            _("s : les sessions, vingt à la fois ; s + : les suivantes ; s 2 : ouvrir la deuxième ; s pacs : un mot."),
            _("c : qui appeler maintenant. q : quitter."),
            _("Pour compter et rapporter, hors d'ici : pannesi session, report, figures (--help explique)."),
            _("Dans une session, ? explique chaque touche. Ctrl-C quitte sans rien perdre."),
        ):
            self.talk.out.wrapped(line)

    def _resume_first(self) -> None:
        going = self._sessions_to_resume(self._open_sessions())
        if going:
            self.take_up(going[0].id)
        else:
            self.show()

    def _sessions_asked(self, given: str) -> None:
        """Lists sessions from the beginning, on from the last (`+`), or with some words; with a number, resumes that
        one."""
        if given.isascii() and given.isdigit():
            self._take_up_numbered(int(given[:6]))
            return
        more = given == "+"
        if not more:
            self._listed, self._asked = (), given
        sessions = self._sessions().real_and_exercises(self._moment_shown(), self._asked)
        first = len(self._listed)
        page = tuple(islice(sessions, first, first + _MOST + 1))
        self._listed += page[:_MOST]
        self._list_sessions(first, more=len(page) > _MOST)

    def _take_up_numbered(self, number: int) -> None:
        listed = self._listed or tuple(islice(self._sessions().real_and_exercises(self._moment_shown()), _MOST))
        if 1 <= number <= len(listed):
            self.take_up(listed[number - 1].id)
        else:
            self.talk.out.wrapped(_("Taper s pour la liste, puis s et un numéro de la liste."))

    def _list_sessions(self, first: int, *, more: bool) -> None:
        if first == len(self._listed):
            nothing = _("Aucune session dans ce journal.")
            if self._asked:
                nothing = _("Aucune session ne correspond. Taper s pour la liste, puis s et un numéro de la liste.")
            self.talk.out.wrapped(_("Il n'y en a pas d'autre.") if first else nothing)
        where = zone_of(self.station.site.contacts)
        for number, session in enumerate(self._listed[first:], start=first + 1):
            session = session.at(self.station.clock)
            mark = _("EXERCICE, ") if session.exercise else ""
            hour = format_moment(session.began, self._moment_shown(), where, short=True)
            sign = "●" if session.open else "✓"
            self.talk.out.wrapped(
                f"{number:>3}  {sign} {session.id}  {hour} · {mark}{session.sentence()}", "", "       "
            )
        elsewhere = self._other_hospitals_words()
        if elsewhere and not self._asked:
            self.talk.out.wrapped(elsewhere + _(" Les voir : pannesi sessions"))
        if first < len(self._listed):
            self.talk.out.wrapped(_("En ouvrir une : s et son numéro, comme s {number}.").format(number=first + 1))
        if more:
            self.talk.out.wrapped(_("Les suivantes : s +. Par cas, période, personne… : pannesi sessions --help"))

    def take_up(self, session: str) -> None:
        """Resumes a session where it stands. A real one ends the exercise."""
        try:
            desk = self.station.resume(session)
        except Refused as refusal:
            self.talk.out.wrapped(str(refusal))
            return
        self._run_session(desk)

    def _open_session(self, chosen: PickedEntry) -> None:
        """Opens a session at an entry; where one is open, asks first whether it is the same outage."""
        going = self._sessions_to_resume(self._open_sessions())
        if going:
            self._same_or_new(chosen, going)
        else:
            self.open(chosen)

    def _same_or_new(self, chosen: PickedEntry, going: list[Overview]) -> None:
        """Asks whether an entry belongs to an open session; resumes it, joins it, or opens another."""
        from pannesi.presentation.session_lists.joining import meaning_words, ways_in

        ways = ways_in(self.station.site, chosen.unit, chosen.symptom, going[:_MOST_JOINED])
        self.talk.out.wrapped(_("« {title} »").format(title=chosen.title))
        for words in meaning_words():
            self.talk.out.wrapped(words)
        answer = self.talk.choose(
            _("Une panne est déjà en cours. Est-ce la même ?"),
            [(str(place), way.words()) for place, way in enumerate(ways)],
            otherwise=_("ne rien faire"),
        )
        way = ways[int(answer)] if answer is not None else None
        if way is None:
            return
        if way.session is None:
            self.open(chosen)
        elif way.how == "resume":
            self.take_up(way.session.id)
        else:
            self._join_session(chosen, way.session.id)

    def _join_session(self, chosen: PickedEntry, session: str) -> None:
        """Resumes a session, and goes on in it at an entry that is part of the same outage."""
        try:
            desk = self.desk = self.station.resume(session)
        except Refused as refusal:
            self.talk.out.wrapped(str(refusal))
            return
        self.talk.interrupts.hold()
        try:
            desk.do(want.Join(chosen.unit, chosen.symptom))
        except (Refused, JournalError) as failure:  # said, and the session that it was to join goes on
            self.talk.out.wrapped(str(failure))
        self._run_session(desk)

    def open(self, chosen: PickedEntry) -> None:
        """Opens a session at an entry, and goes on in it."""
        desk = self.desk = self.station.desk()
        self.talk.interrupts.hold()
        try:
            desk.open(want.Open(chosen.unit, chosen.symptom))
        except Refused as refusal:
            self.desk = None
            self.talk.out.wrapped(str(refusal))
            return
        self.talk.out.wrapped(_("✓ session {session} ouverte. Ce n'est pas ça : t.").format(session=desk.session))
        self._run_session(desk)

    def _run_session(self, desk: Desk) -> None:
        """Hands over to a session until it is left."""
        self.station.adopt_journal(desk)
        self.desk = desk
        guide = Guide(self.station, desk, self.talk, on_desk=self._keep_desk)
        self.left = repl.run_session(guide) == "quit"
        if not self.left:
            self.desk, self._stale = None, True

    def _keep_desk(self, desk: Desk) -> None:
        self.desk = desk


def home_entries(site: Site) -> Iterator[str]:
    """All entries with their numbers, the systems in a column on the left."""
    wide = max((len(entry.symptom.system) for entry in site.entries), default=0)
    for system, entries in groupby(site.entries, key=lambda entry: entry.symptom.system):
        for position, entry in enumerate(entries):
            yield f"{(system if position == 0 else ''):<{wide}} {entry.number:>3}  {entry.label}"
    if site.triage is not None:
        yield f"{'':<{wide}}   0  {site.triage.title}"


def answering(site: Site, now: datetime, *, in_doubt: bool = False) -> str:
    """Whom to call now, in a sentence: names and first numbers. `in_doubt`: the clock is not trusted."""
    rows = [row for row in answering_rows(site.contacts, now) if row.reachable == "yes"]
    names = [f"{called_name(row)} {spoken_number(row) or f'({missing_number_words(row)})'}" for row in rows]
    if not names and in_doubt:
        return _("Qui appeler dépend de l'heure, qui est à confirmer ; c donne les numéros.")
    if not names:
        return _("Qui appeler : personne, d'après contacts.yaml ; c donne les horaires.")
    return _("Qui appeler maintenant : {who}. Tous : c").format(who=" ; ".join(names))
