"""One registry of commands: keys, bar, palette and help are all made from it, so they cannot disagree."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from pannesi.presentation.key_names import Keys
from pannesi.procedure.model.lines import Broadcast
from pannesi.session.projection.allowed_acts import BY_ONE_KEY, Act
from pannesi.support.i18n import _, translated

if TYPE_CHECKING:
    from textual.screen import Screen

    from pannesi.session.projection.read_model import Row


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
    """A verb and what it does, in a sentence without capital."""
    on: str
    """The screen where it works; `everywhere`, too."""
    applies: Callable[[Any], bool] = _always
    bar: bool = True
    """Shown in the bar at the bottom."""
    noun: str = ""
    """What it acts on, for the palette."""
    listed: bool = True
    """Offered in the palette."""
    says: Callable[[Any], str] | None = None
    """What the bar says of it here, where that is more exact than `short`."""
    written: Callable[[Any], str] | None = None
    """How the bar writes its keys here, where not all of them serve."""

    def word(self, screen: Any) -> str:
        return self.says(screen) if self.says is not None else self.short

    def key_here(self, screen: Any) -> str:
        return self.written(screen) if self.written is not None else self.key

    @property
    def press(self) -> str:
        """The key that a click stands for; none where the key itself is what is said, as an answer's digit is."""
        return "" if self.id == "answer" else self.keys.split(",")[0]

    @property
    def title(self) -> str:
        """`session : Annoncer le retour à la normale`."""
        words = self.help[:1].upper() + self.help[1:]
        return _("{noun} : {words}").format(noun=self.noun, words=words) if self.noun else words


def _row(test: Callable[[Row], bool]) -> Callable[[Any], bool]:
    return lambda screen: screen.acting and screen.row is not None and test(screen.row)


def _question(row: Row) -> bool:
    return Act.ANSWER in row.allowed


def _primary(row: Row) -> bool:
    return not row.allowed.isdisjoint(BY_ONE_KEY)


def _skippable(row: Row) -> bool:
    return Act.NOT_NEEDED in row.allowed


def _leavable(row: Row) -> bool:
    return Act.LEAVE in row.allowed


def _call(row: Row) -> bool:
    return Act.CALL in row.allowed


def _message(row: Row) -> bool:
    return isinstance(row.line, Broadcast)


def _free(screen: Any) -> bool:
    return not screen.asking


def _running(screen: Any) -> bool:
    return bool(screen.acting)


def _back_word(screen: Any) -> str:
    return _("c'est retombé") if screen.view.walk.stage in ("return_to_normal", "to_close") else _("retour")


def _digits(screen: Any) -> str:
    """`1 2 0`: the digits that answer the question under the cursor; `1-5 0` when they are more."""
    from pannesi.procedure.model.numbering import options_of

    last = len(options_of(screen.row.line))
    return f"1-{last} 0" if last > 2 else "1 2 0"[-1 - 2 * last :]


def _settle_word(screen: Any) -> str:
    from pannesi.session.labels import done_word

    row: Row = screen.row
    if Act.SETTLE_PATIENTS in row.allowed:
        return _("voir les patients")
    go = row.line.traits.go
    return translated(go) if go is not None else done_word(row.line)


_LINE, _SESSION, _PATIENT = _("ligne"), _("session"), _("patient")
_FIGURES = _("chiffres")
_MESSAGE, _PROGRAM, _CONTACTS = _("message"), _("programme"), _("contacts")

