"""The differences between two versions of a site, in words: old beside new, the words that changed marked."""

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
"""Stand around words that one version has and the other has not."""


def mark_changed_words(old: str, new: str) -> tuple[str, str]:
    """Both texts to the letter, with marks around the words in which they differ."""
    before, after = (re.findall(r"\s+|\w+(?:[:.@/-]\w+)*|[^\w\s]", text) for text in (old, new))
    was: list[str] = []
    now: list[str] = []
    for what, start, end, begin, stop in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        same = what == "equal"
        for kept, part in ((was, "".join(before[start:end])), (now, "".join(after[begin:stop]))):
            if part:
                kept.append(part if same else f"{MARKS[0]}{part}{MARKS[1]}")
    return "".join(was), "".join(now)


def change_paragraphs(changes: Sequence[Change], old: Site, new: Site) -> Iterator[tuple[int, str]]:
    """Each paragraph with its level of indentation: the ways to reach people first, then unit by unit."""
    if not changes:
        yield 0, _("Aucune différence : un opérateur verrait la même chose.")
        return
    yield 0, n_("{count} différence.", "{count} différences.", len(changes))
    grave = [change for change in changes if change.grave]
    if grave:
        yield 0, _("MOYENS DE JOINDRE MODIFIÉS — les composer avant de valider :")
        for one in grave:
            yield from _one(one)
    rank = _ranks(old, new)
    rest = sorted((one for one in changes if not one.grave), key=lambda one: rank[one.unit])
    for unit, group in groupby(rest, key=lambda one: one.unit):
        yield 0, _heading(unit, old, new)
        found = list(group)
        for one in found:
            if one.how != "renumbered":
                yield from _one(one)
        shifted = [f"{one.old} → {one.new}" for one in found if one.how == "renumbered"]
        if shifted:
            yield 1, _("numéros décalés, à réimprimer : {numbers}").format(numbers=", ".join(shifted))


def _ranks(old: Site, new: Site) -> dict[str, int]:
    """The order in which units are told: contacts, those of the new version, then those that are gone."""
    names = (CONTACTS_UNIT, *(unit.id for unit in new.units), *(unit.id for unit in old.units))
    return {name: rank for rank, name in enumerate(dict.fromkeys(names))}


def _heading(unit: str, old: Site, new: Site) -> str:
    if unit == CONTACTS_UNIT:
        return "contacts.yaml"
    found = new.unit_by_id.get(unit) or old.unit_by_id[unit]
    return f"{unit} · {found.title}"


def _one(one: Change) -> Iterator[tuple[int, str]]:
    name = " ".join(part for part in (one.number, one.id) if part)
    head = f"{_thing(one.thing)} {name}"
    if one.how == "added":
        yield 1, "+ " + _("{what} : ajout, « {words} »").format(what=head, words=one.new)
    elif one.how == "removed":
        yield 1, "− " + _("{what} : retrait, « {words} »").format(what=head, words=one.old)
    elif one.aspect == "order":
        ranks = f", {one.old} → {one.new}" if one.old else ""
        yield 1, "↕ " + _("{what} : changement de rang").format(what=head) + ranks
    elif one.aspect == "place":
        yield 1, "↕ " + _("{what} : déplacement, « {words} »").format(what=head, words=one.title)
        yield 3, _("avant : {text}").format(text=one.old)
        yield 3, _("après : {text}").format(text=one.new)
    else:
        was, now = mark_changed_words(one.old, one.new)
        yield 1, "~ " + _("{what} : {aspect}").format(what=head, aspect=_aspect(one.aspect))
        yield 3, _("avant : {text}").format(text=was or _("(rien)"))
        yield 3, _("après : {text}").format(text=now or _("(rien)"))


def _thing(thing: str) -> str:
    return {
        "line": _("ligne"), "option": _("réponse"), "symptom": _("entrée"), "message": _("message"),
        "field": _("champ de la fiche"),
        "unit": _("cas"), "site": _("site"), "contact": _("contact"), "channel": _("moyen de joindre"),
        "schedule": _("horaire"),
    }[thing]  # fmt: skip


def _aspect(aspect: str) -> str:
    """What differs, in French where the author's key is not plain by itself."""
    words = {
        "value": _("texte"), "label": _("libellé"), "verb": _("verbe"), "when": _("condition"), "say": _("à dire"),
        "detail": _("détail"), "why": _("pourquoi"), "expect": _("à voir ensuite"), "critical": _("critique"),
        "skip": _("se passe ou non"), "by": _("qui"), "remind_after": _("rappel"), "duty": _("dû à chaque patient"),
        "source": _("origine"), "added": _("raison de l'ajout"), "gap": _("non écrit"), "carries": _("reprend"),
        "closes": _("met fin à"), "supersedes": _("remplace"), "body": _("texte, à la lettre"), "to": _("à qui"),
        "type": _("signe"), "title": _("titre"), "name": _("nom"), "hours": _("horaire"), "windows": _("heures"),
        "holidays": _("jours fériés"), "recognise": _("reconnaître"), "words": _("autres mots"),
        "systems": _("systèmes"), "answers": _("répond déjà"), "suggests": _("l'heure suggère"),
        "condition": _("quand s'en servir"), "missing": _("manque"), "members": _("selon l'heure"),
        "then": _("sans réponse"), "organisation": _("organisme"),
        "references": _("références"), "items": _("à avoir sous la main"),
        "short": _("en peu de mots"),
        "status": _("état"), "reviewed_on": _("relu le"), "review_by": _("à relire avant le"), "version": _("version"),
    }  # fmt: skip
    return words.get(aspect, aspect)
