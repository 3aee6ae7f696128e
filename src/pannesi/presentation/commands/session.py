"""Commands of a session at work, in both faces."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

from pannesi.presentation.commands import at_line
from pannesi.presentation.commands.command import Command, Noun, TypedCommand, always, idle
from pannesi.presentation.commands.general import CLOCK, CONTACTS, ESCAPE, QUIT
from pannesi.session.projection.allowed_acts import BY_ONE_KEY, Act
from pannesi.support.i18n import N_, _

if TYPE_CHECKING:
    from pannesi.procedure.model.units import Message
    from pannesi.session.projection.read_model import Row, Walk
    from pannesi.session.state import State, Visit
    from pannesi.support.clock import ClockDoubt


class SessionLook(Protocol):
    """What the conditions of commands read of a session; `View` provides it."""

    @property
    def walk(self) -> Walk:
        """The projection: each line with its status, and what comes next."""

    @property
    def state(self) -> State:
        """The state of the session."""

    @property
    def returned_cases(self) -> tuple[Visit, ...]:
        """The cases whose return to normal is announced."""

    @property
    def lasting_cases(self) -> tuple[Visit, ...]:
        """Those of them of which a check says that they do not work again."""

    @property
    def ongoing_cases(self) -> tuple[Visit, ...]:
        """The cases that have not returned to normal."""

    @property
    def searching(self) -> bool:
        """Whether the session still looks for the right case."""

    def message_of(self, row: Row) -> Message | None:
        """The message that a line broadcasts; None where there is none, or no text of it."""


class SessionContext(Protocol):
    """What the commands of a session at work look at, in either face."""

    @property
    def view(self) -> SessionLook:
        """The session as it stands."""

    @property
    def row(self) -> Row | None:
        """The line of the procedure under the cursor; None where there is none."""

    @property
    def asking(self) -> bool:
        """Whether a question is being asked in place."""

    @property
    def acting(self) -> bool:
        """Whether acts can be recorded: the session is open, and no question is being asked."""

    @property
    def clock_doubt(self) -> ClockDoubt | None:
        """Why the clock of this machine may be wrong; None where nothing suggests it."""


Condition = Callable[[SessionContext], bool]


def _can_act(here: SessionContext) -> bool:
    return here.acting


def _session_closed(here: SessionContext) -> bool:
    return here.view.walk.stage == "closed"


def _at_line(test: Callable[[Row], bool]) -> Condition:
    """A condition: acts can be recorded, and the line under the cursor passes the test."""
    return lambda here: here.acting and here.row is not None and test(here.row)


def _allowing(*acts: Act) -> Condition:
    """A condition: acts can be recorded, and the line under the cursor allows one of these acts."""
    return _at_line(lambda row: not row.allowed.isdisjoint(acts))


def _has_message_text(here: SessionContext) -> bool:
    return here.acting and here.row is not None and here.view.message_of(here.row) is not None


def _of_line(word: Callable[[Row], str]) -> Callable[[SessionContext], str]:
    """A word that depends on the line under the cursor; empty without a line."""
    return lambda here: word(here.row) if here.row is not None else ""


def _back_key_word(here: SessionContext) -> str:
    """The word in the key bar for announcing the return, or that the outage is back."""
    returned = here.view.walk.stage in ("return_to_normal", "to_close") and not here.view.searching
    return _undo_return_word(here) if returned else _("rétabli ?")


def _back_word(here: SessionContext) -> str:
    """The words in the line-by-line face for announcing the return, or that the outage is back."""
    return _("rétabli ?") if here.view.ongoing_cases or not here.view.returned_cases else _undo_return_word(here)


def _undo_return_word(here: SessionContext) -> str:
    """The words that cancel an announced return: that the outage is back, or that it never ended."""
    return _("la panne dure") if here.view.lasting_cases else _("retombé ?")


def _may_be_back(here: SessionContext) -> bool:
    return here.acting and bool(here.view.ongoing_cases or here.view.returned_cases or here.view.searching)


def _may_look_at_patients(here: SessionContext) -> bool:
    return here.acting or (_session_closed(here) and bool(here.view.walk.patients))


# fmt: off
ANSWER: Command[SessionContext] = Command(
    "answer", "0,1,2,3,4,5,6,7,8,9", "1-9", N_("répondre"), N_("répondre à la question ; 0 : je ne sais pas"),
    _allowing(Act.ANSWER), listed=False, written=_of_line(at_line.answer_digits), digits=True,
)
SETTLE_CONFLICT: Command[SessionContext] = Command(
    "settle_conflict", "y", "Y", N_("trancher"), N_("trancher entre deux réponses données sans se connaître"),
    lambda here: here.acting and bool(here.view.state.conflicts), noun=Noun.SESSION,
    typed=TypedCommand("y", ("co", "conflits", "trancher", "réponses en double"), "more", always,
                       help=N_("les réponses différentes données sans se connaître")),
)
SETTLE: Command[SessionContext] = Command(
    "settle", "enter,space", "⏎", N_("fait"), N_("dire que c'est fait, lu, joint, vu : selon la ligne"),
    _allowing(*BY_ONE_KEY), noun=Noun.LINE, says=_of_line(at_line.settle_word), asserts=True,
)
TICK: Command[SessionContext] = Command(
    "tick", "", "", N_("fait"), N_("fait, lu ou constaté ; des mots peuvent suivre : fait vu au poste 2"),
    _allowing(Act.SETTLE, Act.SETTLE_PATIENTS),
    typed=TypedCommand("fait", ("lu", "vu", "vu diffusé", "ok", "constaté", "en vigueur", "prêt", "ouvert",
                                "pris en compte", "voir les patients"), "line",
                       short=_of_line(at_line.tick_word), on_line=True),
)
REACHED: Command[SessionContext] = Command(
    "reached", "", "", N_("joint"), N_("l'appel a abouti"), _allowing(Act.CALL),
    typed=TypedCommand("joint", ("appel abouti",), "line", on_line=True),
)
SILENT: Command[SessionContext] = Command(
    "silent", "s", "S", N_("sans réponse"),
    N_("dire que l'appel est resté sans réponse : le contact suivant est proposé"), _allowing(Act.CALL),
    noun=Noun.LINE, asserts=True,
    typed=TypedCommand("s", ("sans réponse", "pas de réponse"), "line", on_line=True,
                       help=N_("personne n'a répondu : le contact suivant est proposé")),
)
GO_ON: Command[SessionContext] = Command(
    "go_on", "", "", N_("ouvrir"), N_("dérouler une procédure, passer à un autre cas, terminer une procédure"),
    _allowing(Act.RUN, Act.RUN_AGAIN, Act.FOLLOW, Act.CONCLUDE),
    typed=TypedCommand("ouvrir", ("ouvrir aussi ce cas", "y aller", "dérouler la procédure", "dérouler",
                                  "finir ici", "terminer ainsi", "terminer"), "line",
                       short=_of_line(at_line.go_on_word), on_line=True),
)
CONDITION: Command[SessionContext] = Command(
    "condition", "k", "K", N_("condition"), N_("dire si la condition de la ligne est remplie"),
    _allowing(Act.SET_CONDITION), bar=False, noun=Noun.LINE,
    typed=TypedCommand("k", ("condition",), "line", on_line=True,
                       hidden=lambda here: not at_line.asks_condition(here.row),
                       help=N_("dire si la condition de la ligne est remplie, quoi que dise l'horloge")),
)
COPY: Command[SessionContext] = Command(
    "copy", "c", "C", N_("copier"), N_("copier le texte ; il reste affiché, la copie n'est pas garantie"),
    _has_message_text, noun=Noun.MESSAGE, lasting=True,
)
NOT_NEEDED: Command[SessionContext] = Command(
    "not_needed", "n", "N", N_("non nécessaire"), N_("marquer non nécessaire, avec le motif"),
    _allowing(Act.NOT_NEEDED), noun=Noun.LINE,
    typed=TypedCommand("n", ("nn", "non nécessaire"), "line", on_line=True, beside_yes_no="nn",
                       help=N_("non nécessaire, avec le motif ; à une question oui ou non, taper nn")),
)
COULD_NOT: Command[SessionContext] = Command(
    "could_not", "i", "I", N_("impossible"), N_("marquer impossible, ou non atteint, avec le motif"),
    _allowing(Act.COULD_NOT), noun=Noun.LINE, says=_of_line(at_line.could_not_word),
    typed=TypedCommand("i", ("impossible", "non atteint"), "line", short=_of_line(at_line.could_not_word), on_line=True,
                       help=N_("impossible, avec le motif ; d'une fin de procédure : non atteinte")),
)
WRITE: Command[SessionContext] = Command(
    "write", "e", "E", N_("fichier"), N_("écrire le texte dans un nouveau fichier"), _has_message_text,
    noun=Noun.MESSAGE, lasting=True,
)
LATER: Command[SessionContext] = Command(
    "later", "", "", N_("plus tard"), N_("passer à la ligne suivante ; celle-ci reste à faire"),
    _at_line(at_line.may_put_off), typed=TypedCommand("plus tard", ("passer",), "line"),
)
LEAVE: Command[SessionContext] = Command(
    "leave", "l", "L", N_("au retour"), N_("laisser pour le retour à la normale"), _allowing(Act.LEAVE), bar=False,
    noun=Noun.LINE,
    typed=TypedCommand("au retour", ("laisser",), "line", on_line=True,
                       help=N_("laisser cette ligne pour le retour à la normale")),
)
UNDO_HERE: Command[SessionContext] = Command(
    "undo_here", "z", "Z", N_("annuler ceci"), N_("annuler ce qui a été dit de cette ligne"),
    _allowing(Act.UNDO), noun=Noun.LINE, asserts=True,
    typed=TypedCommand("z", ("annuler ceci", "annuler cette ligne"), "line", on_line=True,
                       help=N_("annuler ce qui a été dit de la ligne affichée")),
)
WHOLE_LIST: Command[SessionContext] = Command(
    "whole_list", "plus,equals_sign", "+", N_("tout"),
    N_("déplier toute la liste, avec l'état de chaque ligne ; la replier"),
    idle, bar=False, noun=Noun.SESSION,
    typed=TypedCommand("liste", (), "session", always, N_("liste"),
                       N_("toute la liste, avec l'état de chaque ligne")),
)
SOURCE: Command[SessionContext] = Command(
    "source", "q", "Q", N_("?"),
    N_("voir d'où vient la ligne, de qui elle est l'affaire, et ce qui n'en est pas sûr"),
    lambda here: here.row is not None and not here.asking, bar=False, noun=Noun.LINE,
    typed=TypedCommand("q", ("source", "d'où"), "line", always, N_("source"), hidden=lambda here: here.row is None),
)
UNDO: Command[SessionContext] = Command(
    "undo", "u", "U", N_("annuler"), N_("annuler votre dernier fait"), _can_act, noun=Noun.SESSION,
    asserts=True,
    typed=TypedCommand("u", ("annuler",), "session", always,
                       help=N_("annuler votre dernier fait ; u 12 annule le fait 12 de l'historique")),
)
PATIENT: Command[SessionContext] = Command(
    "patient", "p", "P", N_("patient"), N_("noter un patient"), _can_act, noun=Noun.PATIENT,
    typed=TypedCommand("p", ("patient", "noter un patient"), "session",
                       help=N_("noter un patient ; p 2 corrige ou raye la ligne A-02")),
)
BACK: Command[SessionContext] = Command(
    "back", "r", "R", N_("rétabli ?"), N_("annoncer le retour à la normale, ou dire que c'est retombé"), _can_act,
    noun=Noun.SESSION, says=_back_key_word,
    typed=TypedCommand("r", ("re", "retour", "c'est revenu", "revenu"), "session", _may_be_back, short=_back_word,
                       hidden=lambda here: here.view.searching,
                       help=N_("annoncer le retour : qui l'a vu, où, depuis quand ; après, dire que c'est retombé")),
)
DUTIES: Command[SessionContext] = Command(
    "duties", "d", "D", N_("registre"), N_("voir les patients notés, ce qui leur est dû, ce qui reste à réconcilier"),
    idle, noun=Noun.PATIENT,
    typed=TypedCommand("d", ("dû", "patients", "registre"), "session", _may_look_at_patients, N_("dû"),
                       N_("les patients notés et ce qui leur est dû"), hidden=lambda here: not here.view.walk.patients),
)
OTHER: Command[SessionContext] = Command(
    "other", "t", "T", N_("autre panne"), N_("passer à une autre panne, en plus, à la place ou à part"), _can_act,
    noun=Noun.SESSION,
    typed=TypedCommand("t", ("autre panne", "autre cas", "autre"), "session",
                       help=N_("autre panne, en plus ou à la place, ou mauvais cas choisi")),
)
FELL_AGAIN: Command[SessionContext] = Command(
    "fell_again", "", "", N_("retombé"), N_("la panne est revenue après l'annonce du retour"),
    lambda here: here.acting and bool(here.view.returned_cases),
    typed=TypedCommand("ra", ("retombé", "retour annulé", "la panne dure"), "session",
                       hidden=lambda here: not here.view.ongoing_cases),
)
CLOSE: Command[SessionContext] = Command(
    "close", "x", "X", N_("clore"), N_("clore ; ce qui l'empêche est dit"), _can_act, noun=Noun.SESSION,
    typed=TypedCommand("clore", ("cl", "fin", "fermer"), "session",
                       help=N_("clore la session ; ce qui l'empêche est dit"),
                       hidden=lambda here: bool(here.view.ongoing_cases)),
)
NEXT: Command[SessionContext] = Command(
    "next", "tab", "Tab", N_("à faire"), N_("aller à la prochaine ligne à faire"), _can_act, bar=False, noun=Noun.LINE,
)
GO: Command[SessionContext] = Command(
    "go", "j", "J", N_("aller à"), N_("aller à une ligne par son numéro"), idle, bar=False, noun=Noun.LINE,
    typed=TypedCommand("j", ("aller", "aller à", "ligne"), "more", always,
                       help=N_("aller à une ligne, pour la relire ou changer la réponse : j 3.2")),
)
NOTE: Command[SessionContext] = Command(
    "note", "m", "M", N_("note"), N_("écrire une note, à la ligne du curseur"), idle, bar=False, noun=Noun.SESSION,
    typed=TypedCommand("m", ("note",), "more", always, help=N_("écrire une note, à la ligne affichée")),
)
REDLINE: Command[SessionContext] = Command(
    "redline", "f", "F", N_("signaler"), N_("signaler la ligne du curseur : fausse, impossible ou pas claire"),
    lambda here: here.row is not None and not here.asking, bar=False, noun=Noun.LINE,
    typed=TypedCommand("f", ("sig", "signaler"), "more",
                       help=N_("signaler au référent que la ligne affichée est fausse, impossible ou pas claire")),
)
IN_FORCE: Command[SessionContext] = Command(
    "in_force", "v", "V", N_("en vigueur"), N_("relire les consignes et les messages en vigueur"), _can_act, bar=False,
    noun=Noun.SESSION,
    typed=TypedCommand("v", ("consignes",), "more", help=N_("ce qui vaut tant que ça dure")),
)
LARGE: Command[SessionContext] = Command(
    "large", "f9", "F9", N_("en grand"), N_("afficher l'acte en cours seul, en grand, pour être lu de loin"), _can_act,
    bar=False, noun=Noun.LINE,
)
LINE_BELOW: Command[SessionContext] = Command(
    "line_below", "down", "↓", N_("plus tard"), N_("montrer la prochaine ligne à faire ; celle-ci le reste"), idle,
    bar=False, listed=False,
)
LINE_ABOVE: Command[SessionContext] = Command(
    "line_above", "up", "↑", N_("avant"), N_("montrer la ligne à faire d'avant"), idle, bar=False, listed=False,
)
LEAVE_LARGE: Command[SessionContext] = Command(
    "leave_large", "escape,f9", ESCAPE, N_("liste"), N_("revenir à la liste et à ses touches"), listed=False,
)
HISTORY: Command[SessionContext] = Command(
    "history", "a", "A", N_("historique"), N_("voir tout ce qui est enregistré ; annuler un fait, corriger son heure"),
    idle, bar=False, noun=Noun.SESSION,
    typed=TypedCommand("a", ("jo", "journal", "historique"), "more", always,
                       help=N_("tout ce qui a été enregistré, numéroté")),
)
SAME_OUTAGE: Command[SessionContext] = Command(
    "same_outage", "", "", N_("même panne"), N_("dire qu'une autre session est la même panne, ou le reprendre"),
    typed=TypedCommand("mp", ("même panne",), "more", always,
                       help=N_("dire qu'une autre session est la même panne : elles comptent pour une ; le reprendre")),
)
ACCOUNT: Command[SessionContext] = Command(
    "account", "", "", N_("compte"), N_("la session en chiffres : délais, lignes faites ou non, personnes"),
    typed=TypedCommand("cpt", ("compte", "bilan"), "more"),
)
WORD: Command[SessionContext] = Command(
    "word", "f6", "F6", N_("mot"), N_("donner un mot à cette session, pour les listes"), idle,
    bar=False, noun=Noun.SESSION,
    typed=TypedCommand("mot", ("donner un mot",), "more", always,
                       help=N_("donner un mot à cette session : mot nuit du scanner 2")),
)
BEGAN: Command[SessionContext] = Command(
    "began", "h", "H", N_("heure"), N_("dire quand la panne a commencé, et qui l'a constatée"), idle, bar=False,
    noun=Noun.SESSION,
    typed=TypedCommand("h", ("heure", "corriger l'heure"), "more", always,
                       help=N_("dire quand la panne a commencé, qui l'a constatée, ou quand un fait a eu lieu")),
)
EXPECTED: Command[SessionContext] = Command(
    "expected", "b", "B", N_("durée prévue"), N_("dire combien la panne doit durer"), _can_act, bar=False,
    noun=Noun.SESSION,
    typed=TypedCommand("b", ("durée", "durée prévue"), "more"),
)
NAME: Command[SessionContext] = Command(
    "name", "w", "W", N_("votre nom"), N_("dire qui est à l'écran"), _can_act, bar=False, noun=Noun.SESSION,
    typed=TypedCommand("w", ("qui", "nom", "je suis"), "more", help=N_("dire qui est à l'écran : w AB")),
)
HAND_OVER: Command[SessionContext] = Command(
    "hand_over", "g", "G", N_("passer la main"), N_("proposer la main, ou la prendre"), _can_act, bar=False,
    noun=Noun.SESSION,
    typed=TypedCommand("pa", ("passer la main", "relève"), "more",
                       help=N_("proposer la main, avec un mot pour la suite")),
)
TAKE_OVER: Command[SessionContext] = Command(
    "take_over", "", "", N_("prendre la main"), N_("prendre la main sur cette session"), _can_act,
    typed=TypedCommand("pr", ("prendre la main",), "more"),
)
FOLLOW_ON: Command[SessionContext] = Command(
    "follow_on", "o", "O", N_("suite"), N_("ouvrir une suite : c'est retombé"), _session_closed, noun=Noun.SESSION,
    lasting=True,
    typed=TypedCommand("su", ("suite",), "session", help=N_("c'est retombé après la clôture : ouvrir une suite")),
)
AFTER_CLOSING: Command[SessionContext] = Command(
    "after_closing", "g", "G", N_("gravité, effet"),
    N_("dire la gravité et l'effet sur les soins, pour le retour d'expérience"),
    lambda here: _session_closed(here) and not here.view.state.exercise, noun=Noun.SESSION,
    typed=TypedCommand("gr", ("gravité", "effet"), "session"),
)
REAL: Command[SessionContext] = Command(
    "real", "exclamation_mark", "!", N_("VRAIE PANNE"), N_("ouvrir tout de suite une vraie session"),
    lambda here: here.view.state.exercise and not here.asking, noun=Noun.SESSION,
    typed=TypedCommand("!", ("réel", "vraie panne"), "more",
                       help=N_("pendant un exercice : ouvrir tout de suite une vraie session")),
)
HOME: Command[SessionContext] = Command(
    "home", "escape", ESCAPE, N_("accueil"), N_("revenir à l'accueil ; la session reste ouverte"),
    noun=Noun.SESSION, typed=TypedCommand("ac", ("accueil",), "more"),
)
ON_SESSION: tuple[Command[SessionContext], ...] = (
    ANSWER, SETTLE_CONFLICT, SETTLE, SILENT, CONDITION, COPY, NOT_NEEDED, COULD_NOT, WRITE, LEAVE, UNDO_HERE, UNDO,
    PATIENT, BACK, DUTIES, OTHER, CLOSE, NEXT, GO, SOURCE, WHOLE_LIST, NOTE, REDLINE, IN_FORCE, LARGE, HISTORY, BEGAN,
    EXPECTED, WORD, NAME, HAND_OVER, FOLLOW_ON, AFTER_CLOSING, REAL, HOME,
)
"""The commands of a session in the full screen. Where several share a key, the first that applies is meant."""
ON_LARGE: tuple[Command[SessionContext], ...] = (
    ANSWER, SETTLE, SILENT, CONDITION, NOT_NEEDED, COULD_NOT, LEAVE, UNDO_HERE, UNDO, PATIENT, NEXT, NOTE,
    LINE_BELOW, LINE_ABOVE, LEAVE_LARGE,
)
"""The commands of the large view: those of the line alone, and those that its words name."""
AT_THE_LINE: tuple[Command[SessionContext], ...] = (
    SETTLE_CONFLICT, SETTLE, SILENT, NOT_NEEDED, COULD_NOT, COPY, WRITE, UNDO_HERE,
)
"""The commands that stand in the frame of the current line, in the order of need."""
OF_SESSION: tuple[Command[SessionContext], ...] = (PATIENT, BACK, UNDO, OTHER, DUTIES)
"""The commands that the bar shows at the same place on every line."""
TYPED_IN_SESSION: tuple[Command[SessionContext], ...] = (
    TICK, REACHED, SILENT, GO_ON, NOT_NEEDED, COULD_NOT, LATER, LEAVE, CONDITION, UNDO_HERE, SOURCE, WHOLE_LIST, UNDO,
    PATIENT, DUTIES, OTHER, BACK, FELL_AGAIN, CLOSE, FOLLOW_ON, AFTER_CLOSING, REAL, NOTE, REDLINE, BEGAN, EXPECTED,
    SAME_OUTAGE, WORD, IN_FORCE, CONTACTS, GO, HISTORY, ACCOUNT, SETTLE_CONFLICT, NAME, CLOCK, HAND_OVER, TAKE_OVER,
    HOME, QUIT,
)
# fmt: on
"""The commands of a session in the line-by-line face, in the order in which they are shown."""
