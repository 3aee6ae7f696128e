"""A number alone where a name or a reason is meant: a scanned label, a date, or a digit meant for another question."""

from __future__ import annotations

from pannesi.procedure.register_fields import Field
from pannesi.support.i18n import _

_MOST_SHOWN = 40


def is_bare_number(typed: str) -> bool:
    """Whether a text holds digits and no letter: a number, a date, an hour."""
    return any(sign.isdigit() for sign in typed) and not any(sign.isalpha() for sign in typed)


_SHORTEST_LABEL = 6


def is_label(typed: str) -> bool:
    """Whether a text reads as a label that was scanned: one run of digits and few letters, too long for anything that a
    person types at a line."""
    digits = sum(sign.isdigit() for sign in typed)
    return len(typed) >= _SHORTEST_LABEL and typed.isascii() and typed.isalnum() and 2 * digits > len(typed)


def bare_number_words(typed: str) -> str:
    """Asks whether a number alone is to be kept."""
    text = typed.strip()
    words = _("« {typed} » n'est qu'un nombre : le garder ?")
    if not text.isdigit():
        words = _("« {typed} » n'a aucune lettre : le garder ?")
    return words.format(typed=text[:_MOST_SHOWN])


def is_doubtful_name(field: Field, typed: str) -> bool:
    """Whether what is typed for the name of somebody is a number alone, or begins with a digit: one that was meant for
    a question that was not asked."""
    return field.traits.names_somebody and (is_bare_number(typed) or typed.lstrip()[:1].isdigit())


def doubtful_name_words(typed: str) -> str:
    """Asks whether a name that is a number alone, or begins with a digit, is to be kept."""
    if is_bare_number(typed):
        return bare_number_words(typed)
    return _("« {typed} » commence par un chiffre : le garder ?").format(typed=typed.strip()[:_MOST_SHOWN])
