"""Entries that a search cannot find, or cannot tell apart."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.checks.rule import LintFinding, LintSite, Rule
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.search import SearchIndex, search_index, search_words
from pannesi.support.i18n import _


def _wordless(linted: LintSite) -> Iterator[LintFinding]:
    """Symptoms without other words."""
    for unit in linted.units:
        for at, symptom in enumerate(unit.unit.symptoms):
            if not symptom.words:
                message = _("« {label} » n'a pas d'autres mots : la recherche ne connaît que ceux-là.")
                remedy = _("Ajouter « words: [...] » avec les mots que les gens emploient.")
                yield LintFinding(unit.path, ("symptoms", at), message.format(label=symptom.label), remedy)


def _alike(linted: LintSite) -> Iterator[LintFinding]:
    """Symptoms whose own label the search answers with another just as well or better.

    Drafts are not told apart yet: they are no real entries."""
    twins = _twins(linted.site)
    for unit in linted.units:
        for at, symptom in enumerate(unit.unit.symptoms):
            twin = twins.get((unit.unit.id, symptom.id))
            if twin is not None:
                message = _("Qui cherche « {label} » trouve aussi bien {twin}.").format(label=symptom.label, twin=twin)
                remedy = _("Dire dans « label » ou « words » ce qui les distingue.")
                yield LintFinding(unit.path, ("symptoms", at, "label"), message, remedy)


def _twins(site: Site) -> dict[tuple[str, str], str]:
    """For each entry whose label the search answers with another as well or better, that other. Of two that are alike
    both ways, the second is told."""
    index = search_index([entry for entry in site.entries if not entry.unit.draft])
    holding: dict[str, set[int]] = {}
    for at, words in enumerate(index.words):
        for word in words:
            holding.setdefault(word, set()).add(at)
    twins = {at: twin for at in range(len(index.entries)) if (twin := _twin(index, holding, at)) is not None}
    confused = {at: twin for at, twin in twins.items() if twins.get(twin) != at or twin < at}
    return {_key(index, at): "/".join(_key(index, twin)) for at, twin in confused.items()}


def _key(index: SearchIndex, at: int) -> tuple[str, str]:
    return index.entries[at].unit.id, index.entries[at].symptom.id


def _twin(index: SearchIndex, holding: dict[str, set[int]], at: int) -> int | None:
    """The entry that answers best to the label of another, if it does so no worse; only those with every word of
    that label can."""
    wanted = search_words(index.entries[at].symptom.label)
    own = index.gain(at, wanted)
    if not wanted or own is None:
        return None
    rarest = min((holding[word] for word in wanted), key=len)
    others = [other for other in rarest if other != at and all(word in index.words[other] for word in wanted)]
    gains = [(index.gain(other, wanted) or 0.0, -other) for other in others]
    best = max(gains, default=(0.0, 0))
    return -best[1] if gains and best[0] >= own - 1e-9 else None


_DARK = "symptoms:\n  - {id: un, label: Écran éteint, system: Poste, words: [noir], source: Cas 9}\n"
RULES = (
    Rule(
        "P506", "warning", _wordless,
        lambda: (_("Symptôme sans autres mots"), _("Qui cherche avec ses mots à lui ne le trouvera pas.")),
        wrong="symptoms:\n  - {id: noir, label: Écran éteint, system: Poste, source: Cas 9}\n",
        right="symptoms:\n  - {id: noir, label: Écran éteint, system: Poste, words: [noir, moniteur], source: Cas 9}\n",
    ),
    Rule(
        "P507", "warning", _alike,
        lambda: (
            _("Deux symptômes que la recherche confond"), _("Avec les mêmes mots, on ouvrirait le mauvais cas."),
        ),
        wrong=_DARK + "  - {id: deux, label: L'écran est éteint, system: Poste, words: [vide], source: Cas 9}\n",
        right=_DARK + "  - {id: deux, label: Imprimante éteinte, system: Poste, words: [papier], source: Cas 9}\n",
    ),
)  # fmt: skip
