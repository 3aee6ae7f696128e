"""One registry of commands: keys, bar, palette and help are all made from it, so they cannot disagree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pannesi.i18n import _

if TYPE_CHECKING:
    from textual.screen import Screen


def _always(_screen: Any) -> bool:
    return True


@dataclass(frozen=True)
class Command:
    """Something that can be asked for on a screen."""

    id: str
    keys: str
    """Textual key names, separated by commas."""
    key: str
    """The key as people call it."""
    short: str
    help: str
    on: str
    """The screen where it works; `everywhere`, too."""
    applies: Callable[[Any], bool] = _always
    bar: bool = True
    """Shown in the bar at the bottom."""


def _row(test: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda screen: screen.acting and screen.row is not None and test(screen.row)


def _asked(row: Any) -> bool:
    return row.status not in ("not_applicable", "pending")


def _question(row: Any) -> bool:
    return _asked(row) and row.line.verb in ("ask", "verify")


def _primary(row: Any) -> bool:
    return _asked(row) and row.line.verb not in ("ask", "verify") and (row.status != "done" or row.again or row.carried)


def _skippable(row: Any) -> bool:
    return _asked(row) and row.line.skip == "allowed" and row.line.verb != "outcome" and row.status in ("open", "left")


def _leavable(row: Any) -> bool:
    leads = row.line.verb in ("ask", "verify", "becomes", "joins", "outcome")
    return _skippable(row) and not leads and row.phase != "return_to_normal" and row.status == "open"


def _call(row: Any) -> bool:
    return _asked(row) and row.line.verb == "call" and (row.status != "done" or row.again)


def _message(row: Any) -> bool:
    return bool(row.line.verb == "broadcast")


def _not_asking(screen: Any) -> bool:
    return not screen.asking


def _running(screen: Any) -> bool:
    return bool(screen.acting)


COMMANDS: tuple[Command, ...] = (
    Command("open", "enter", "⏎", _("ouvrir"),
            _("ouvrir l'entrée choisie ; sans rien taper, reprendre la session"), "home"),
    Command("settle", "enter,space", "⏎", _("fait"),
            _("fait, lu, joint, ouvert : selon la ligne"), "guide", _row(_primary)),
    Command("answer", "0,1,2,3,4,5,6,7,8,9", "1-9", _("répondre"),
            _("répondre à la question ; 0 : je ne sais pas"), "guide", _row(_question)),
    Command("silent", "s", "S", _("sans réponse"),
            _("l'appel est resté sans réponse : le contact suivant"), "guide", _row(_call)),
    Command("not_needed", "n", "N", _("non nécessaire"),
            _("non nécessaire, avec le motif"), "guide", _row(_skippable)),
    Command("could_not", "i", "I", _("impossible"), _("impossible, avec le motif"), "guide", _row(_skippable)),
    Command("leave", "l", "L", _("au retour"),
            _("laisser la ligne pour le retour à la normale"), "guide", _row(_leavable), bar=False),
    Command("copy", "c", "C", _("copier"),
            _("copier le message ; il reste affiché, la copie n'est pas garantie"), "guide", _row(_message)),
    Command("write", "e", "E", _("fichier"), _("écrire le message dans un fichier"), "guide", _row(_message)),
    Command("condition", "k", "K", _("condition"), _("dire si la condition de la ligne est remplie"), "guide",
            _row(lambda row: row.condition is not None)),
    Command("undo", "u", "U", _("annuler"), _("annuler le dernier fait"), "guide", _running),
    Command("note", "m", "M", _("note"),
            _("écrire une note, à la ligne du curseur"), "guide", lambda screen: True, bar=False),
    Command("redline", "f", "F", _("signaler"),
            _("signaler la ligne du curseur : fausse, impossible ou pas claire"), "guide",
            lambda screen: screen.row is not None and not screen.asking, bar=False),
    Command("patient", "p", "P", _("patient"), _("noter un patient"), "guide", _running),
    Command("duties", "d", "D", _("dû"), _("ce qui est dû aux patients notés"), "guide",
            lambda screen: screen.acting and bool(screen.view.walk.patients)),
    Command("other", "t", "T", _("autre panne"), _("autre panne, en plus ou à la place"), "guide", _running),
    Command("back", "r", "R", _("retour"),
            _("annoncer le retour à la normale, ou dire que c'est retombé"), "guide", _running),
    Command("began", "h", "H", _("heure"), _("dire quand la panne a commencé"), "guide", _running, bar=False),
    Command("name", "w", "W", _("votre nom"), _("dire qui est à l'écran"), "guide", _running, bar=False),
    Command("hand_over", "g", "G", _("passer la main"),
            _("proposer la main, ou la prendre"), "guide", _running, bar=False),
    Command("next", "tab", "Tab", _("à faire"),
            _("aller à la prochaine ligne à faire"), "guide", _running, bar=False),
    Command("close", "x", "X", _("clore"), _("clore la session ; ce qui l'empêche est dit"), "guide", _running),
    Command("follow_on", "o", "O", _("suite"),
            _("c'est retombé : ouvrir une suite"), "guide", lambda screen: screen.view.walk.stage == "closed"),
    Command("real", "exclamation_mark", "!", _("VRAIE PANNE"), _("ouvrir tout de suite une vraie session"), "guide",
            lambda screen: screen.view.state.exercise),
    Command("home", "escape", "Échap", _("accueil"), _("revenir à l'accueil ; la session reste ouverte"), "guide"),
    Command("leave_list", "escape", "Échap", _("fermer"), _("revenir à l'écran précédent"), "list"),
    Command("help", "f1", "F1", _("aide"), _("les commandes de cet écran"), "everywhere"),
    Command("contacts", "f2", "F2", _("contacts"), _("qui répond maintenant"), "everywhere"),
    Command("sessions", "f3", "F3", _("sessions"), _("les sessions, ouvertes et passées"), "everywhere"),
    Command("theme", "f4", "F4", _("couleurs"), _("sombre, clair, contraste"), "everywhere", bar=False),
    Command("quit", "ctrl+q", "^Q", _("quitter"), _("quitter ; une session ouverte se reprend"), "everywhere"),
)  # fmt: skip


def commands_of(screen: Screen[Any]) -> tuple[Command, ...]:
    """The commands that a screen knows, whether or not they apply now."""
    name = getattr(screen, "NAME", "")
    return tuple(command for command in COMMANDS if command.on in (name, "everywhere"))
