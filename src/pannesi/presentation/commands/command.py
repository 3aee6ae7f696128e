"""What a command is: its keys and words in both faces, its help, when it applies, whether it asserts an act."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Literal, Protocol, TypeVar

from pannesi.support.i18n import Marked, TranslatedField, _, translated

Here = TypeVar("Here", contravariant=True)
"""The screen, or the session line by line, that a command is asked for on: what its conditions may look at."""

NO_WORDS = Marked("")
"""No word of its own."""

Group = Literal["line", "session", "more"]


class Asking(Protocol):
    """A screen that may be asking something in place."""

    @property
    def asking(self) -> bool: ...


def always(_here: object) -> bool:
    """Wherever the command is offered."""
    return True


def never(_here: object) -> bool:
    """Nowhere."""
    return False


def idle(here: Asking) -> bool:
    """Where nothing is being asked in place."""
    return not here.asking


@dataclass(frozen=True, eq=False, repr=False)
class TypedCommand(Generic[Here]):
    """A command as the line-by-line face has it. What is left out is as in the full screen."""

    key: str
    words: tuple[str, ...]
    """Whole words that mean the same."""
    group: Group
    """Where it is shown: with the line, with the session, or only in the help."""
    applies: Callable[[Here], bool] | None = None
    short: Marked | Callable[[Here], str] = NO_WORDS
    """Beside the key, where it applies."""
    help: TranslatedField = TranslatedField("")
    on_line: bool = False
    """Acts on the line that was seen: nothing is done when another workstation changed it meanwhile."""
    hidden: Callable[[Here], bool] = never
    """Where it applies, yet is not worth a place on the screen."""
    beside_yes_no: str = ""
    """The key where `key` itself would answer yes or no."""


@dataclass(frozen=True, eq=False, repr=False)
class Command(Generic[Here]):
    """Something that can be asked for. One without `keys` is only typed line by line."""

    id: str
    keys: str
    """Key names of the full screen, separated by commas."""
    key: TranslatedField = TranslatedField()
    """The key as people call it."""
    short: TranslatedField = TranslatedField()
    help: TranslatedField = TranslatedField()
    """A verb and what it does, in a sentence without capital."""
    applies: Callable[[Here], bool] = always
    bar: bool = True
    """Shown in the bar at the bottom of the full screen."""
    noun: TranslatedField = TranslatedField("")
    """What it acts on, for the palette."""
    listed: bool = True
    """Offered in the palette."""
    says: Callable[[Here], str] | None = None
    """What the bar says of it here, where that is more exact than `short`."""
    written: Callable[[Here], str] | None = None
    """How the bar writes its keys here, where not all of them serve."""
    asserts: bool = False
    """Says that something was done: its key counts only once what it says it of stood there long enough to be read."""
    digits: bool = False
    """Its keys are answers: the bar names them, and a click on them is no key."""
    opens: str = ""
    """The module of the full screen's screens whose screen it opens; that screen's class names the command."""
    typed: TypedCommand[Here] | None = None
    """How it is asked for line by line; None where it is not."""

    def word(self, here: Here) -> str:
        """What the bar says of it."""
        return self.says(here) if self.says is not None else self.short

    def key_here(self, here: Here) -> str:
        """How the bar writes its keys."""
        return self.written(here) if self.written is not None else self.key

    def has_key(self, key: str) -> bool:
        """Whether a key of the full screen asks for it."""
        return key in self.keys.split(",")

    @property
    def press(self) -> str:
        """The key that a click stands for; none where the key itself is what is said, as an answer's digit is."""
        return "" if self.digits else self.keys.split(",")[0]

    @property
    def title(self) -> str:
        """`session : Annoncer le retour à la normale`."""
        words = self.help[:1].upper() + self.help[1:]
        return _("{noun} : {words}").format(noun=self.noun, words=words) if self.noun else words

    @property
    def as_typed(self) -> TypedCommand[Here]:
        """How it is asked for line by line. Raises LookupError where it is not."""
        if self.typed is None:
            raise LookupError(f"{self.id} is no command of the line-by-line face")
        return self.typed

    @property
    def typed_help(self) -> str:
        """What the line-by-line face explains of it."""
        return self.as_typed.help or self.help

    def typed_applies(self, here: Here) -> bool:
        """Whether it can be asked for line by line."""
        return (self.as_typed.applies or self.applies)(here)

    def typed_short(self, here: Here) -> str:
        """What it does here, in words that can be typed."""
        short = self.as_typed.short
        return short(here) if callable(short) else translated(short) or self.short
