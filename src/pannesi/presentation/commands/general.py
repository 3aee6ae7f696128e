"""Commands of the whole program and of the screens beside a session: home, lists, contacts, palette."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from pannesi.presentation.commands.command import Asking, Command, Noun, TypedCommand, idle
from pannesi.support.clock import ClockDoubt
from pannesi.support.i18n import N_


class Clocked(Protocol):
    """A face whose clock may be wrong."""

    @property
    def clock_doubt(self) -> ClockDoubt | None:
        """Why the clock of this machine may be wrong; None where nothing suggests it."""


class ScreenContext(Clocked, Protocol):
    """What the commands of every screen look at."""

    @property
    def offers_commands(self) -> bool:
        """Whether the palette may be opened here."""

    @property
    def may_recolour(self) -> bool:
        """Whether the colours may be changed here."""


class HomeContext(Protocol):
    """What the commands of the home screen look at."""

    @property
    def typed(self) -> str:
        """The text typed in the search field."""

    def enter_word(self) -> str:
        """What the Enter key would do, in one word."""


class ContactsContext(Asking, Protocol):
    """What the commands of the contacts screen look at."""

    @property
    def asked(self) -> datetime | None:
        """The moment for which contacts are shown; None for now."""


# fmt: off
ESCAPE = N_("Échap")
"""The Escape key as French keyboards name it."""

LEAVE_SCREEN: Command[object] = Command(
    "leave_screen", "escape", ESCAPE, N_("fermer"), N_("revenir à l'écran précédent"), listed=False,
)

OPEN: Command[HomeContext] = Command(
    "open", "enter", "⏎", N_("ouvrir"), N_("ouvrir l'entrée choisie ; sans rien taper, reprendre la session"),
    noun=Noun.OUTAGE, says=lambda here: here.enter_word(),
)
CLEAR: Command[HomeContext] = Command(
    "clear", "escape", ESCAPE, N_("effacer"), N_("effacer ce qui est tapé"), lambda here: bool(here.typed),
    listed=False,
)
ON_HOME: tuple[Command[HomeContext], ...] = (
    OPEN, CLEAR,
)

ON_LIST: tuple[Command[object], ...] = (
    LEAVE_SCREEN,
)

GRID: Command[object] = Command(
    "grid", "g,tab", "G", N_("heures"), N_("voir les horaires de la semaine, ou la liste"), noun=Noun.CONTACTS,
)
DAY_BEFORE: Command[ContactsContext] = Command(
    "day_before", "left", "←", N_("veille"), N_("aller un jour plus tôt"), idle, noun=Noun.CONTACTS,
)
DAY_AFTER: Command[ContactsContext] = Command(
    "day_after", "right", "→", N_("lendemain"), N_("aller un jour plus tard"), idle, noun=Noun.CONTACTS,
)
WEEK_BEFORE: Command[ContactsContext] = Command(
    "week_before", "less_than_sign,shift+left", "<", N_("semaine"), N_("aller une semaine plus tôt"), idle, bar=False,
    noun=Noun.CONTACTS,
)
WEEK_AFTER: Command[ContactsContext] = Command(
    "week_after", "greater_than_sign,shift+right", ">", N_("semaine"), N_("aller une semaine plus tard"), idle,
    bar=False, noun=Noun.CONTACTS,
)
MOMENT: Command[ContactsContext] = Command(
    "moment", "h", "H", N_("autre moment"), N_("voir un autre moment"), idle, noun=Noun.CONTACTS,
)
NOW: Command[ContactsContext] = Command(
    "now", "0", "0", N_("maintenant"), N_("revenir à maintenant"), lambda here: here.asked is not None,
    noun=Noun.CONTACTS,
)
ON_CONTACTS: tuple[Command[ContactsContext], ...] = (
    GRID, DAY_BEFORE, DAY_AFTER, WEEK_BEFORE, WEEK_AFTER, MOMENT, NOW, LEAVE_SCREEN,
)

RUN: Command[object] = Command("run", "enter", "⏎", N_("faire"), N_("faire la commande choisie"), listed=False)
LEAVE_PALETTE: Command[object] = Command(
    "leave_palette", "escape", ESCAPE, N_("fermer"), N_("ne rien faire"), listed=False,
)
ON_PALETTE: tuple[Command[object], ...] = (
    RUN, LEAVE_PALETTE,
)

HELP: Command[object] = Command(
    "help", "f1", "F1", N_("aide"), N_("expliquer les commandes de cet écran"), noun=Noun.PROGRAM,
)
CONTACTS: Command[object] = Command(
    "contacts", "f2", "F2", N_("contacts"), N_("voir qui appeler maintenant"), noun=Noun.PROGRAM,
    opens="contacts", typed=TypedCommand("contacts", ("numéros",), "more", help=N_("qui appeler maintenant")),
)
SESSIONS: Command[object] = Command(
    "sessions", "f3", "F3", N_("sessions"), N_("voir les sessions, ouvertes et passées"), noun=Noun.PROGRAM,
)
PALETTE: Command[ScreenContext] = Command(
    "palette", "ctrl+p", "^P", N_("commandes"), N_("chercher une commande par des mots"),
    lambda here: here.offers_commands, listed=False,
)
THEME: Command[ScreenContext] = Command(
    "theme", "f4", "F4", N_("couleurs"), N_("passer du sombre au clair, au contraste"),
    lambda here: here.may_recolour, bar=False, noun=Noun.PROGRAM,
)
CLOCK: Command[Clocked] = Command(
    "clock", "f7", "F7", N_("heure juste"), N_("dire que l'heure de ce poste est juste ; sinon, la faire régler"),
    lambda here: here.clock_doubt is not None, noun=Noun.PROGRAM,
    typed=TypedCommand("hj", ("heure juste",), "more"),
)
QUIT: Command[object] = Command(
    "quit", "ctrl+q", "^Q", N_("quitter"), N_("quitter ; une session ouverte se reprend"), noun=Noun.PROGRAM,
    typed=TypedCommand("quitter", (), "more", help=N_("quitter ; la session reste ouverte et se reprend")),
)
EVERYWHERE: tuple[Command[ScreenContext], ...] = (
    HELP, CONTACTS, SESSIONS, PALETTE, THEME, CLOCK, QUIT,
)
# fmt: on
