"""Lint rules about symptoms that the search cannot find, or cannot distinguish."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.checks.rule import LintFinding, LintSite, Rule
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.search import SearchIndex, search_index, search_words
from pannesi.support.i18n import _


def _without_words(linted: LintSite) -> Iterator[LintFinding]:
    """P506: symptoms without other words."""
    for unit in linted.units:
        for index, symptom in enumerate(unit.unit.symptoms):
            if not symptom.words:
                message = _("« {label} » n'a pas d'autres mots : la recherche ne connaît que ceux-là.")
                remedy = _("Ajouter « words: [...] » avec les mots que les gens emploient.")
                yield LintFinding(unit.path, ("symptoms", index), message.format(label=symptom.label), remedy)


def _indistinct_labels(linted: LintSite) -> Iterator[LintFinding]:
    """P507: symptoms whose own label finds another symptom as well or better. Drafts are ignored."""
    twins = _twins_of_site(linted.site)
    for unit in linted.units:
        for index, symptom in enumerate(unit.unit.symptoms):
            twin = twins.get((unit.unit.id, symptom.id))
            if twin is not None:
                message = _("Qui cherche « {label} » trouve aussi bien {twin}.").format(label=symptom.label, twin=twin)
                remedy = _("Dire dans « label » ou « words » ce qui les distingue.")
                yield LintFinding(unit.path, ("symptoms", index, "label"), message, remedy)


def _twins_of_site(site: Site) -> dict[tuple[str, str], str]:
    """For each entry whose label finds another entry as well or better, that other. Of two entries that are each the
    other's twin, only the second is reported."""
    index = search_index([entry for entry in site.entries if not entry.unit.draft])
    with_word: dict[str, set[int]] = {}
    for position, words in enumerate(index.words):
        for word in words:
            with_word.setdefault(word, set()).add(position)
    positions = range(len(index.entries))
    twins = {entry: twin for entry in positions if (twin := _twin_of_entry(index, with_word, entry)) is not None}
    reported = {entry: twin for entry, twin in twins.items() if twins.get(twin) != entry or twin < entry}
    return {_entry_key(index, entry): "/".join(_entry_key(index, twin)) for entry, twin in reported.items()}


def _entry_key(index: SearchIndex, position: int) -> tuple[str, str]:
    return index.entries[position].unit.id, index.entries[position].symptom.id


def _twin_of_entry(index: SearchIndex, with_word: dict[str, set[int]], position: int) -> int | None:
    """The entry that the label of another finds best, if it finds it as well as its own entry.

    Only entries that have every word of the label are candidates.
    """
    label_words = search_words(index.entries[position].symptom.label)
    own_score = index.score(position, label_words)
    if not label_words or own_score is None:
        return None
    rarest = min((with_word[word] for word in label_words), key=len)
    others = [other for other in rarest if other != position]
    candidates = [other for other in others if all(word in index.words[other] for word in label_words)]
    scores = [(index.score(other, label_words) or 0.0, -other) for other in candidates]
    best_score, best = max(scores, default=(0.0, 0))
    return -best if scores and best_score >= own_score - 1e-9 else None


_DARK = "symptoms:\n  - {id: un, label: Écran éteint, system: Poste, words: [noir], source: Cas 9}\n"
RULES = (
    Rule(
        "P506", "warning", _without_words,
        lambda: (_("Entrée sans autres mots"), _("Qui cherche avec ses mots à lui ne le trouvera pas.")),
        wrong="symptoms:\n  - {id: noir, label: Écran éteint, system: Poste, source: Cas 9}\n",
        right="symptoms:\n  - {id: noir, label: Écran éteint, system: Poste, words: [noir, moniteur], source: Cas 9}\n",
    ),
    Rule(
        "P507", "warning", _indistinct_labels,
        lambda: (
            _("Deux entrées que la recherche confond"), _("Avec les mêmes mots, on ouvrirait le mauvais cas."),
        ),
        wrong=_DARK + "  - {id: deux, label: L'écran est éteint, system: Poste, words: [vide], source: Cas 9}\n",
        right=_DARK + "  - {id: deux, label: Imprimante éteinte, system: Poste, words: [papier], source: Cas 9}\n",
    ),
)  # fmt: skip
