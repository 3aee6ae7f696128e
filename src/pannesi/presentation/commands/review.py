"""Commands of the screen of an incident review (retour d'expérience)."""

from __future__ import annotations

from typing import Protocol

from pannesi.presentation.commands.command import Asking, Command, Noun
from pannesi.presentation.commands.general import LEAVE_SCREEN
from pannesi.support.i18n import N_


class ReviewContext(Asking, Protocol):
    """What the commands of an incident review look at."""

    @property
    def closed(self) -> bool:
        """Whether the session is closed: until then only what cannot wait is said."""

    @property
    def exercise(self) -> bool:
        """Whether it is of an exercise: then it has no tickets, and actions may be decided before it is closed."""

    @property
    def sayable(self) -> bool:
        """Whether something may be said where the cursor is."""

    @property
    def said_here(self) -> bool:
        """Whether something is said where the cursor is, which can be taken back."""

    @property
    def begun(self) -> bool:
        """Whether anything was ever said."""


# fmt: off
SAY: Command[ReviewContext] = Command(
    "say_in_review", "enter", "⏎", N_("dire"), N_("répondre à la ligne sous le curseur ; d'une action, où elle en est"),
    lambda here: here.sayable and not here.asking, noun=Noun.OUTAGE,
)
ADD_ACTION: Command[ReviewContext] = Command(
    "add_action", "a", "A", N_("action"), N_("décider une action : quoi, qui la pilote, pour quand"),
    lambda here: (here.closed or here.exercise) and not here.asking, noun=Noun.OUTAGE,
)
ADD_TICKET: Command[ReviewContext] = Command(
    "add_ticket", "t", "T", N_("ticket"), N_("garder un ticket, et qui a répondu"),
    lambda here: here.closed and not (here.exercise or here.asking), noun=Noun.OUTAGE,
)
TAKE_BACK: Command[ReviewContext] = Command(
    "take_back_in_review", "z,u", "Z", N_("retirer"), N_("retirer la réponse sous le curseur"),
    lambda here: here.said_here and not here.asking, noun=Noun.OUTAGE,
)
SHEET: Command[ReviewContext] = Command(
    "review_sheet", "e", "E", N_("fiche"), N_("écrire la fiche du service qualité dans un fichier"),
    lambda here: here.begun and not here.asking, noun=Noun.OUTAGE,
)
# fmt: on
ON_REVIEW: tuple[Command[ReviewContext], ...] = (SAY, ADD_ACTION, ADD_TICKET, TAKE_BACK, SHEET, LEAVE_SCREEN)
