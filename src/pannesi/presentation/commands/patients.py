"""Commands of the patient register: its list, one patient line, the form of a patient line."""

from __future__ import annotations

from typing import Protocol

from pannesi.presentation.commands.command import Asking, Command, Noun
from pannesi.presentation.commands.general import ESCAPE
from pannesi.support.i18n import N_


class RegisterContext(Protocol):
    """What the commands of the list of patients look at."""

    @property
    def current(self) -> object | None:
        """The patient line under the cursor; None in an empty list."""

    @property
    def acting(self) -> bool:
        """Whether the session can be written to."""

    @property
    def asking(self) -> bool:
        """Whether a question is being asked in place."""

    @property
    def has_alike(self) -> bool:
        """Whether the line under the cursor may be taken for another."""

    @property
    def duty_digits(self) -> str:
        """The digits of what is owed to the patient under the cursor, `1-3`; empty where none counts."""

    def leave_word(self) -> str:
        """What Escape does here, in one word."""


class PatientLineContext(Asking, Protocol):
    """What the commands of the screen of one patient line look at."""

    @property
    def may_settle(self) -> bool:
        """Whether what is under the cursor can be said done, or chosen."""

    @property
    def fact_here(self) -> object | None:
        """The recorded fact under the cursor, which can be undone; None where there is none."""

    @property
    def on_step(self) -> bool:
        """Whether a duty or a step of the reconciliation is under the cursor."""

    @property
    def on_question(self) -> bool:
        """Whether a duty that is a question is under the cursor."""

    @property
    def open_line(self) -> bool:
        """Whether the patient line can be changed."""

    @property
    def is_settled(self) -> bool:
        """Whether nothing more is asked of the patient line."""

    @property
    def following(self) -> str | None:
        """The id of the next patient line where something is to be done; None without one."""

    def enter_word(self) -> str:
        """What the Enter key would do, in one word."""

    def undo_word(self) -> str:
        """What undoing would do here, in one word."""


class PatientFormContext(Protocol):
    """What the commands of the form of a patient line look at."""

    @property
    def new(self) -> bool:
        """Whether the patient line was not saved yet."""


# fmt: off
OPEN_LINE: Command[RegisterContext] = Command(
    "open_line", "enter", "⏎", N_("ouvrir"), N_("ouvrir la ligne : ce qu'elle dit, ce qui reste à faire"),
    lambda here: here.current is not None, noun=Noun.PATIENT,
)
NEW_LINE: Command[RegisterContext] = Command(
    "new_line", "p", "P", N_("patient"), N_("noter un patient"), lambda here: here.acting, noun=Noun.PATIENT,
)
SORT_LINES: Command[object] = Command(
    "sort_lines", "t", "T", N_("trier"), N_("trier par ce qui manque, ou par ordre de saisie"), noun=Noun.PATIENT,
)
SETTLE_FROM_LIST: Command[RegisterContext] = Command(
    "settle_from_list", "1,2,3,4,5,6,7,8,9", "1-9", N_("fait"),
    N_("dire fait ce qui est dû au patient sous le curseur, nommé en bas"), lambda here: bool(here.duty_digits),
    written=lambda here: here.duty_digits, noun=Noun.PATIENT, listed=False, asserts=True, digits=True,
)
SEARCH_LINES: Command[RegisterContext] = Command(
    "search_lines", "slash,c", "/", N_("chercher"), N_("chercher un nom, une date de naissance, un numéro (C aussi)"),
    lambda here: not here.asking, noun=Noun.PATIENT,
)
COMPARE_LINES: Command[RegisterContext] = Command(
    "compare_lines", "equals_sign", "=", N_("comparer"),
    N_("voir côte à côte la ligne du curseur et celles avec qui elle peut être confondue"),
    lambda here: here.has_alike and not here.asking, noun=Noun.PATIENT,
)
LEAVE_REGISTER: Command[RegisterContext] = Command(
    "leave_register", "escape", ESCAPE, N_("fermer"), N_("montrer toutes les lignes ; ou revenir à la session"),
    says=lambda here: here.leave_word(), listed=False,
)
ON_REGISTER: tuple[Command[RegisterContext], ...] = (
    SETTLE_FROM_LIST, OPEN_LINE, NEW_LINE, SEARCH_LINES, COMPARE_LINES, SORT_LINES, LEAVE_REGISTER,
)

