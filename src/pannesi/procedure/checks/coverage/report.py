"""What was proved, for people: each hole as a problem at its place, and as a table of day and hour."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pannesi.procedure.checks.coverage.calendar import MomentClass
from pannesi.procedure.checks.coverage.holes import CoverageProof, Hole, Lack, PathCount
from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.loading.places import Loc, lines_with_paths, place_of
from pannesi.procedure.loading.site_files import CONTACTS
from pannesi.procedure.loading.yaml_reader import Map
from pannesi.procedure.model.lines import QuestionLine, Run, text_of
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _, format_number, n_

SURE, AGAINST, COVERED = "■", "□", "·"
_CODE: dict[Lack, str] = {"degraded_mode": "P601", "alert": "P602", "end": "P603", "reach": "P604"}
_DAY = 24 * 60


def hole_problems(site: Site, proof: CoverageProof, trees: Mapping[str, Map]) -> tuple[Problem, ...]:
    """Each entry's holes of one kind as one warning, at the question that leads there."""
    path_of = {tree.get("id"): path for path, tree in trees.items() if path != CONTACTS}
    found: list[Problem] = []
    for holes in holes_by_entry(proof):
        first = holes[0]
        unit = first.entry.unit
        path = path_of.get(unit.id, unit.id)
        place: tuple[int | None, int | None] = (None, None)
        if path in trees:
            place = place_of(trees[path], _loc(first))
        message = _("« {label} » : {lack} ({when}).").format(
            label=first.entry.symptom.label, lack=lack_words(first.lack), when=when_words(holes)
        )
        path_words = path_of_hole(site, first)
        if path_words:
            message += " " + _("Par : {path}.").format(path=path_words)
        more = len(paths_of(site, holes)) - 1
        if more:
            message += " " + n_("Et {count} autre voie.", "Et {count} autres voies.", more)
        found.append(Problem(path, *place, "warning", _CODE[first.lack], message, _remedy(first)))
    return tuple(found)


def holes_by_entry(proof: CoverageProof) -> list[list[Hole]]:
    """The holes of each entry and kind, those that need the fewest answers first."""
    groups: dict[tuple[int, Lack], list[Hole]] = {}
    for hole in proof.holes:
        groups.setdefault((hole.entry.number, hole.lack), []).append(hole)
    return [sorted(holes, key=lambda one: (not one.when, len(one.path))) for holes in groups.values()]


def lack_words(lack: Lack) -> str:
    return {
        "degraded_mode": _("rien n'est écrit pour travailler en mode dégradé"),
        "alert": _("personne à prévenir, dont on sache qu'il répond"),
        "reach": _("personne que l'on puisse joindre : ni numéro, ni autre moyen écrit"),
        "end": _("aucun retour à la normale n'est écrit"),
    }[lack]


def when_words(holes: list[Hole]) -> str:
    """`à toute heure`, or that the table says when."""
    if is_always(holes):
        return _("à toute heure")
    return _("à certaines heures")


def _remedy(hole: Hole) -> str:
    if hole.lack == "reach":
        return _("Écrire un numéro dans contacts.yaml, ou quelqu'un d'autre à appeler.")
    asks = [gap.ask for gap in hole.entry.unit.gaps if gap.ask is not None]
    if asks:
        return _("À demander : {whom}.").format(whom=asks[0])
    return _("À faire préciser par qui tient la procédure.")


def _loc(hole: Hole) -> Loc:
    """Where to point: at the last question of the case itself, else at the entry."""
    asked = [step.line for step in hole.path if step.unit == hole.entry.unit.id]
    if asked:
        return next((*loc, "value") for line, loc in lines_with_paths(hole.entry.unit) if line.id == asked[-1])
    index = hole.entry.unit.symptoms.index(hole.entry.symptom)
    return ("symptoms", index, "label")


def path_of_hole(site: Site, hole: Hole) -> str:
    """`IMADIS lit-il ? non ; …`: the answers of the case itself; empty when any lead there."""
    own = (step for step in hole.path if step.unit == hole.entry.unit.id)
    return " ; ".join(_answered(site, step.unit, step.line, step.option) for step in own)


def paths_of(site: Site, holes: list[Hole]) -> tuple[str, ...]:
    """The different ways to the same lack, in words."""
    return tuple(dict.fromkeys(path_of_hole(site, hole) for hole in holes))


def _answered(site: Site, unit: str, line: str, option: str) -> str:
    place = site.places.get((unit, line))
    if place is None:
        return f"{line} {option}"
    asked = place.line
    words = text_of(asked)
    if isinstance(asked, Run):
        annex = site.unit_by_id[asked.value]
        return f"{words} → {getattr(annex, 'outcomes', {}).get(option, option)}"
    label = _("je ne sais pas") if option == UNKNOWN else option
    if isinstance(asked, QuestionLine):
        label = next((one.label for one in options_of(asked) if one.id == option), label)
    return f"{words} {label}"


def hole_table(holes: list[Hole]) -> Iterator[str]:
    """Days down, hours across: ■ nothing is written, □ only by answering otherwise than the clock suggests."""
    yield " " * 12 + "".join(f"{hour:<3d}" for hour in range(0, 24, 3)).rstrip()
    rows = dict(_rows(holes))
    for name, cells in rows.items():
        yield f"  {name:<10}{cells}"
    yield _("  ■ rien n'est écrit · □ seulement si l'on répond autrement que l'horloge")
    if any(edge % 60 for hole in holes for one in (*hole.when, *hole.against) for edge in (one.start, one.end)):
        yield _("  Une heure est marquée dès qu'une partie l'est.")


def _rows(holes: list[Hole]) -> Iterator[tuple[str, str]]:
    names = (_("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi"), _("samedi"), _("dimanche"))
    plain = [_cells(holes, _ordinary(day)) for day in range(7)]
    yield from zip(names, plain, strict=True)
    holiday = _cells(holes, lambda one: one.holiday and not one.after_holiday)
    yield _("férié"), holiday
    after = _cells(holes, lambda one: one.after_holiday and not one.holiday and one.weekday < 5)
    if after not in plain:
        yield _("lendemain"), after


def _ordinary(day: int) -> Callable[[MomentClass], bool]:
    return lambda one: (one.weekday, one.holiday, one.after_holiday) == (day, False, False)


def _cells(holes: list[Hole], wanted: Callable[[MomentClass], bool]) -> str:
    cells = [COVERED] * 24
    for mark, groups in ((AGAINST, [hole.against for hole in holes]), (SURE, [hole.when for hole in holes])):
        for stretch in (one for group in groups for one in group if wanted(one)):
            for hour in range(stretch.start // 60, (stretch.end + 59) // 60):
                cells[hour] = mark
    return "".join(cells)


def is_always(holes: list[Hole]) -> bool:
    """Whether a lack is there at every hour of the week."""
    return all(set(cells) == {SURE} for _name, cells in _rows(holes))


def path_count_words(walks: tuple[PathCount, ...]) -> Iterator[str]:
    """How many ways there are, the longest, and the entry that branches most."""
    if not walks:
        return
    total = sum(walk.count for walk in walks)
    longest, most = max(walks, key=lambda one: one.longest), max(walks, key=lambda one: one.count)
    yield _("Toutes les voies finissent : {total} en tout.").format(total=format_number(total))
    words = _("La plus longue : {lines} lignes, « {label} ».")
    yield words.format(lines=format_number(longest.longest), label=longest.entry.symptom.label)
    words = _("La plus ramifiée : {count} voies, « {label} ».")
    yield words.format(count=format_number(most.count), label=most.entry.symptom.label)
