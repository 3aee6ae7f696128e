"""The differences between two versions of a site as paragraphs: old and new text, with the changed words marked."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import groupby

from pannesi.procedure.diff import Change
from pannesi.procedure.diff_items import CONTACTS_UNIT
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _, n_

MARKS = ("⟦", "⟧")
"""Put around words that only one version has."""


def mark_changed_words(old: str, new: str) -> tuple[str, str]:
    """Both texts, with `MARKS` around the words in which they differ."""
    before, after = (re.findall(r"\s+|\w+(?:[:.@/-]\w+)*|[^\w\s]", text) for text in (old, new))
    old_marked: list[str] = []
    new_marked: list[str] = []
    for operation, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = operation == "equal"
        for marked, part in ((old_marked, "".join(before[start:end])), (new_marked, "".join(after[begin:stop]))):
            if part:
                marked.append(part if same else f"{MARKS[0]}{part}{MARKS[1]}")
    return "".join(old_marked), "".join(new_marked)


def change_paragraphs(changes: Sequence[Change], old: Site, new: Site) -> Iterator[tuple[int, str]]:
    """The changes as paragraphs, each with its level of indentation: channels first, then unit by unit."""
    if not changes:
        yield 0, _("Aucune différence : un opérateur verrait la même chose.")
        return
    yield 0, n_("{count} différence.", "{count} différences.", len(changes))
    channels = [change for change in changes if change.concerns_a_channel]
    if channels:
        yield 0, _("MOYENS DE JOINDRE MODIFIÉS — les composer avant de valider :")
        for change in channels:
            yield from _paragraphs_of(change)
    rank = _ranks_of_units(old, new)
    others = (change for change in changes if not change.concerns_a_channel)
    for unit, group in groupby(sorted(others, key=lambda change: rank[change.unit]), key=lambda change: change.unit):
        yield 0, _unit_heading(unit, old, new)
        unit_changes = list(group)
        for change in unit_changes:
            if change.how != "renumbered":
                yield from _paragraphs_of(change)
        shifted = [f"{change.old} → {change.new}" for change in unit_changes if change.how == "renumbered"]
        if shifted:
            yield 1, _("numéros décalés, à réimprimer : {numbers}").format(numbers=", ".join(shifted))


def _ranks_of_units(old: Site, new: Site) -> dict[str, int]:
    """The order in which units are reported: contacts, those of the new version, then those that were removed."""
    names = (CONTACTS_UNIT, *(unit.id for unit in new.units), *(unit.id for unit in old.units))
    return {name: rank for rank, name in enumerate(dict.fromkeys(names))}


def _unit_heading(unit: str, old: Site, new: Site) -> str:
    if unit == CONTACTS_UNIT:
        return "contacts.yaml"
    titled = new.unit_by_id.get(unit) or old.unit_by_id[unit]
    return f"{unit} · {titled.title}"


def _paragraphs_of(change: Change) -> Iterator[tuple[int, str]]:
    name = " ".join(part for part in (change.number, change.id) if part)
    head = f"{_thing_name(change.thing)} {name}"
    if change.how == "added":
        yield 1, "+ " + _("{what} : ajout, « {words} »").format(what=head, words=change.new)
    elif change.how == "removed":
        yield 1, "− " + _("{what} : retrait, « {words} »").format(what=head, words=change.old)
    elif change.aspect == "order":
        ranks = f", {change.old} → {change.new}" if change.old else ""
        yield 1, "↕ " + _("{what} : changement de rang").format(what=head) + ranks
    elif change.aspect == "place":
        yield 1, "↕ " + _("{what} : déplacement, « {words} »").format(what=head, words=change.title)
        yield 3, _("avant : {text}").format(text=change.old)
        yield 3, _("après : {text}").format(text=change.new)
    else:
        before, after = mark_changed_words(change.old, change.new)
        yield 1, "~ " + _("{what} : {aspect}").format(what=head, aspect=_aspect_name(change.thing, change.aspect))
        yield 3, _("avant : {text}").format(text=before or _("(rien)"))
        yield 3, _("après : {text}").format(text=after or _("(rien)"))


def _thing_name(thing: str) -> str:
    return {
        "line": _("ligne"), "option": _("réponse"), "symptom": _("entrée"), "message": _("message"),
        "field": _("champ de la fiche"), "unwritten": _("non écrit, et cherché"),
        "unit": _("cas"), "site": _("site"), "contact": _("contact"), "channel": _("moyen de joindre"),
        "schedule": _("horaire"),
    }[thing]  # fmt: skip


def _aspect_name(thing: str, aspect: str) -> str:
    """The name of what differs, in French; the author's key itself where it has none."""
    if (thing, aspect) == ("channel", "value"):
        return _("numéro ou adresse")
    words = {
        "value": _("texte"), "label": _("libellé"), "verb": _("verbe"), "when": _("condition"), "say": _("à dire"),
        "detail": _("détail"), "why": _("pourquoi"), "expect": _("à voir ensuite"), "critical": _("critique"),
        "skip": _("peut se sauter"), "by": _("qui"), "remind_after": _("rappel"), "duty": _("dû à chaque patient"),
        "source": _("origine"), "added": _("raison de l'ajout"), "gap": _("non écrit"), "carries": _("reprend"),
        "closes": _("met fin à"), "supersedes": _("remplace"), "body": _("texte, à la lettre"), "to": _("à qui"),
        "type": _("signe"), "title": _("titre"), "name": _("nom"), "hours": _("horaire"), "windows": _("heures"),
        "holidays": _("jours fériés"), "recognise": _("reconnaître"), "words": _("autres mots"),
        "systems": _("systèmes"), "answers": _("répond déjà"), "suggests": _("l'heure suggère"),
        "condition": _("quand s'en servir"), "missing": _("manque"), "members": _("selon l'heure"),
        "then": _("sans réponse"), "organisation": _("organisme"),
        "references": _("références"), "items": _("à avoir sous la main"),
        "call_again": _("quand rappeler"),
        "forgotten": _("quand une session passe pour oubliée"),
        "gap_short": _("non écrit, en peu de mots"), "short": _("en peu de mots"),
        "status": _("état"), "reviewed_on": _("relu le"), "review_by": _("à relire avant le"), "version": _("version"),
    }  # fmt: skip
    return words.get(aspect, aspect)
