"""One question asked in place: what it says, what may answer it, who takes the answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from pannesi.support.errors import Declined
from pannesi.support.i18n import _
from pannesi.support.keyboard_azerty import as_digits


@dataclass(eq=False)
class Question:
    """What a screen asks for; it can be asked again, with the reason why an answer was not taken."""

    words_asked: str
    answered: Callable[[str], None]
    usual: tuple[str, ...] = ()
    words: bool = True
    """Whether anything but a usual answer can be given."""
    doubts: bool = False
    """Whether a number alone is doubted: of a name or a reason it may be a label that was scanned."""
    _doubted: str = field(default="", init=False)

    def answer(self, typed: str) -> None:
        """Gives what was typed to who asked. Raises Declined or ImpossibleTime, and the question stays."""
        meant = as_digits(typed.strip())
        if len(meant) == 1 and "1" <= meant <= str(len(self.usual)):
            typed = self.usual[int(meant) - 1]
        elif not self.words and typed not in self.usual:
            last = len(self.usual)
            raise Declined(_("Taper un chiffre de 1 à {last}, ou Échap.").format(last=last) if last > 1 else _(
                "Taper 1, ou Échap."
            ))  # fmt: skip
        elif self.doubts and is_number(typed) and typed != self._doubted:
            self._doubted = typed
            raise Declined(number_doubted(typed))
        self.answered(typed)


def is_number(typed: str) -> bool:
    """Whether nothing but a number was typed."""
    found = typed.strip()
    return found.isascii() and found.isdigit()


def number_doubted(typed: str) -> str:
    """What is asked of a number that stands where words are meant."""
    return _("« {typed} » n'est qu'un nombre : le garder ? Entrée encore le garde.").format(typed=typed.strip())
