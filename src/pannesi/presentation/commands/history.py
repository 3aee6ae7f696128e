"""Commands of the screens on past sessions: the list, its filters, one session, redlines, statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from pannesi.presentation.commands.command import Asking, Command, Noun, idle
from pannesi.presentation.commands.general import ESCAPE, LEAVE_SCREEN
from pannesi.support.i18n import N_

if TYPE_CHECKING:
    from pannesi.history.session_filter import SessionFilter
    from pannesi.session.state import State


class SessionsContext(Asking, Protocol):
    """What the commands of the list of sessions look at."""

    @property
    def current(self) -> object | None:
        """The session under the cursor; None in an empty list."""

    @property
    def on_forgotten(self) -> bool:
        """Whether the session under the cursor is open, and nothing was noted in it for long."""

    @property
    def wanted(self) -> SessionFilter:
        """The filter of the list."""

    @property
    def filtered(self) -> bool:
        """Whether the list shows less than everything."""

    def next_state_word(self) -> str:
        """Which sessions the next press would show: all, open or closed."""

    def leave_word(self) -> str:
        """What Escape would do, in a word."""


class PastSessionContext(Asking, Protocol):
    """What the commands of the screen of one past session look at."""

    @property
    def open(self) -> bool:
        """Whether the session is still open."""

    @property
    def forgotten(self) -> bool:
        """Whether it is open, and nothing was noted in it for long."""

    @property
    def everything(self) -> bool:
        """Whether facts that the program wrote by itself are shown too."""

    @property
    def state(self) -> State:
        """The state of the session."""

    def account_word(self) -> str:
        """Whether the next press shows or hides the summary, in a word."""

    def leave_word(self) -> str:
        """What Escape would do, in a word."""


class RedlinesContext(Asking, Protocol):
    """What the commands of the list of redlines and of numbers noted look at."""

    @property
    def current(self) -> object | None:
        """The redline under the cursor; None where there is none."""

    @property
    def current_number(self) -> object | None:
        """The number noted under the cursor, where its words were not erased; None where there is none."""

    @property
    def current_action(self) -> object | None:
        """The open action under the cursor; None where there is none."""

    @property
    def answered(self) -> object | None:
        """What has an answer to withdraw: what is under the cursor, else what was answered here last."""

    def all_word(self) -> str:
        """What the next press would show: everything, or what has no answer."""


class StatisticsContext(Protocol):
    """What the commands of the statistics screen look at."""

    @property
    def moves(self) -> bool:
        """Whether there is a period before the one shown."""

    @property
    def moves_on(self) -> bool:
        """Whether there is a period after the one shown that has begun."""

    def span_word(self) -> str:
        """Which length of period the next press would choose."""


# fmt: off
READ_SESSION: Command[SessionsContext] = Command(
    "read_session", "enter", "⏎", N_("lire"), N_("lire ce qui s'est passé, et la procédure de ce jour-là"),
    lambda here: here.current is not None, noun=Noun.SESSION,
)
FILTERS: Command[SessionsContext] = Command(
    "filters", "f", "F", N_("filtrer"),
    N_("filtrer : cas, système, période, état, personne, à reprendre, lignes impossibles ou signalées, notes"), idle,
    noun=Noun.SESSION,
)
FIND: Command[SessionsContext] = Command(
    "find", "slash,m", "M", N_("mots"), N_("chercher par des mots : un cas, une date, des initiales"), idle,
    noun=Noun.SESSION,
)
STATE: Command[SessionsContext] = Command(
    "state", "o", "O", N_("ouvertes"), N_("montrer toutes, les ouvertes, les closes"), idle, noun=Noun.SESSION,
    says=lambda here: here.next_state_word(),
)
ORDER: Command[SessionsContext] = Command(
    "order", "t", "T", N_("trier"), N_("montrer les plus anciennes d'abord, ou les plus récentes"), idle, bar=False,
    noun=Noun.SESSION,
)
DRILLS: Command[SessionsContext] = Command(
    "drills", "x", "X", N_("exercices"), N_("montrer les exercices, ou les vraies pannes"), idle, noun=Noun.SESSION,
    says=lambda here: N_("vraies pannes") if here.wanted.exercise else N_("exercices"),
)
FIGURES: Command[SessionsContext] = Command(
    "figures", "c", "C", N_("chiffres"),
    N_("voir les chiffres d'une période : pannes, durées, délais, contacts sans réponse"), idle, noun=Noun.SESSION,
    opens="statistics",
)
REDLINES: Command[SessionsContext] = Command(
    "redlines", "s", "S", N_("signalées"),
    N_("voir les lignes signalées, les numéros notés et les actions à faire, et y répondre"), idle, noun=Noun.LINE,
    opens="redlines",
)
EXPORT_CURRENT: Command[SessionsContext] = Command(
    "export_current", "e", "E", N_("rapport"), N_("écrire un rapport ou le registre dans un fichier"),
    lambda here: here.current is not None, noun=Noun.SESSION,
)
CLEAR_WANTED: Command[SessionsContext] = Command(
    "clear_wanted", "0", "0", N_("tout montrer"), N_("effacer tous les filtres"),
    lambda here: here.filtered and not here.asking, bar=False, noun=Noun.SESSION,
)
LEAVE_SESSIONS: Command[SessionsContext] = Command(
    "leave_sessions", "escape", ESCAPE, N_("fermer"),
    N_("effacer ce qui est cherché, puis revenir à l'écran précédent"), listed=False,
    says=lambda here: here.leave_word(),
)
CLOSE_FORGOTTEN: Command[SessionsContext] = Command(
    "close_forgotten", "f8", "F8", N_("clore, oubliée"),
    N_("clore la session oubliée sous le curseur : l'heure du retour si elle manque, et le motif"),
    lambda here: here.on_forgotten and not here.asking, noun=Noun.SESSION,
)
WORD_OF_CURRENT: Command[SessionsContext] = Command(
    "word_of_current", "f6", "F6", N_("mot"), N_("donner un mot à la session, qui la distingue des autres"),
    lambda here: here.current is not None and not here.asking, bar=False, noun=Noun.SESSION,
)
ON_SESSIONS: tuple[Command[SessionsContext], ...] = (
    READ_SESSION, FILTERS, FIND, STATE, ORDER, DRILLS, FIGURES, REDLINES, EXPORT_CURRENT,
    CLOSE_FORGOTTEN, WORD_OF_CURRENT, CLEAR_WANTED, LEAVE_SESSIONS,
)

CHANGE: Command[Asking] = Command(
    "change", "enter", "⏎", N_("changer"), N_("changer le filtre du curseur"), idle, noun=Noun.SESSION,
)
BY_CASE: Command[Asking] = Command(
    "by_case", "c", "C", N_("cas"), N_("ne garder que celles passées par un cas"), idle, bar=False, noun=Noun.SESSION,
)
BY_SYSTEM: Command[Asking] = Command(
    "by_system", "s", "S", N_("système"), N_("ne garder que celles où un système était en panne"), idle, bar=False,
    noun=Noun.SESSION,
)
BY_PERIOD: Command[Asking] = Command(
    "by_period", "p", "P", N_("période"), N_("ne garder que celles d'une période"), idle, bar=False, noun=Noun.SESSION,
)
BY_STATE: Command[Asking] = Command(
    "by_state", "o", "O", N_("ouvertes ou closes"), N_("ne garder que les ouvertes, ou les closes"), idle, bar=False,
    noun=Noun.SESSION,
)
BY_WHO: Command[Asking] = Command(
    "by_who", "q", "Q", N_("personne"), N_("ne garder que celles où quelqu'un a pris part"), idle, bar=False,
    noun=Noun.SESSION,
)
BY_TO_TAKE_OVER: Command[Asking] = Command(
    "by_to_take_over", "r", "R", N_("à reprendre"), N_("ne garder que celles dont la main est proposée"), idle,
    bar=False, noun=Noun.SESSION,
)
BY_COULD_NOT: Command[Asking] = Command(
    "by_could_not", "i", "I", N_("ligne impossible"), N_("ne garder que celles où une ligne fut impossible"), idle,
    bar=False, noun=Noun.SESSION,
)
BY_REDLINES: Command[Asking] = Command(
    "by_redlines", "l", "L", N_("ligne signalée"), N_("ne garder que celles où une ligne fut signalée"), idle,
    bar=False, noun=Noun.SESSION,
)
BY_FORCED: Command[Asking] = Command(
    "by_forced", "k", "K", N_("clôture forcée"), N_("ne garder que celles qui furent closes de force"), idle,
    bar=False, noun=Noun.SESSION,
)
BY_WORDS: Command[Asking] = Command(
    "by_words", "m,slash", "M", N_("mots"), N_("chercher des mots : titres, noms, dates, lignes traitées"), idle,
    bar=False, noun=Noun.SESSION,
)
BY_NOTES: Command[Asking] = Command(
    "by_notes", "n", "N", N_("notes et motifs"), N_("chercher des mots dans les notes et les motifs"), idle, bar=False,
    noun=Noun.SESSION,
)
BY_OLDEST: Command[Asking] = Command(
    "by_oldest", "t", "T", N_("dans quel ordre"), N_("montrer les plus anciennes d'abord, ou les plus récentes"), idle,
    bar=False, noun=Noun.SESSION,
)
BY_EXERCISE: Command[Asking] = Command(
    "by_exercise", "x", "X", N_("vraies ou exercices"), N_("montrer les vraies pannes, ou les exercices"), idle,
    bar=False, noun=Noun.SESSION,
)
CLEAR_FILTERS: Command[Asking] = Command(
    "clear_filters", "0", "0", N_("tout effacer"), N_("effacer tous les filtres"), idle, noun=Noun.SESSION,
)
LEAVE_FILTERS: Command[object] = Command(
    "leave_filters", "escape,f", ESCAPE, N_("liste"), N_("revenir à la liste, ainsi filtrée"), listed=False,
)
ON_FILTERS: tuple[Command[Asking], ...] = (
    CHANGE, BY_CASE, BY_SYSTEM, BY_PERIOD, BY_STATE, BY_WHO, BY_TO_TAKE_OVER, BY_COULD_NOT, BY_REDLINES, BY_FORCED,
    BY_WORDS, BY_NOTES, BY_OLDEST, BY_EXERCISE, CLEAR_FILTERS, LEAVE_FILTERS,
)

TAKE_UP: Command[PastSessionContext] = Command(
    "take_up", "r,enter", "R", N_("reprendre"), N_("reprendre là où elle en est"), lambda here: here.open,
    noun=Noun.SESSION,
)
LOOK_OVER: Command[PastSessionContext] = Command(
    "look_over", "r,enter", "R", N_("la liste"), N_("revoir la liste telle qu'elle fut suivie"),
    lambda here: not here.open, noun=Noun.SESSION,
)
TAKE_OVER: Command[PastSessionContext] = Command(
    "take_over", "g", "G", N_("prendre la main"), N_("reprendre, en disant qu'on prend la main"),
    lambda here: here.open, noun=Noun.SESSION,
)
ACCOUNT: Command[PastSessionContext] = Command(
    "account", "c", "C", N_("compte"),
    N_("faire le compte : délais, lignes faites ou non, appels, messages, personnes ; ou le cacher"),
    noun=Noun.SESSION, says=lambda here: here.account_word(),
)
ONLY: Command[object] = Command(
    "only", "f", "F", N_("filtrer"),
    N_("ne montrer que les appels, les patients, ce qui ne fut pas fait… ou les faits d'une personne"),
    noun=Noun.SESSION,
)
BEHIND: Command[PastSessionContext] = Command(
    "behind", "t", "T", N_("faits cachés"),
    N_("montrer les faits du programme et les saisies reprises ensuite, ou les cacher"),
    noun=Noun.SESSION,
    says=lambda here: N_("les recacher") if here.everything else N_("faits cachés"),
)
PROCEDURE: Command[PastSessionContext] = Command(
    "procedure", "p", "P", N_("procédure"), N_("lire la procédure telle qu'elle était ce jour-là"),
    lambda here: bool(here.state.timeline), noun=Noun.SESSION,
)
SAME_OUTAGE: Command[PastSessionContext] = Command(
    "same_outage", "m", "M", N_("même panne"),
    N_("dire qu'une autre session est la même panne : elles comptent pour une ; ou le reprendre"),
    lambda here: bool(here.state.timeline), bar=False, noun=Noun.SESSION,
)
WORD: Command[PastSessionContext] = Command(
    "word_of_session", "f6", "F6", N_("mot"), N_("donner un mot à cette session, qui la distingue des autres"),
    lambda here: bool(here.state.timeline) and not here.asking, bar=False, noun=Noun.SESSION,
)
REVIEW: Command[PastSessionContext] = Command(
    "incident_review", "s", "S", N_("retour d'expérience"),
    N_("dire ce qui est à signaler, et après la clôture le retour d'expérience : cause, effet, actions"),
    lambda here: bool(here.state.timeline) and not here.asking, noun=Noun.SESSION,
    says=lambda here: (
        N_("débriefing") if here.state.exercise else N_("à signaler") if here.open else N_("retour d'expérience")
    ),
)
CLOSE_OLD: Command[PastSessionContext] = Command(
    "close_old", "f8", "F8", N_("clore, oubliée"),
    N_("clore cette session oubliée : l'heure du retour si elle manque, et le motif"),
    lambda here: here.forgotten and not here.asking, noun=Noun.SESSION,
)
EXPORT_SESSION: Command[object] = Command(
    "export_session", "e", "E", N_("rapport"), N_("écrire un rapport ou le registre dans un fichier"),
    noun=Noun.SESSION,
)
LEAVE_SESSION: Command[PastSessionContext] = Command(
    "leave_session", "escape", ESCAPE, N_("fermer"), N_("revenir à l'écran précédent"), listed=False,
    says=lambda here: here.leave_word(),
)
ON_PAST_SESSION: tuple[Command[PastSessionContext], ...] = (
    TAKE_UP, LOOK_OVER, TAKE_OVER, ACCOUNT, REVIEW, ONLY, BEHIND, PROCEDURE, SAME_OUTAGE, CLOSE_OLD, WORD,
    EXPORT_SESSION, LEAVE_SESSION,
)

CORRECTED: Command[RedlinesContext] = Command(
    "corrected", "c", "C", N_("corrigé en version…"),
    N_("répondre que la ligne est corrigée dans une version de la procédure"), lambda here: here.current is not None,
    noun=Noun.LINE,
)
DECLINED: Command[RedlinesContext] = Command(
    "declined", "r", "R", N_("refusé parce que…"), N_("répondre que la ligne reste comme elle est, et pourquoi"),
    lambda here: here.current is not None, noun=Noun.LINE,
)
CONFIRM_NUMBER: Command[RedlinesContext] = Command(
    "confirm_number", "c", "C", N_("juste"),
    N_("dire que le numéro noté est juste : il reste montré, « confirmé », jusqu'à ce qu'il soit écrit"),
    lambda here: here.current_number is not None, noun=Noun.CONTACTS, asserts=True,
)
REMOVE_NUMBER: Command[RedlinesContext] = Command(
    "remove_number", "r", "R", N_("retirer parce que…"), N_("retirer le numéro noté, et dire pourquoi"),
    lambda here: here.current_number is not None, noun=Noun.CONTACTS,
)
OPEN_REVIEW: Command[RedlinesContext] = Command(
    "open_review", "enter", "⏎", N_("retour d'expérience"),
    N_("ouvrir le retour d'expérience qui a décidé l'action, pour dire où elle en est"),
    lambda here: here.current_action is not None and not here.asking, noun=Noun.OUTAGE,
)
UNDO_ANSWER: Command[RedlinesContext] = Command(
    "undo_answer", "z,u", "Z", N_("annuler"),
    N_("annuler la réponse sous le curseur, sinon la dernière donnée ici"),
    lambda here: here.answered is not None and not here.asking, noun=Noun.LINE, asserts=True,
)
ALL_REDLINES: Command[RedlinesContext] = Command(
    "all_redlines", "o", "O", N_("tout"), N_("tout montrer, ou seulement ce qui n'a pas de réponse"), idle,
    noun=Noun.LINE, says=lambda here: here.all_word(),
)
ON_REDLINES: tuple[Command[RedlinesContext], ...] = (
    CORRECTED, DECLINED, CONFIRM_NUMBER, REMOVE_NUMBER, OPEN_REVIEW, UNDO_ANSWER, ALL_REDLINES, LEAVE_SCREEN,
)

PERIOD_BEFORE: Command[StatisticsContext] = Command(
    "period_before", "left", "←", N_("avant"), N_("aller à la période d'avant"), lambda here: here.moves,
    noun=Noun.FIGURES,
)
PERIOD_AFTER: Command[StatisticsContext] = Command(
    "period_after", "right", "→", N_("après"), N_("aller à la période d'après"), lambda here: here.moves_on,
    noun=Noun.FIGURES,
)
SPAN: Command[StatisticsContext] = Command(
    "span", "p", "P", N_("par mois"), N_("compter par année, par mois, ou tout le journal"), noun=Noun.FIGURES,
    says=lambda here: here.span_word(),
)
OTHER_PERIOD: Command[object] = Command(
    "other_period", "d", "D", N_("dates"), N_("dire une période : du 01/11/2026 au 15/11/2026, depuis 2025…"),
    noun=Noun.FIGURES,
)
SESSIONS_BEHIND: Command[object] = Command(
    "sessions_behind", "enter", "⏎", N_("ses sessions"), N_("voir les sessions d'où vient le chiffre sous le curseur"),
    noun=Noun.FIGURES,
)
EXPORT_FIGURES: Command[object] = Command(
    "export_figures", "e", "E", N_("fichier"), N_("écrire ces chiffres dans un fichier, avec les graphiques"),
    noun=Noun.FIGURES,
)
ON_STATISTICS: tuple[Command[StatisticsContext], ...] = (
    PERIOD_BEFORE, PERIOD_AFTER, SPAN, OTHER_PERIOD, SESSIONS_BEHIND, EXPORT_FIGURES, LEAVE_SCREEN,
)
# fmt: on
