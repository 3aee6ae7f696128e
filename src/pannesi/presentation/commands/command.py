"""What a command is: its keys and words in both faces, its help, when it applies, and whether it records an act as
done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, Literal, Protocol, TypeVar

from pannesi.support.i18n import N_, Marked, TranslatedField, _, translated
from pannesi.support.light_dataclass import dataclass

Here = TypeVar("Here", contravariant=True)
"""What a command is asked for on: the screen, or the session line by line. Conditions read it."""

NO_WORDS = Marked("")
"""An empty word: the command is then named as in the full screen."""

Group = Literal["line", "session", "more"]


class Asking(Protocol):
    """A screen that may be asking a question in place."""

    @property
    def asking(self) -> bool:
        """Whether a question is being asked in place."""


def always(_here: object) -> bool:
    """A condition that always holds."""
    return True


def never(_here: object) -> bool:
    """A condition that never holds."""
    return False


def idle(here: Asking) -> bool:
    """A condition that holds while no question is being asked in place."""
    return not here.asking


class Noun:
    """What commands act on, as the palette names it."""

    LINE = N_("ligne")
    SESSION = N_("session")
    PATIENT = N_("patient")
    FIGURES = N_("chiffres")
    MESSAGE = N_("message")
    PROGRAM = N_("programme")
    CONTACTS = N_("contacts")
    OUTAGE = N_("panne")


@dataclass(frozen=True, eq=False, repr=False)
class TypedCommand(Generic[Here]):
    """A command as it is typed in the line-by-line face. What is left out is as in the full screen."""

    key: str
    words: tuple[str, ...]
    """Other words, typed whole, that ask for the same command."""
    group: Group
    """Where it is shown: with the line, with the session, or only in the help."""
    applies: Callable[[Here], bool] | None = None
    short: Marked | Callable[[Here], str] = NO_WORDS
    """The words beside the key."""
    help: TranslatedField = TranslatedField("")
    on_line: bool = False
    """Whether it acts on the line shown: it then does nothing when another workstation changed that line meanwhile."""
    hidden: Callable[[Here], bool] = never
    """Where it applies, but is not shown among the commands."""
    beside_yes_no: str = ""
    """The key to type instead at a question that `key` itself would answer with yes or no."""


@dataclass(frozen=True, eq=False, repr=False)
class Command(Generic[Here]):
    """A command that a person can ask for. One without `keys` exists only in the line-by-line face."""

    id: str
    keys: str
    """Key names of the full screen, separated by commas."""
    key: TranslatedField = TranslatedField()
    """The key as people call it."""
    short: TranslatedField = TranslatedField()
    """The word in the key bar."""
    help: TranslatedField = TranslatedField()
    """What the command does: a sentence that begins with a verb, without a capital."""
    applies: Callable[[Here], bool] = always
    bar: bool = True
    """Whether the key bar at the bottom of the full screen shows it."""
    noun: TranslatedField = TranslatedField("")
    """What it acts on, for the palette."""
    listed: bool = True
    """Whether the palette lists it."""
    says: Callable[[Here], str] | None = None
    """The word in the key bar here, where it is more exact than `short`."""
    written: Callable[[Here], str] | None = None
    """How the key bar writes the keys here, where not all of them apply."""
    asserts: bool = False
    """Whether it records an act as done, or takes the last one back.

    Its key then counts only once the words that it confirms were on screen long enough to be read.
    """
    lasting: bool = False
    """Whether nothing takes back what it does: a file, a copy, a new session.

    Its key then counts only once it is clear that no machine typed it.
    """
    digits: bool = False
    """Whether its keys are the answers themselves: a click on them in the key bar does nothing."""
    opens: str = ""
    """The module, in `tui/screens/`, of the screen that it opens; the class of that screen names the command."""
    typed: TypedCommand[Here] | None = None
    """The command in the line-by-line face; None where it does not exist there."""

    def word(self, here: Here) -> str:
        """The word in the key bar."""
        return self.says(here) if self.says is not None else self.short

    def key_here(self, here: Here) -> str:
        """The keys as the key bar writes them."""
        return self.written(here) if self.written is not None else self.key

    def has_key(self, key: str) -> bool:
        """Whether a key of the full screen asks for this command."""
        return key in self.keys.split(",")

    @property
    def press(self) -> str:
        """The key that a click in the key bar presses; empty where the keys are answers."""
        return "" if self.digits else self.keys.split(",")[0]

    @property
    def title(self) -> str:
        """The title in the palette: `session : Annoncer le retour à la normale`."""
        words = self.help[:1].upper() + self.help[1:]
        return _("{noun} : {words}").format(noun=self.noun, words=words) if self.noun else words

    @property
    def as_typed(self) -> TypedCommand[Here]:
        """The command in the line-by-line face. Raises LookupError where it does not exist there."""
        if self.typed is None:
            raise LookupError(f"{self.id} is no command of the line-by-line face")
        return self.typed

    @property
    def typed_help(self) -> str:
        """The help in the line-by-line face. Raises LookupError where the command does not exist there."""
        return self.as_typed.help or self.help

    def typed_applies(self, here: Here) -> bool:
        """Whether the command applies in the line-by-line face. Raises LookupError where it does not exist there."""
        return (self.as_typed.applies or self.applies)(here)

    def typed_short(self, here: Here) -> str:
        """The words beside the key in the line-by-line face.

        Raises LookupError where the command does not exist there.
        """
        short = self.as_typed.short
        return short(here) if callable(short) else translated(short) or self.short
