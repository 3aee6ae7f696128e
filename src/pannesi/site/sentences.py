"""What pydantic found, in French sentences of our own; the library's are never shown."""

from __future__ import annotations

from typing import Any

from pannesi.i18n import _
from pannesi.site.suggest import nearest
from pannesi.text import clean_line


def sentence(error: dict[str, Any], known: tuple[str, ...]) -> tuple[str, str, str]:
    """Code, message and remedy for one of pydantic's errors. `known` are the keys possible at its place."""
    kind, key = error["type"], str(error["loc"][-1]) if error["loc"] else ""
    written = clean_line(str(error.get("input"))[:60]) if isinstance(error.get("input"), str) else ""
    context = error.get("ctx", {})
    if kind == "missing":
        return "P203", _("Il manque « {key} ».").format(key=_as_written(key)), _("Ajouter « {key}: … ».").format(
            key=_as_written(key)
        )
    if kind == "extra_forbidden":
        guess = nearest(key, known)
        remedy = _("Écrire « {guess} » ?").format(guess=guess) if guess else _("Clés possibles : {keys}.").format(
            keys=", ".join(known)
        )
        return "P204", _("Clé inconnue : « {key} ».").format(key=clean_line(key[:60])), remedy
    if kind in ("literal_error", "union_tag_invalid", "enum"):
        choices = context.get("expected", "") if kind == "literal_error" else context.get("expected_tags", "")
        listed = choices.replace(" or ", ", ")
        return "P205", _("« {text} » n'est pas possible ici.").format(text=written), _("Choix : {choices}.").format(
            choices=listed
        )
    if kind == "string_pattern_mismatch":
        return (
            "P206", _("« {text} » n'est pas un identifiant.").format(text=written),
            _("Lettres minuscules sans accent, chiffres et tirets : « prevenir-informatique »."),
        )  # fmt: skip
    if kind == "duration":
        return "P207", _("« {text} » n'est pas une durée.").format(text=written), _("Écrire « 10 min » ou « 2 h ».")
    if kind == "hour":
        return "P207", _("« {text} » n'est pas une heure.").format(text=written), _(
            "Écrire « 08:00 », de 00:00 à 24:00."
        )
    if kind.startswith("date"):
        return "P207", _("« {text} » n'est pas une date.").format(text=written), _("Écrire « 2026-11-24 ».")
    return _shape(kind, written, context)


def _shape(kind: str, written: str, context: dict[str, Any]) -> tuple[str, str, str]:
    if kind in ("tuple_type", "list_type"):
        return "P208", _("Une liste est attendue."), _("Mettre chaque élément sur sa ligne, précédé de « - ».")
    if kind in ("model_type", "model_attributes_type", "dict_type"):
        return "P208", _("Des lignes « clé: valeur » sont attendues."), ""
    if kind == "string_type":
        return "P208", _("Un texte est attendu."), _("Écrire le texte sur la ligne, ou entre guillemets.")
    if kind == "too_short":
        least = context.get("min_length", 1)
        return "P209", _("Il en faut au moins {least}.").format(least=least), ""
    if kind == "string_too_short":
        return "P209", _("Le texte est vide."), _("Écrire un texte, ou retirer la clé.")
    if kind == "string_too_long":
        return "P209", _("Le texte est trop long : {most} caractères au plus.").format(
            most=context.get("max_length", "")
        ), ""
    if kind == "union_tag_not_found":
        return "P203", _("Il manque « kind »."), _("Ajouter « kind: case », « kind: annex » ou « kind: triage ».")
    return "P200", _("« {text} » ne convient pas ici.").format(text=written), _("Comparer avec un fichier livré.")


def _as_written(key: str) -> str:
    """A field's name as the author writes it."""
    return {"start": "from", "end": "to"}.get(key, key)
