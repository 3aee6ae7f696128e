"""Every command of a session, in one registry: the key, the words, when it applies, what it does, its help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from pannesi.plain import views as looking
from pannesi.plain.actions import line as acts_line
from pannesi.plain.actions import paths as acts_paths
from pannesi.plain.actions import patients as acts_patients
from pannesi.plain.actions import session as acts_session
from pannesi.plain.session import Guide
from pannesi.presentation.line_card import is_told_by
from pannesi.procedure.model.lines import Verify
from pannesi.session.projection.read_model import Row
from pannesi.support.i18n import _

Group = Literal["line", "session", "more"]


def _never(_guide: Guide) -> bool:
    return False


@dataclass(frozen=True)
class Command:
    """One thing that a person can ask for."""

    key: str
    words: tuple[str, ...]
    """Whole words that mean the same."""
    short: str | Callable[[Guide], str]
    """Beside the key, where it applies."""
    help: str
    group: Group
    """Where it is shown: with the line, with the session, or only in the help."""
    applies: Callable[[Guide], bool]
    act: Callable[[Guide, str], None]
    on_line: bool = False
    """Acts on the line that was seen: nothing is done when another workstation changed it meanwhile."""
    hidden: Callable[[Guide], bool] = _never
    """Where it applies, yet is not worth a place on the screen."""
    beside_yes_no: str = ""
    """The key where `key` itself would answer yes or no."""

    def label(self, guide: Guide) -> str:
        """`u annuler`: the key and what it does here; a word that is typed whole says it by itself."""
        row = guide.view.row
        at_yes_no = row is not None and isinstance(row.line, Verify)
        key = self.beside_yes_no if self.beside_yes_no and at_yes_no else self.key
        short = self.said(guide)
        return short if len(key) > 3 else f"{key} {short}"

    def said(self, guide: Guide) -> str:
        """What it does here, in words that can be typed."""
        return self.short if isinstance(self.short, str) else self.short(guide)


def is_running(guide: Guide) -> bool:
    """Whether the session is not closed."""
    return guide.view.walk.stage != "closed"


def _closed(guide: Guide) -> bool:
    return guide.view.walk.stage == "closed"


def _always(_guide: Guide) -> bool:
    return True


def _at(test: Callable[[Row], bool]) -> Callable[[Guide], bool]:
    """Applies while the session runs, at lines that pass the test."""

    def applies(guide: Guide) -> bool:
        row = guide.view.row
        return is_running(guide) and row is not None and test(row)

    return applies


def _is_told(guide: Guide) -> bool:
    row = guide.view.row
    return row is not None and row.condition is not None and is_told_by(row.condition)


COMMANDS: tuple[Command, ...] = (
    Command(
        "fait", ("lu", "vu", "vu diffusé", "ok", "constaté", "en vigueur", "prêt", "ouvert"), acts_line.tick_word,
        _("fait, lu ou constaté ; des mots peuvent suivre : fait vu au poste 2"),
        "line", _at(acts_line.may_settle), acts_line.settle, on_line=True,
    ),
    Command(
        "joint", ("appel abouti",), _("joint"), _("l'appel a abouti"),
        "line", _at(acts_line.may_call), acts_line.reached, on_line=True,
    ),
    Command(
        "s", ("sans réponse", "pas de réponse"), _("sans réponse"),
        _("personne n'a répondu : le contact suivant est proposé"),
        "line", _at(acts_line.may_call), acts_line.no_answer, on_line=True,
    ),
    Command(
        "ouvrir", ("ouvrir aussi ce cas", "y aller", "dérouler la procédure", "dérouler", "terminer ainsi", "terminer"),
        acts_line.go_word,
        _("dérouler une procédure, passer à un autre cas, terminer une procédure"),
        "line", _at(acts_line.may_go_on), acts_line.go_on, on_line=True,
    ),
    Command(
        "n", ("nn", "non nécessaire"), _("non nécessaire"),
        _("non nécessaire, avec le motif ; à une question oui ou non, taper nn"),
        "line", _at(acts_line.may_pass), acts_line.not_needed, on_line=True, beside_yes_no="nn",
    ),
    Command(
        "i", ("impossible",), _("impossible"), _("impossible, avec le motif"),
        "line", _at(acts_line.may_pass), acts_line.could_not, on_line=True,
    ),
    Command(
        "plus tard", ("passer",), _("plus tard"), _("passer à la ligne suivante ; celle-ci reste à faire"),
        "line", _at(lambda row: row.is_open), acts_line.later,
    ),
    Command(
        "au retour", ("laisser",), _("au retour"), _("laisser cette ligne pour le retour à la normale"),
        "line", _at(acts_line.may_leave), acts_line.leave, on_line=True,
    ),
    Command(
        "k", ("condition",), _("condition"), _("dire si la condition de la ligne est remplie, quoi que dise l'horloge"),
        "line", _at(acts_line.may_set_condition), acts_line.change_condition, on_line=True,
        hidden=lambda guide: not _is_told(guide),
    ),
    Command(
        "z", ("annuler ceci", "annuler cette ligne"), _("annuler ceci"),
        _("annuler ce qui a été dit de la ligne affichée"),
        "line", _at(acts_line.may_undo), acts_line.undo_here, on_line=True,
    ),
    Command(
        "liste", (), _("liste"), _("toute la liste, avec l'état de chaque ligne"),
        "session", _always, looking.whole,
    ),
    Command(
        "u", ("annuler",), _("annuler"), _("annuler votre dernier fait ; u 12 annule le fait 12 de l'historique"),
        "session", _always, acts_session.undo,
    ),
    Command(
        "p", ("patient", "noter un patient"), _("patient"), _("noter un patient ; p 2 corrige ou raye la ligne A-02"),
        "session", is_running, acts_patients.patient,
    ),
    Command(
        "d", ("dû", "patients", "registre"), _("dû"), _("les patients notés et ce qui leur est dû"),
        "session", is_running, acts_patients.duties, hidden=lambda guide: not guide.view.walk.patients,
    ),
    Command(
        "t", ("autre panne", "autre cas", "autre"), _("autre panne"),
        _("autre panne, en plus ou à la place, ou mauvais cas choisi"),
        "session", is_running, acts_paths.other_failure,
    ),
    Command(
        "r", ("re", "retour", "c'est revenu", "revenu"), acts_paths.back_word,
        _("annoncer le retour à la normale : qui l'a vu, et où ; après, dire que c'est retombé"),
        "session", acts_paths.may_be_back, acts_paths.back, hidden=lambda guide: guide.view.searching,
    ),
    Command(
        "ra", ("retombé", "retour annulé"), _("retombé"), _("la panne est revenue après l'annonce du retour"),
        "session", lambda guide: is_running(guide) and bool(acts_paths.announced(guide)), acts_paths.fell_again,
        hidden=lambda guide: not acts_paths.lasting(guide),
    ),
    Command(
        "clore", ("cl", "fin", "fermer"), _("clore"), _("clore la session ; ce qui l'empêche est dit"),
        "session", is_running, acts_session.close, hidden=lambda guide: bool(acts_paths.lasting(guide)),
    ),
    Command(
        "su", ("suite",), _("suite"), _("c'est retombé après la clôture : ouvrir une suite"),
        "session", _closed, acts_paths.follow_on,
    ),
    Command(
        "!", ("réel", "vraie panne"), _("VRAIE PANNE"),
        _("pendant un exercice : ouvrir tout de suite une vraie session"),
        "more", lambda guide: guide.desk.state.exercise, acts_paths.real_thing,
    ),
    Command("m", ("note",), _("note"), _("écrire une note, à la ligne affichée"), "more", _always, acts_session.note),
    Command(
        "f", ("sig", "signaler"), _("signaler"),
        _("signaler au référent que la ligne affichée est fausse, impossible ou pas claire"),
        "more", lambda guide: guide.view.row is not None, acts_line.redline,
    ),
    Command(
        "h", ("heure", "corriger l'heure"), _("heure"),
        _("dire quand la panne a commencé, ou quand un fait a eu lieu"), "more", is_running, acts_session.times,
    ),
    Command(
        "b", ("durée", "durée prévue"), _("durée prévue"), _("dire combien la panne doit durer"),
        "more", is_running, acts_session.expected,
    ),
    Command(
        "v", ("consignes",), _("en vigueur"), _("ce qui vaut tant que ça dure"),
        "more", is_running, looking.orders,
    ),
    Command(
        "contacts", ("numéros",), _("contacts"), _("qui appeler maintenant"), "more", _always, looking.contacts
    ),
    Command(
        "j", ("aller", "aller à", "ligne"), _("aller à"),
        _("aller à une ligne, pour la relire ou changer la réponse : j 3.2"), "more", _always, acts_line.go_to,
    ),
    Command(
        "a", ("jo", "journal", "historique"), _("historique"), _("tout ce qui a été enregistré, numéroté"),
        "more", _always, looking.history,
    ),
    Command(
        "cpt", ("compte", "bilan"), _("compte"), _("la session en chiffres : délais, lignes faites ou non, personnes"),
        "more", _always, looking.account,
    ),
    Command(
        "y", ("co", "conflits", "trancher", "réponses en double"), _("trancher"),
        _("les réponses différentes données sans se connaître"),
        "more", _always, acts_session.conflicts,
    ),
    Command(
        "w", ("qui", "nom", "je suis"), _("votre nom"), _("dire qui est à l'écran : w AB"),
        "more", is_running, acts_session.person,
    ),
    Command(
        "hj", ("heure juste",), _("heure juste"), _("dire que l'heure de ce poste est juste ; sinon, la faire régler"),
        "more", lambda guide: guide.desk.outside.doubt() is not None, acts_session.clock_is_right,
    ),
    Command(
        "pa", ("passer la main", "relève"), _("passer la main"), _("proposer la main, avec un mot pour la suite"),
        "more", is_running, acts_session.hand_over,
    ),
    Command(
        "pr", ("prendre la main",), _("prendre la main"), _("prendre la main sur cette session"),
        "more", is_running, acts_session.take_over,
    ),
    Command(
        "ac", ("accueil",), _("accueil"), _("revenir à l'accueil ; la session reste ouverte"),
        "more", _always, acts_session.home,
    ),
    Command(
        "q", ("quitter",), _("quitter"), _("quitter ; la session reste ouverte et se reprend"),
        "more", _always, acts_session.leave_program,
    ),
)  # fmt: skip