COMMANDS: tuple[Command, ...] = (
    Command("open", "enter", "⏎", _("ouvrir"),
            _("ouvrir l'entrée choisie ; sans rien taper, reprendre la session"), "home", noun=_("panne"),
            says=lambda screen: screen.enter_word()),
    Command("clear", "escape", _("Échap"), _("effacer"), _("effacer ce qui est tapé"), "home",
            lambda screen: bool(screen.typed), listed=False),
    Command("answer", "0,1,2,3,4,5,6,7,8,9", "1-9", _("répondre"),
            _("répondre à la question ; 0 : je ne sais pas"), "guide", _row(_question), listed=False,
            written=_digits),
    Command("settle_conflict", "y", "Y", _("trancher"),
            _("trancher entre deux réponses données sans se connaître"), "guide",
            lambda screen: screen.acting and bool(screen.view.state.conflicts), noun=_SESSION),
    Command("settle", "enter,space", "⏎", _("fait"), _("dire que c'est fait, lu, joint, vu : selon la ligne"), "guide",
            _row(_primary), noun=_LINE, says=_settle_word),
    Command("silent", "s", "S", _("sans réponse"),
            _("dire que l'appel est resté sans réponse : le contact suivant est proposé"), "guide", _row(_call),
            noun=_LINE),
    Command("condition", "k", "K", _("condition"), _("dire si la condition de la ligne est remplie"), "guide",
            _row(lambda row: Act.SET_CONDITION in row.allowed), bar=False, noun=_LINE),
    Command("copy", "c", "C", _("copier"),
            _("copier le texte ; il reste affiché, la copie n'est pas garantie"), "guide", _row(_message),
            noun=_MESSAGE),
    Command("not_needed", "n", "N", _("non nécessaire"),
            _("marquer non nécessaire, avec le motif"), "guide", _row(_skippable), noun=_LINE),
    Command("could_not", "i", "I", _("impossible"),
            _("marquer impossible, avec le motif"), "guide", _row(_skippable), noun=_LINE),
    Command("write", "e", "E", _("fichier"), _("écrire le texte dans un nouveau fichier"), "guide", _row(_message),
            noun=_MESSAGE),
    Command("leave", "l", "L", _("au retour"),
            _("laisser pour le retour à la normale"), "guide", _row(_leavable), bar=False, noun=_LINE),
    Command("undo_here", "z", "Z", _("annuler ceci"),
            _("annuler ce qui a été dit de cette ligne"), "guide", _row(lambda row: Act.UNDO in row.allowed),
            noun=_LINE),
    Command("undo", "u", "U", _("annuler"), _("annuler votre dernier fait"), "guide", _running, noun=_SESSION),
    Command("patient", "p", "P", _("patient"), _("noter un patient"), "guide", _running, noun=_PATIENT),
    Command("back", "r", "R", _("retour"),
            _("annoncer le retour à la normale, ou dire que c'est retombé"), "guide", _running, noun=_SESSION,
            says=_back_word),
    Command("duties", "d", "D", _("registre"),
            _("voir les patients notés, ce qui leur est dû, ce qui reste à réconcilier"), "guide",
            lambda screen: not screen.asking, noun=_PATIENT),
    Command("other", "t", "T", _("autre panne"), _("passer à une autre panne, en plus, à la place ou à part"), "guide",
            _running, noun=_SESSION),
    Command("close", "x", "X", _("clore"), _("clore ; ce qui l'empêche est dit"), "guide", _running, noun=_SESSION),
    Command("next", "tab", "Tab", _("à faire"), _("aller à la prochaine ligne à faire"), "guide", _running,
            bar=False, noun=_LINE),
    Command("go", "j", "J", _("aller à"), _("aller à une ligne par son numéro"), "guide",
            lambda screen: not screen.asking, bar=False, noun=_LINE),
    Command("note", "m", "M", _("note"), _("écrire une note, à la ligne du curseur"), "guide",
            lambda screen: not screen.asking, bar=False, noun=_SESSION),
    Command("redline", "f", "F", _("signaler"),
            _("signaler la ligne du curseur : fausse, impossible ou pas claire"), "guide",
            lambda screen: screen.row is not None and not screen.asking, bar=False, noun=_LINE),
    Command("in_force", "v", "V", _("en vigueur"),
            _("relire les consignes et les messages en vigueur"), "guide", _running, bar=False, noun=_SESSION),
    Command("history", "a", "A", _("historique"),
            _("voir tout ce qui est enregistré ; annuler un fait, corriger son heure"), "guide",
            lambda screen: not screen.asking, bar=False, noun=_SESSION),
    Command("began", "h", "H", _("heure"),
            _("dire quand la panne a commencé"), "guide", _running, bar=False, noun=_SESSION),
    Command("expected", "b", "B", _("durée prévue"),
            _("dire combien la panne doit durer"), "guide", _running, bar=False, noun=_SESSION),
    Command("name", "w", "W", _("votre nom"), _("dire qui est à l'écran"), "guide", _running, bar=False, noun=_SESSION),
    Command("hand_over", "g", "G", _("passer la main"),
            _("proposer la main, ou la prendre"), "guide", _running, bar=False, noun=_SESSION),
    Command("follow_on", "o", "O", _("suite"),
            _("ouvrir une suite : c'est retombé"), "guide", lambda screen: screen.view.walk.stage == "closed",
            noun=_SESSION),
    Command("real", "exclamation_mark", "!", _("VRAIE PANNE"), _("ouvrir tout de suite une vraie session"), "guide",
            lambda screen: screen.view.state.exercise and not screen.asking, noun=_SESSION),
    Command("home", "escape", _("Échap"), _("accueil"),
            _("revenir à l'accueil ; la session reste ouverte"), "guide", noun=_SESSION),
    Command("leave_list", "escape", _("Échap"), _("fermer"), _("revenir à l'écran précédent"), "list", listed=False),
    Command("grid", "g,tab", "G", _("heures"), _("voir les horaires de la semaine, ou la liste"),
            "contacts", noun=_CONTACTS),
    Command("day_before", "left", "←", _("veille"), _("aller un jour plus tôt"), "contacts", _free, noun=_CONTACTS),
    Command("day_after", "right", "→", _("lendemain"), _("aller un jour plus tard"), "contacts", _free, noun=_CONTACTS),
    Command("week_before", "less_than_sign,shift+left", "<", _("semaine"), _("aller une semaine plus tôt"),
            "contacts", _free, bar=False, noun=_CONTACTS),
    Command("week_after", "greater_than_sign,shift+right", ">", _("semaine"), _("aller une semaine plus tard"),
            "contacts", _free, bar=False, noun=_CONTACTS),
    Command("moment", "h", "H", _("autre moment"), _("voir un autre moment"), "contacts", _free, noun=_CONTACTS),
    Command("now", "0", "0", _("maintenant"), _("revenir à maintenant"), "contacts",
            lambda screen: screen.asked is not None, noun=_CONTACTS),
    Command("leave_contacts", "escape", _("Échap"), _("fermer"), _("revenir à l'écran précédent"), "contacts",
            listed=False),
    Command("read_session", "enter", "⏎", _("lire"), _("lire ce qui s'est passé, et la procédure de ce jour-là"),
            "sessions", lambda screen: screen.current is not None, noun=_SESSION),
    Command("filters", "f", "F", _("filtrer"),
            _("filtrer : cas, système, période, état, personne, à reprendre, lignes impossibles ou signalées, notes"),
            "sessions", _free, noun=_SESSION),
    Command("find", "slash,m", "M", _("mots"), _("chercher par des mots : un cas, une date, des initiales"),
            "sessions", _free, noun=_SESSION),
    Command("state", "o", "O", _("ouvertes"), _("montrer toutes, les ouvertes, les closes"), "sessions", _free,
            noun=_SESSION, says=lambda screen: screen.next_state_word()),
    Command("order", "t", "T", _("trier"), _("montrer les plus anciennes d'abord, ou les plus récentes"), "sessions",
            _free, bar=False, noun=_SESSION),
    Command("drills", "x", "X", _("exercices"), _("montrer les exercices, ou les vraies pannes"), "sessions", _free,
            noun=_SESSION, says=lambda screen: _("vraies pannes") if screen.wanted.exercise else _("exercices")),
    Command("figures", "c", "C", _("chiffres"),
            _("voir les chiffres d'une période : pannes, durées, délais, contacts sans réponse"), "sessions", _free,
            noun=_SESSION),
    Command("redlines", "s", "S", _("signalées"), _("voir les lignes signalées, et y répondre"), "sessions", _free,
            noun=_LINE),
    Command("export_current", "e", "E", _("rapport"),
            _("écrire un rapport ou le registre dans un fichier"), "sessions",
            lambda screen: screen.current is not None, noun=_SESSION),
    Command("clear_wanted", "0", "0", _("tout montrer"), _("effacer tous les filtres"), "sessions",
            lambda screen: screen.filtered and not screen.asking, bar=False, noun=_SESSION),
    Command("leave_sessions", "escape", _("Échap"), _("fermer"),
            _("effacer ce qui est cherché, puis revenir à l'écran précédent"), "sessions", listed=False,
            says=lambda screen: screen.leave_word()),
    Command("change", "enter", "⏎", _("changer"), _("changer le filtre du curseur"), "filters", _free, noun=_SESSION),
    Command("by_case", "c", "C", _("cas"), _("ne garder que celles passées par un cas"), "filters", _free, bar=False,
            noun=_SESSION),
    Command("by_system", "s", "S", _("système"), _("ne garder que celles où un système était en panne"), "filters",
            _free, bar=False, noun=_SESSION),
    Command("by_period", "p", "P", _("période"), _("ne garder que celles d'une période"), "filters", _free, bar=False,
            noun=_SESSION),
    Command("by_state", "o", "O", _("ouvertes ou closes"), _("ne garder que les ouvertes, ou les closes"), "filters",
            _free, bar=False, noun=_SESSION),
    Command("by_who", "q", "Q", _("personne"), _("ne garder que celles où quelqu'un a pris part"), "filters", _free,
            bar=False, noun=_SESSION),
    Command("by_to_take_over", "r", "R", _("à reprendre"), _("ne garder que celles dont la main est proposée"),
            "filters", _free, bar=False, noun=_SESSION),
    Command("by_could_not", "i", "I", _("ligne impossible"), _("ne garder que celles où une ligne fut impossible"),
            "filters", _free, bar=False, noun=_SESSION),
    Command("by_redlines", "l", "L", _("ligne signalée"), _("ne garder que celles où une ligne fut signalée"),
            "filters", _free, bar=False, noun=_SESSION),
    Command("by_words", "m,slash", "M", _("mots"), _("chercher des mots : titres, noms, dates, lignes traitées"),
            "filters", _free, bar=False, noun=_SESSION),
    Command("by_notes", "n", "N", _("notes et motifs"), _("chercher des mots dans les notes et les motifs"),
            "filters", _free, bar=False, noun=_SESSION),
    Command("by_oldest", "t", "T", _("dans quel ordre"), _("montrer les plus anciennes d'abord, ou les plus récentes"),
            "filters", _free, bar=False, noun=_SESSION),
    Command("by_exercise", "x", "X", _("vraies ou exercices"), _("montrer les vraies pannes, ou les exercices"),
            "filters", _free, bar=False, noun=_SESSION),
    Command("clear_filters", "0", "0", _("tout effacer"), _("effacer tous les filtres"), "filters", _free,
            noun=_SESSION),
    Command("leave_filters", "escape,f", _("Échap"), _("voir la liste"), _("revenir à la liste, ainsi filtrée"),
            "filters", listed=False),
    Command("take_up", "r,enter", "R", _("reprendre"), _("reprendre là où elle en est"), "session",
            lambda screen: screen.open, noun=_SESSION),
    Command("look_over", "r,enter", "R", _("la liste"), _("revoir la liste telle qu'elle fut suivie"), "session",
            lambda screen: not screen.open, noun=_SESSION),
    Command("take_over", "g", "G", _("prendre la main"), _("reprendre, en disant qu'on prend la main"),
            "session", lambda screen: screen.open, noun=_SESSION),
    Command("account", "c", "C", _("compte"),
            _("faire le compte : délais, lignes faites ou non, appels, messages, personnes ; ou le cacher"), "session",
            noun=_SESSION, says=lambda screen: screen.account_word()),
    Command("only", "f", "F", _("filtrer"),
            _("ne montrer que les appels, les patients, ce qui ne fut pas fait… ou les faits d'une personne"),
            "session", noun=_SESSION),
    Command("behind", "t", "T", _("faits cachés"), _("montrer les faits du programme lui-même, ou les cacher"),
            "session", noun=_SESSION,
            says=lambda screen: _("les recacher") if screen.everything else _("faits cachés")),
    Command("procedure", "p", "P", _("procédure"), _("lire la procédure telle qu'elle était ce jour-là"), "session",
            lambda screen: bool(screen.state.timeline), noun=_SESSION),
    Command("export_session", "e", "E", _("rapport"),
            _("écrire un rapport ou le registre dans un fichier"), "session", noun=_SESSION),
    Command("leave_session", "escape", _("Échap"), _("fermer"), _("revenir à l'écran précédent"), "session",
            listed=False, says=lambda screen: screen.leave_word()),
    Command("corrected", "c", "C", _("corrigé en version…"),
            _("répondre que la ligne est corrigée dans une version de la procédure"), "redlines",
            lambda screen: screen.current is not None, noun=_LINE),
    Command("declined", "r", "R", _("refusé parce que…"),
            _("répondre que la ligne reste comme elle est, et pourquoi"), "redlines",
            lambda screen: screen.current is not None, noun=_LINE),
    Command("all_redlines", "o", "O", _("toutes"), _("montrer toutes les lignes signalées, ou celles sans réponse"),
            "redlines", _free, noun=_LINE, says=lambda screen: screen.all_word()),
    Command("leave_redlines", "escape", _("Échap"), _("fermer"), _("revenir à l'écran précédent"), "redlines",
            listed=False),
    Command("period_before", "left", "←", _("avant"), _("aller à la période d'avant"), "figures",
            lambda screen: screen.moves, noun=_FIGURES),
    Command("period_after", "right", "→", _("après"), _("aller à la période d'après"), "figures",
            lambda screen: screen.moves, noun=_FIGURES),
    Command("span", "p", "P", _("par mois"), _("compter par année, par mois, ou tout le journal"), "figures",
            noun=_FIGURES, says=lambda screen: screen.span_word()),
    Command("other_period", "d", "D", _("dates"), _("dire une période : du 01/11/2026 au 15/11/2026, depuis 2025…"),
            "figures", noun=_FIGURES),
    Command("export_figures", "e", "E", _("fichier"), _("écrire ces chiffres dans un fichier, avec les graphiques"),
            "figures", noun=_FIGURES),
    Command("leave_figures", "escape", _("Échap"), _("fermer"), _("revenir à l'écran précédent"), "figures",
            listed=False),
    Command("open_line", "enter", "⏎", _("ouvrir"), _("ouvrir la ligne : ce qu'elle dit, ce qui reste à faire"),
            "register", lambda screen: screen.current is not None, noun=_PATIENT),
    Command("new_line", "p", "P", _("patient"), _("noter un patient"), "register", _running, noun=_PATIENT),
    Command("sort_lines", "t", "T", _("trier"), _("trier par ce qui manque, ou par ordre de saisie"), "register",
            noun=_PATIENT),
    Command("leave_register", "escape", _("Échap"), _("fermer"), _("revenir à la session"), "register", listed=False),
    Command("settle_here", "enter,space", "⏎", _("fait"), _("dire que c'est fait, ou choisir cette version"),
            "patient_line", lambda screen: screen.may_settle, noun=_PATIENT,
            says=lambda screen: screen.enter_word()),
    Command("undo_on_line", "z", "Z", _("annuler ceci"),
            _("annuler ce qui est dit sous le curseur ; d'une ligne rayée : la rétablir"), "patient_line",
            lambda screen: screen.fact_here is not None, noun=_PATIENT, says=lambda screen: screen.undo_word()),
    Command("step_not_needed", "n", "N", _("non nécessaire"), _("marquer non nécessaire, avec le motif"),
            "patient_line", lambda screen: screen.on_step, noun=_PATIENT),
    Command("step_could_not", "i", "I", _("impossible"), _("marquer impossible, avec le motif"), "patient_line",
            lambda screen: screen.on_step, noun=_PATIENT),
    Command("complete_line", "e", "E", _("compléter"), _("compléter ou corriger la ligne ; l'avant est gardé"),
            "patient_line", lambda screen: screen.open_line, noun=_PATIENT),
    Command("verify_line", "v", "V", _("vérifier"), _("dire que la ligne a été revue, tout étant fait"),
            "patient_line", lambda screen: screen.open_line and not screen.patient.settled, noun=_PATIENT),
    Command("next_line", "s", "S", _("ligne suivante"), _("ouvrir la prochaine ligne où quelque chose est à faire"),
            "patient_line", lambda screen: not screen.asking and screen.following is not None, noun=_PATIENT),
    Command("waive_line", "d", "D", _("dispenser"),
            _("ne plus rien réconcilier de cette ligne, avec le motif ; CD, film… restent dus"),
            "patient_line", lambda screen: screen.open_line, noun=_PATIENT),
    Command("void_line", "x", "X", _("rayer"), _("rayer la ligne, avec le motif ; elle reste visible"),
            "patient_line", lambda screen: screen.open_line, noun=_PATIENT),
    Command("leave_line", "escape", _("Échap"), _("fermer"), _("revenir au registre"), "patient_line", listed=False),
    Command("save_line", "f5", "F5", _("enregistrer"), _("enregistrer la ligne telle quelle"), "patient",
            noun=_PATIENT),
    Command("paper_sheet", "f6", "F6", _("fiche papier"),
            _("reprendre une fiche papier : son numéro imprimé, son heure"), "patient",
            lambda screen: screen.new, noun=_PATIENT),
    Command("entry_before", "up", "↑", _("avant"), _("revenir à la question d'avant"), "patient", noun=_PATIENT),
    Command("entry_after", "down", "↓", _("après"), _("passer à la question d'après"), "patient", noun=_PATIENT),
    Command("entries_back", "pageup", "Pg↑", _("loin avant"), _("revenir huit questions en arrière"), "patient",
            bar=False, noun=_PATIENT),
    Command("entries_on", "pagedown", "Pg↓", _("loin après"), _("passer huit questions"), "patient", bar=False,
            noun=_PATIENT),
    Command("leave_form", "escape", _("Échap"), _("fermer"), _("fermer ; la saisie est gardée ou abandonnée, au choix"),
            "patient", listed=False),
    Command("run", "enter", "⏎", _("faire"), _("faire la commande choisie"), "palette", listed=False),
    Command("leave_palette", "escape", _("Échap"), _("fermer"), _("ne rien faire"), "palette", listed=False),
    Command("help", "f1", "F1", _("aide"), _("expliquer les commandes de cet écran"), "everywhere", noun=_PROGRAM),
    Command("contacts", "f2", "F2", _("contacts"), _("voir qui appeler maintenant"), "everywhere", noun=_PROGRAM),
    Command("sessions", "f3", "F3", _("sessions"), _("voir les sessions, ouvertes et passées"), "everywhere",
            noun=_PROGRAM),
    Command("palette", "ctrl+p", "^P", _("commandes"), _("chercher une commande par des mots"), "everywhere",
            lambda screen: screen.NAME != "palette", listed=False),
    Command("theme", "f4", "F4", _("couleurs"), _("passer du sombre au clair, au contraste"), "everywhere",
            lambda screen: not any(one.NAME in ("list", "palette") for one in screen.app.screen_stack), bar=False,
            noun=_PROGRAM),
    Command("clock", "f7", "F7", _("heure juste"), _("dire que l'heure de ce poste est juste ; sinon, la faire régler"),
            "everywhere", lambda screen: screen.station.doubt() is not None, noun=_PROGRAM),
    Command("quit", "ctrl+q", "^Q", _("quitter"), _("quitter ; une session ouverte se reprend"), "everywhere",
            noun=_PROGRAM),
)  # fmt: skip


