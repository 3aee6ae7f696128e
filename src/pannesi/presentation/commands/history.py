"""Commands of the screens that look back: the list of sessions, a past one, redlines, statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pannesi.presentation.commands import nouns
from pannesi.presentation.commands.command import Asking, Command, free
from pannesi.presentation.commands.general import LEAVE_SCREEN
from pannesi.support.i18n import _

if TYPE_CHECKING:
    from pannesi.history.session_filter import Wanted
    from pannesi.session.state import State


class SessionsScreen(Asking, Protocol):
    """The list of sessions; `current` is the one under the cursor."""

    @property
    def current(self) -> object | None: ...

    @property
    def wanted(self) -> Wanted: ...

    @property
    def filtered(self) -> bool: ...

    def next_state_word(self) -> str: ...

    def leave_word(self) -> str: ...


class PastSessionScreen(Protocol):
    """One session looked back on; `open` while it can be gone on with."""

    @property
    def open(self) -> bool: ...

    @property
    def everything(self) -> bool: ...

    @property
    def state(self) -> State: ...

    def account_word(self) -> str: ...

    def leave_word(self) -> str: ...


class RedlinesScreen(Asking, Protocol):
    """The lines that were signalled; `current` is the one under the cursor."""

    @property
    def current(self) -> object | None: ...

    def all_word(self) -> str: ...


class StatisticsScreen(Protocol):
    """The figures of a period; `moves` where there is one before and one after."""

    @property
    def moves(self) -> bool: ...

    def span_word(self) -> str: ...


# fmt: off
READ_SESSION: Command[SessionsScreen] = Command(
    "read_session", "enter", "⏎", _("lire"), _("lire ce qui s'est passé, et la procédure de ce jour-là"),
    lambda here: here.current is not None, noun=nouns.SESSION,
)
FILTERS: Command[SessionsScreen] = Command(
    "filters", "f", "F", _("filtrer"),
    _("filtrer : cas, système, période, état, personne, à reprendre, lignes impossibles ou signalées, notes"), free,
    noun=nouns.SESSION,
)
FIND: Command[SessionsScreen] = Command(
    "find", "slash,m", "M", _("mots"), _("chercher par des mots : un cas, une date, des initiales"), free,
    noun=nouns.SESSION,
)
STATE: Command[SessionsScreen] = Command(
    "state", "o", "O", _("ouvertes"), _("montrer toutes, les ouvertes, les closes"), free, noun=nouns.SESSION,
    says=lambda here: here.next_state_word(),
)
ORDER: Command[SessionsScreen] = Command(
    "order", "t", "T", _("trier"), _("montrer les plus anciennes d'abord, ou les plus récentes"), free, bar=False,
    noun=nouns.SESSION,
)
DRILLS: Command[SessionsScreen] = Command(
    "drills", "x", "X", _("exercices"), _("montrer les exercices, ou les vraies pannes"), free, noun=nouns.SESSION,
    says=lambda here: _("vraies pannes") if here.wanted.exercise else _("exercices"),
)
FIGURES: Command[SessionsScreen] = Command(
    "figures", "c", "C", _("chiffres"),
    _("voir les chiffres d'une période : pannes, durées, délais, contacts sans réponse"), free, noun=nouns.SESSION,
    opens="statistics",
)
REDLINES: Command[SessionsScreen] = Command(
    "redlines", "s", "S", _("signalées"), _("voir les lignes signalées, et y répondre"), free, noun=nouns.LINE,
    opens="redlines",
)
EXPORT_CURRENT: Command[SessionsScreen] = Command(
    "export_current", "e", "E", _("rapport"), _("écrire un rapport ou le registre dans un fichier"),
    lambda here: here.current is not None, noun=nouns.SESSION,
)
CLEAR_WANTED: Command[SessionsScreen] = Command(
    "clear_wanted", "0", "0", _("tout montrer"), _("effacer tous les filtres"),
    lambda here: here.filtered and not here.asking, bar=False, noun=nouns.SESSION,
)
LEAVE_SESSIONS: Command[SessionsScreen] = Command(
    "leave_sessions", "escape", _("Échap"), _("fermer"),
    _("effacer ce qui est cherché, puis revenir à l'écran précédent"), listed=False,
    says=lambda here: here.leave_word(),
)
ON_SESSIONS: tuple[Command[SessionsScreen], ...] = (
    READ_SESSION, FILTERS, FIND, STATE, ORDER, DRILLS, FIGURES, REDLINES, EXPORT_CURRENT, CLEAR_WANTED,
    LEAVE_SESSIONS,
)

CHANGE: Command[Asking] = Command(
    "change", "enter", "⏎", _("changer"), _("changer le filtre du curseur"), free, noun=nouns.SESSION,
)
BY_CASE: Command[Asking] = Command(
    "by_case", "c", "C", _("cas"), _("ne garder que celles passées par un cas"), free, bar=False, noun=nouns.SESSION,
)
BY_SYSTEM: Command[Asking] = Command(
    "by_system", "s", "S", _("système"), _("ne garder que celles où un système était en panne"), free, bar=False,
    noun=nouns.SESSION,
)
BY_PERIOD: Command[Asking] = Command(
    "by_period", "p", "P", _("période"), _("ne garder que celles d'une période"), free, bar=False, noun=nouns.SESSION,
)
BY_STATE: Command[Asking] = Command(
    "by_state", "o", "O", _("ouvertes ou closes"), _("ne garder que les ouvertes, ou les closes"), free, bar=False,
    noun=nouns.SESSION,
)
BY_WHO: Command[Asking] = Command(
    "by_who", "q", "Q", _("personne"), _("ne garder que celles où quelqu'un a pris part"), free, bar=False,
    noun=nouns.SESSION,
)
BY_TO_TAKE_OVER: Command[Asking] = Command(
    "by_to_take_over", "r", "R", _("à reprendre"), _("ne garder que celles dont la main est proposée"), free,
    bar=False, noun=nouns.SESSION,
)
BY_COULD_NOT: Command[Asking] = Command(
    "by_could_not", "i", "I", _("ligne impossible"), _("ne garder que celles où une ligne fut impossible"), free,
    bar=False, noun=nouns.SESSION,
)
BY_REDLINES: Command[Asking] = Command(
    "by_redlines", "l", "L", _("ligne signalée"), _("ne garder que celles où une ligne fut signalée"), free,
    bar=False, noun=nouns.SESSION,
)
BY_WORDS: Command[Asking] = Command(
    "by_words", "m,slash", "M", _("mots"), _("chercher des mots : titres, noms, dates, lignes traitées"), free,
    bar=False, noun=nouns.SESSION,
)
BY_NOTES: Command[Asking] = Command(
    "by_notes", "n", "N", _("notes et motifs"), _("chercher des mots dans les notes et les motifs"), free, bar=False,
    noun=nouns.SESSION,
)
BY_OLDEST: Command[Asking] = Command(
    "by_oldest", "t", "T", _("dans quel ordre"), _("montrer les plus anciennes d'abord, ou les plus récentes"), free,
    bar=False, noun=nouns.SESSION,
)
BY_EXERCISE: Command[Asking] = Command(
    "by_exercise", "x", "X", _("vraies ou exercices"), _("montrer les vraies pannes, ou les exercices"), free,
    bar=False, noun=nouns.SESSION,
)
CLEAR_FILTERS: Command[Asking] = Command(
    "clear_filters", "0", "0", _("tout effacer"), _("effacer tous les filtres"), free, noun=nouns.SESSION,
)
LEAVE_FILTERS: Command[object] = Command(
    "leave_filters", "escape,f", _("Échap"), _("voir la liste"), _("revenir à la liste, ainsi filtrée"), listed=False,
)
ON_FILTERS: tuple[Command[Asking], ...] = (
    CHANGE, BY_CASE, BY_SYSTEM, BY_PERIOD, BY_STATE, BY_WHO, BY_TO_TAKE_OVER, BY_COULD_NOT, BY_REDLINES, BY_WORDS,
    BY_NOTES, BY_OLDEST, BY_EXERCISE, CLEAR_FILTERS, LEAVE_FILTERS,
)

TAKE_UP: Command[PastSessionScreen] = Command(
    "take_up", "r,enter", "R", _("reprendre"), _("reprendre là où elle en est"), lambda here: here.open,
    noun=nouns.SESSION,
)
LOOK_OVER: Command[PastSessionScreen] = Command(
    "look_over", "r,enter", "R", _("la liste"), _("revoir la liste telle qu'elle fut suivie"),
    lambda here: not here.open, noun=nouns.SESSION,
)
TAKE_OVER: Command[PastSessionScreen] = Command(
    "take_over", "g", "G", _("prendre la main"), _("reprendre, en disant qu'on prend la main"),
    lambda here: here.open, noun=nouns.SESSION,
)
ACCOUNT: Command[PastSessionScreen] = Command(
    "account", "c", "C", _("compte"),
    _("faire le compte : délais, lignes faites ou non, appels, messages, personnes ; ou le cacher"), noun=nouns.SESSION,
    says=lambda here: here.account_word(),
)
ONLY: Command[object] = Command(
    "only", "f", "F", _("filtrer"),
    _("ne montrer que les appels, les patients, ce qui ne fut pas fait… ou les faits d'une personne"),
    noun=nouns.SESSION,
)
BEHIND: Command[PastSessionScreen] = Command(
    "behind", "t", "T", _("faits cachés"), _("montrer les faits du programme lui-même, ou les cacher"),
    noun=nouns.SESSION,
    says=lambda here: _("les recacher") if here.everything else _("faits cachés"),
)
PROCEDURE: Command[PastSessionScreen] = Command(
    "procedure", "p", "P", _("procédure"), _("lire la procédure telle qu'elle était ce jour-là"),
    lambda here: bool(here.state.timeline), noun=nouns.SESSION,
)
EXPORT_SESSION: Command[object] = Command(
    "export_session", "e", "E", _("rapport"), _("écrire un rapport ou le registre dans un fichier"), noun=nouns.SESSION,
)
LEAVE_SESSION: Command[PastSessionScreen] = Command(
    "leave_session", "escape", _("Échap"), _("fermer"), _("revenir à l'écran précédent"), listed=False,
    says=lambda here: here.leave_word(),
)
ON_PAST_SESSION: tuple[Command[PastSessionScreen], ...] = (
    TAKE_UP, LOOK_OVER, TAKE_OVER, ACCOUNT, ONLY, BEHIND, PROCEDURE, EXPORT_SESSION, LEAVE_SESSION,
)

CORRECTED: Command[RedlinesScreen] = Command(
    "corrected", "c", "C", _("corrigé en version…"),
    _("répondre que la ligne est corrigée dans une version de la procédure"), lambda here: here.current is not None,
    noun=nouns.LINE,
)
DECLINED: Command[RedlinesScreen] = Command(
    "declined", "r", "R", _("refusé parce que…"), _("répondre que la ligne reste comme elle est, et pourquoi"),
    lambda here: here.current is not None, noun=nouns.LINE,
)
ALL_REDLINES: Command[RedlinesScreen] = Command(
    "all_redlines", "o", "O", _("toutes"), _("montrer toutes les lignes signalées, ou celles sans réponse"), free,
    noun=nouns.LINE, says=lambda here: here.all_word(),
)
ON_REDLINES: tuple[Command[RedlinesScreen], ...] = (
    CORRECTED, DECLINED, ALL_REDLINES, LEAVE_SCREEN,
)

PERIOD_BEFORE: Command[StatisticsScreen] = Command(
    "period_before", "left", "←", _("avant"), _("aller à la période d'avant"), lambda here: here.moves,
    noun=nouns.FIGURES,
)
PERIOD_AFTER: Command[StatisticsScreen] = Command(
    "period_after", "right", "→", _("après"), _("aller à la période d'après"), lambda here: here.moves,
    noun=nouns.FIGURES,
)
SPAN: Command[StatisticsScreen] = Command(
    "span", "p", "P", _("par mois"), _("compter par année, par mois, ou tout le journal"), noun=nouns.FIGURES,
    says=lambda here: here.span_word(),
)
OTHER_PERIOD: Command[object] = Command(
    "other_period", "d", "D", _("dates"), _("dire une période : du 01/11/2026 au 15/11/2026, depuis 2025…"),
    noun=nouns.FIGURES,
)
EXPORT_FIGURES: Command[object] = Command(
    "export_figures", "e", "E", _("fichier"), _("écrire ces chiffres dans un fichier, avec les graphiques"),
    noun=nouns.FIGURES,
)
ON_STATISTICS: tuple[Command[StatisticsScreen], ...] = (
    PERIOD_BEFORE, PERIOD_AFTER, SPAN, OTHER_PERIOD, EXPORT_FIGURES, LEAVE_SCREEN,
)
# fmt: on
