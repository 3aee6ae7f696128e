"""Entries that a search cannot find, or cannot tell apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pannesi.i18n import _
from pannesi.site.lint.finding import Finding, LintUnit
from pannesi.site.search import words_of


def findings(units: Iterable[LintUnit]) -> Iterator[tuple[str, Finding]]:
    """P506 a symptom without words, P507 two symptoms that a search cannot tell apart, each with its file.

    Drafts are not told apart yet: they are no real entries."""
    labels: dict[frozenset[str], str] = {}
    everything: dict[frozenset[str], str] = {}
    for unit in units:
        for index, symptom in enumerate(unit.unit.symptoms):
            here = ("symptoms", index)
            if not symptom.words:
                message = _("« {label} » n'a pas d'autres mots : la recherche ne connaît que ceux-là.")
                remedy = _("Ajouter « words: [...] » avec les mots que les gens emploient.")
                yield unit.path, Finding(here, "P506", message.format(label=symptom.label), remedy)
            if unit.unit.draft:
                continue
            name = f"{unit.unit.id}/{symptom.id}"
            label = frozenset(words_of(symptom.label))
            every = label.union(*(words_of(one) for one in (symptom.system, *symptom.words)))
            twin = labels.setdefault(label, name)
            if twin == name:
                twin = everything.setdefault(every, name)
            if twin != name:
                message = _("La recherche ne distingue pas « {label} » de {twin} : mêmes mots.")
                remedy = _("Dire dans « label » ou « words » ce qui les distingue.")
                yield (
                    unit.path,
                    Finding((*here, "label"), "P507", message.format(label=symptom.label, twin=twin), remedy),
                )