def commands_of(screen: Screen[Any]) -> tuple[Command, ...]:
    """The commands that a screen knows, whether or not they apply now."""
    name = getattr(screen, "NAME", "")
    return tuple(command for command in COMMANDS if command.on in (name, "everywhere"))


def presses(name: str) -> dict[str, str]:
    """The key of each command of a screen, by the command's id."""
    return {one.id: one.press for one in COMMANDS if one.on == name}


def _key(command: str) -> str:
    return next(one.key for one in COMMANDS if one.id == command)


FULL_SCREEN = Keys(
    later="↓", onward=_key("next"), could_not=_key("could_not"), condition=_key("condition"), patient=_key("patient"),
    duties=_key("duties"), other=_key("other"), back=_key("back"), close=_key("close"), follow_on=_key("follow_on"),
    home=_key("home"), hand_over=_key("hand_over"), take_over=_key("hand_over"), conflicts=_key("settle_conflict"),
    real=_key("real"), note=_key("note"), clock=_key("clock"), go=_key("go") + " {number}",
    settle_duty=_("D, ouvrir la ligne : ⏎ fait, N ou I avec un motif"),
    settle_line=_("D, ouvrir la ligne : V vérifier, D dispenser"), settle_images=_("D, ouvrir la ligne"),
)  # fmt: skip
"""The keys that sentences name in the full screen: those of the registry."""
