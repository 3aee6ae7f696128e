"""Errors of pydantic as French sentences; the library's own messages are never shown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from typing import Any

from pannesi.procedure.loading.source_positions import verbs_with
from pannesi.procedure.spelling import nearest_name
from pannesi.support.i18n import _, format_number

Sentence = tuple[str, str, str]
"""The code, what is wrong, what to write instead."""

_IN_FRENCH = {
    "oui": "yes", "non": "no", "par": "by", "quand": "when", "si": "when", "pourquoi": "why", "détail": "detail",
    "libellé": "label", "dire": "say", "inconnu": "unknown", "titre": "title", "nom": "name", "heures": "hours",
}  # fmt: skip
"""French words that an author may write for the English words of the schema."""
_PLAIN = re.compile(r"[^\[\]{},:#\"']{1,40}")
_CHOICE = re.compile(r"'([^']*)'")


def error_sentence(error: Mapping[str, Any], keys: tuple[str, ...], *, list_of_words: bool = False) -> Sentence:
    """An error of pydantic (an item of `ValidationError.errors()`) in words.

    `keys` are those possible at its place; `list_of_words`: a list of single values is expected there.
    """
    kind, loc, context = error["type"], error["loc"], error.get("ctx", {})
    key = str(loc[-1]) if loc else ""
    written = str(error["input"])[:60] if isinstance(error.get("input"), str) else ""
    if kind == "missing":
        return "P203", _("Il manque « {key} ».").format(key=key), _("Ajouter « {key}: … ».").format(key=key)
    if kind == "union_tag_not_found":
        return "P203", _("Il manque « kind »."), _("Ajouter « kind: case », « kind: annex » ou « kind: triage ».")
    if kind == "unexpected_keyword_argument":
        return "P204", _("Clé inconnue : « {key} ».").format(key=key[:60]), _key_remedy(key, keys)
    if kind in ("literal_error", "union_tag_invalid"):
        choices = _CHOICE.findall(context.get("expected", context.get("expected_tags", "")))
        return _choice_sentence(str(context.get("tag", written)), choices)
    if kind == "string_pattern_mismatch":
        return _pattern_sentence(key, written)
    if kind in ("duration", "period", "hour") or kind.startswith("date"):
        return _time_sentence(kind, written)
    return _shape_sentence(kind, context, written if list_of_words else "")


def _nearest_meant(written: str, names: Collection[str]) -> str | None:
    """The name that an author probably meant: its English translation, else the most similar."""
    english = _IN_FRENCH.get(written.casefold())
    return english if english in names else nearest_name(written, names)


def _key_remedy(key: str, keys: tuple[str, ...]) -> str:
    guess = _nearest_meant(key, keys)
    if guess is not None:
        return _("Écrire « {guess} » ?").format(guess=guess)
    verbs = verbs_with(key)
    if verbs:
        return _("Cette clé ne va qu'avec : {verbs}.").format(verbs=", ".join(verbs))
    return _("Clés possibles : {keys}.").format(keys=", ".join(keys))


def _choice_sentence(written: str, choices: list[str]) -> Sentence:
    guess = _nearest_meant(written, choices)
    remedy = _("Écrire « {guess} » ?").format(guess=guess) + " " if guess is not None else ""
    remedy += _("Choix : {choices}.").format(choices=", ".join(choices))
    return "P205", _("« {text} » n'est pas possible ici.").format(text=written), remedy


def _pattern_sentence(key: str, written: str) -> Sentence:
    if key == "mark":
        message = _("« {text} » ne peut pas commencer un numéro de ligne.").format(text=written)
        return "P206", message, _("« 3 » pour un cas, « A4 » pour une annexe, « b » pour une entrée.")
    message = _("« {text} » n'est pas un identifiant.").format(text=written)
    remedy = _("Minuscules sans accent, chiffres et tirets.")
    proposed = _identifier(written)
    if proposed:
        remedy += " " + _("Écrire « {guess} » ?").format(guess=proposed)
    return "P206", message, remedy


def _identifier(written: str) -> str:
    """An identifier made from a text; empty when no letter or digit of it can be kept."""
    folded = unicodedata.normalize("NFKD", written.replace("œ", "oe").casefold())
    plain = "".join(character for character in folded if not unicodedata.combining(character))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _time_sentence(kind: str, written: str) -> Sentence:
    if kind == "duration":
        return "P207", _("« {text} » n'est pas une durée.").format(text=written), _("Écrire « 10 min » ou « 2 h ».")
    if kind == "period":
        message = _("« {text} » n'est pas une durée de conservation.").format(text=written)
        return "P207", message, _("Écrire « 30 days » ou « 12 months ».")
    if kind == "hour":
        message = _("« {text} » n'est pas une heure.").format(text=written)
        return "P207", message, _("Écrire « 08:00 », de 00:00 à 24:00.")
    return "P207", _("« {text} » n'est pas une date.").format(text=written), _("Écrire « 2026-11-24 ».")


def _shape_sentence(kind: str, context: Mapping[str, Any], written: str) -> Sentence:
    if kind == "tuple_type":
        remedy = _("Mettre chaque élément sur sa ligne, précédé de « - ».")
        if _PLAIN.fullmatch(written):
            remedy = _("Écrire « [{text}] ».").format(text=written)
        return "P208", _("Une liste est attendue."), remedy
    if kind in ("dataclass_type", "model_attributes_type", "dict_type"):
        return (
            "P208",
            _("Des lignes « clé: valeur » sont attendues."),
            _("Comparer avec un site que « pannesi new site » écrit."),
        )
    if kind == "string_type":
        return "P208", _("Un texte est attendu."), _("L'écrire sur la ligne, ou entre guillemets.")
    if kind == "too_short":
        message = _("Il en faut au moins {least}.").format(least=context.get("min_length", 1))
        return "P209", message, _("Compléter la liste.")
    if kind == "string_too_short":
        return "P209", _("Le texte est vide."), _("Écrire un texte, ou retirer la clé.")
    if kind == "string_too_long":
        message = _("Texte trop long : {most} caractères au plus.").format(
            most=format_number(int(context.get("max_length", 0)))
        )
        return "P209", message, _("Le partager en plusieurs lignes.")
    return "P200", _("Cette valeur ne convient pas ici."), _("Comparer avec un site que « pannesi new site » écrit.")
