"""A number alone where a name or a reason is meant: a scanned label, a date, an hour, or a digit meant for another
question."""

from __future__ import annotations

import re

from pannesi.procedure.model.register_fields import Field, ReadAs
from pannesi.session.event_writer import is_assent, is_refusal
from pannesi.support.i18n import _

NUMBER_MEANINGS = ("ipp", "temporary-ipp", "console-id", "accession", "temporary-accession", "final-accession")
"""The meanings of the fields that a label is offered to."""
_MOST_SHOWN = 40
_TIME_WORDS = frozenset((
    "h", "heure", "heures", "min", "mn", "minute", "minutes", "s", "sec", "seconde", "secondes", "j", "jour", "jours",
    "semaine", "semaines", "hier", "demain", "matin", "soir", "nuit", "midi", "janvier", "février", "mars", "avril",
    "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre",
))  # fmt: skip
_BESIDE_TIME_WORDS = frozenset((
    "il", "l", "y", "a", "à", "vers", "le", "du", "de", "la", "ce", "depuis", "environ", "et",
))  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_LABEL = re.compile(r"(?=(?:\D*\d){5})[\w/+-]{6,64}")


def is_label(typed: str) -> bool:
    """Whether a line typed at once may be what a scanner read: no blank, no dot, at least five digits; no line, no hour
    and no patient's label is so long."""
    return _LABEL.fullmatch(typed) is not None


def read_words(label: str) -> str:
    """What is said of a label that was read where none was asked for."""
    return _("lu : {words}, rien d'enregistré.").format(words=label[:_MOST_SHOWN])


def is_bare_number(typed: str) -> bool:
    """Whether a text is a number, a date or an hour, and says nothing else: digits without a letter, or with those of
    an hour alone, be it an impossible one (`25h70`)."""
    if not any(sign.isdigit() for sign in typed):
        return False
    return not any(sign.isalpha() for sign in typed) or _is_hour(typed)


def _is_hour(typed: str) -> bool:
    """Whether a text with digits is an hour, a day or a length of time, with no word besides."""
    words = set(_WORD.findall(typed.casefold()))
    is_time = bool(words & _TIME_WORDS) or re.search(r"\d[:/]\d", typed) is not None
    return bool(words) and is_time and words <= _TIME_WORDS | _BESIDE_TIME_WORDS


def bare_number_words(typed: str) -> str:
    """Asks whether a number alone is to be kept."""
    text = typed.strip()
    words = _("« {typed} » n'est qu'un nombre : le garder ?")
    if _is_hour(text):
        words = _("« {typed} » est une date, une heure ou une durée, sans autre mot : le garder ?")
    elif not text.isdigit():
        words = _("« {typed} » n'a aucune lettre : le garder ?")
    return words.format(typed=text[:_MOST_SHOWN])


def is_doubtful_name(field: Field, typed: str) -> bool:
    """Whether what is typed for the name of somebody is a number alone, or begins with a digit, or what is typed for
    any words is yes or no: it was meant for a question that was not asked."""
    if is_yes_or_no(typed):
        return field.traits.read_as is ReadAs.WORDS
    return field.traits.names_somebody and begins_as_number(typed)


def is_yes_or_no(typed: str) -> bool:
    """Whether a text is only a yes or a no."""
    return is_assent(typed) or is_refusal(typed)


def begins_as_number(typed: str) -> bool:
    """Whether a text is a number alone, or begins with a digit: it is hardly a name."""
    return is_bare_number(typed) or typed.lstrip()[:1].isdigit()


def doubtful_name_words(typed: str) -> str:
    """Asks whether a name that is a number alone, begins with a digit, or is yes or no, is to be kept."""
    if is_yes_or_no(typed):
        return _("« {typed} » répond à une autre question : le garder ?").format(typed=typed.strip())
    if is_bare_number(typed):
        return bare_number_words(typed)
    return _("« {typed} » commence par un chiffre : le garder ?").format(typed=typed.strip()[:_MOST_SHOWN])