SETTLE_HERE: Command[PatientLineContext] = Command(
    "settle_here", "enter,space", "⏎", N_("fait"), N_("dire que c'est fait, ou choisir cette version"),
    lambda here: here.may_settle, noun=Noun.PATIENT, says=lambda here: here.enter_word(), asserts=True,
)
ANSWER_DUTY: Command[PatientLineContext] = Command(
    "answer_duty", "1,2,0", "1 2 0", N_("oui, non, pas su"), N_("répondre à la question : oui, non, pas su"),
    lambda here: here.on_question, noun=Noun.PATIENT, listed=False, asserts=True, digits=True,
)
UNDO_ON_LINE: Command[PatientLineContext] = Command(
    "undo_on_line", "z", "Z", N_("annuler ceci"),
    N_("annuler ce qui est dit sous le curseur ; d'une ligne rayée : la rétablir"),
    lambda here: here.fact_here is not None, noun=Noun.PATIENT, says=lambda here: here.undo_word(),
    asserts=True,
)
STEP_NOT_NEEDED: Command[PatientLineContext] = Command(
    "step_not_needed", "n", "N", N_("non nécessaire"), N_("marquer non nécessaire, avec le motif"),
    lambda here: here.on_step, noun=Noun.PATIENT,
)
STEP_COULD_NOT: Command[PatientLineContext] = Command(
    "step_could_not", "i", "I", N_("impossible"), N_("marquer impossible, avec le motif"), lambda here: here.on_step,
    noun=Noun.PATIENT,
)
COMPLETE_LINE: Command[PatientLineContext] = Command(
    "complete_line", "e", "E", N_("compléter"), N_("compléter ou corriger la ligne ; l'avant est gardé"),
    lambda here: here.open_line, noun=Noun.PATIENT,
)
VERIFY_LINE: Command[PatientLineContext] = Command(
    "verify_line", "v", "V", N_("vérifier"), N_("dire que la ligne a été revue, tout étant fait"),
    lambda here: here.open_line and not here.is_settled, noun=Noun.PATIENT, asserts=True,
)
NEXT_LINE: Command[PatientLineContext] = Command(
    "next_line", "s", "S", N_("suivante"), N_("ouvrir la prochaine ligne où quelque chose est à faire"),
    lambda here: not here.asking and here.following is not None, noun=Noun.PATIENT,
)
WAIVE_LINE: Command[PatientLineContext] = Command(
    "waive_line", "d", "D", N_("dispenser du retour"),
    N_("ne plus rien réconcilier, avec le motif ; CD, film… restent dus"), lambda here: here.open_line,
    noun=Noun.PATIENT,
)
VOID_LINE: Command[PatientLineContext] = Command(
    "void_line", "x", "X", N_("rayer (erreur)"),
    N_("rayer une ligne notée par erreur, avec le motif ; elle reste visible"), lambda here: here.open_line,
    noun=Noun.PATIENT,
)
LEAVE_LINE: Command[object] = Command(
    "leave_line", "escape", ESCAPE, N_("fermer"), N_("revenir au registre"), listed=False,
)
ON_PATIENT_LINE: tuple[Command[PatientLineContext], ...] = (
    SETTLE_HERE, ANSWER_DUTY, UNDO_ON_LINE, STEP_NOT_NEEDED, STEP_COULD_NOT, COMPLETE_LINE, VERIFY_LINE, NEXT_LINE,
    WAIVE_LINE, VOID_LINE, LEAVE_LINE,
)

SAVE_LINE: Command[object] = Command(
    "save_line", "f5", "F5", N_("enregistrer"), N_("enregistrer la ligne telle quelle"), noun=Noun.PATIENT,
)
PAPER_SHEET: Command[PatientFormContext] = Command(
    "paper_sheet", "f6", "F6", N_("fiche papier"), N_("reprendre une fiche papier : son numéro imprimé, son heure"),
    lambda here: here.new, noun=Noun.PATIENT,
)
ENTRY_BEFORE: Command[object] = Command(
    "entry_before", "up", "↑", N_("avant"), N_("revenir à la question d'avant"), noun=Noun.PATIENT,
)
ENTRY_AFTER: Command[object] = Command(
    "entry_after", "down", "↓", N_("après"), N_("passer à la question d'après"), noun=Noun.PATIENT,
)
ENTRIES_BACK: Command[object] = Command(
    "entries_back", "pageup", "Pg↑", N_("loin avant"), N_("revenir huit questions en arrière"), bar=False,
    noun=Noun.PATIENT,
)
ENTRIES_ON: Command[object] = Command(
    "entries_on", "pagedown", "Pg↓", N_("loin après"), N_("passer huit questions"), bar=False, noun=Noun.PATIENT,
)
LEAVE_FORM: Command[object] = Command(
    "leave_form", "escape", ESCAPE, N_("fermer"), N_("fermer ; la saisie est gardée ou abandonnée, au choix"),
    listed=False,
)
ON_PATIENT_FORM: tuple[Command[PatientFormContext], ...] = (
    SAVE_LINE, PAPER_SHEET, ENTRY_BEFORE, ENTRY_AFTER, ENTRIES_BACK, ENTRIES_ON, LEAVE_FORM,
)
# fmt: on
