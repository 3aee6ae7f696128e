"""The result of the proof of coverage for people: holes as problems of files, and as tables of days and hours."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from pannesi.procedure.checks.coverage.calendar import MomentClass
from pannesi.procedure.checks.coverage.holes import CoverageProof, Hole, Lack, PathCount
from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.loading.places import Loc, lines_with_paths, place_of, unit_paths
from pannesi.procedure.loading.yaml_reader import Map
from pannesi.procedure.model.lines import QuestionLine, Run, text_of
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.procedure.model.procedure import Site
from pannesi.support.i18n import _, format_number, n_

SURE, AGAINST, COVERED = "■", "□", "·"
"""Marks of an hour in a table: a hole; a hole when answering against the clock; none."""
_CODE: dict[Lack, str] = {"degraded_mode": "P601", "alert": "P602", "end": "P603", "reach": "P604"}
_DAY = 24 * 60


def hole_problems(site: Site, proof: CoverageProof, trees: Mapping[str, Map]) -> tuple[Problem, ...]:
    """One warning for the holes of each entry and kind, at the question that leads there; `trees` gives the places."""
    path_of = unit_paths(trees)
    problems: list[Problem] = []
    for holes in holes_by_entry(proof):
        first = holes[0]
        unit = first.entry.unit
        path = path_of.get(unit.id, unit.id)
        place: tuple[int | None, int | None] = (None, None)
        if path in trees:
            place = place_of(trees[path], _place_of_hole(first))
        message = _("« {label} » : {lack} ({when}).").format(
            label=first.entry.symptom.label, lack=lack_words(first.lack), when=when_words(holes)
        )
        path_words = path_of_hole(site, first)
        if path_words:
            message += " " + _("Par : {path}.").format(path=path_words)
        others = len(paths_of(site, holes)) - 1
        if others:
            message += " " + n_("Et {count} autre voie.", "Et {count} autres voies.", others)
        problems.append(Problem(path, *place, "warning", _CODE[first.lack], message, _remedy_of_hole(first)))
    return tuple(problems)


def holes_by_entry(proof: CoverageProof) -> list[list[Hole]]:
    """The holes of each entry and kind together, those that the fewest answers lead to first."""
    groups: dict[tuple[int, Lack], list[Hole]] = {}
    for hole in proof.holes:
        groups.setdefault((hole.entry.number, hole.lack), []).append(hole)
    return [sorted(holes, key=lambda hole: (not hole.when, len(hole.path))) for holes in groups.values()]


def lack_words(lack: Lack) -> str:
    """What is lacking, in words."""
    return {
        "degraded_mode": _("rien n'est écrit pour travailler en mode dégradé"),
        "alert": _("personne à prévenir dont on sache qu'il répond"),
        "reach": _("personne que l'on puisse joindre : ni numéro, ni autre moyen écrit"),
        "end": _("aucun retour à la normale n'est écrit"),
    }[lack]


def when_words(holes: list[Hole]) -> str:
    """`à toute heure`, or `à certaines heures`, which the table then lists."""
    if is_always(holes):
        return _("à toute heure")
    return _("à certaines heures")


def _remedy_of_hole(hole: Hole) -> str:
    if hole.lack == "reach":
        return _("Écrire un numéro dans contacts.yaml, ou quelqu'un d'autre à appeler.")
    asks = [gap.ask for gap in hole.entry.unit.gaps if gap.ask is not None]
    if asks:
        return _("À demander : {whom}.").format(whom=asks[0])
    return _("À faire préciser par qui tient la procédure.")


def _place_of_hole(hole: Hole) -> Loc:
    """The place to report: the last question of the case itself on the path, else the entry."""
    questions = [step.line for step in hole.path if step.unit == hole.entry.unit.id]
    if questions:
        return next((*loc, "value") for line, loc in lines_with_paths(hole.entry.unit) if line.id == questions[-1])
    index = hole.entry.unit.symptoms.index(hole.entry.symptom)
    return ("symptoms", index, "label")


def path_of_hole(site: Site, hole: Hole) -> str:
    """The answers of the case itself on the path, `IMADIS lit-il ? non ; …`; empty when any lead there."""
    own = (step for step in hole.path if step.unit == hole.entry.unit.id)
    return " ; ".join(_answer_given(site, step.unit, step.line, step.option) for step in own)


def paths_of(site: Site, holes: list[Hole]) -> tuple[str, ...]:
    """The different paths of holes, in words."""
    return tuple(dict.fromkeys(path_of_hole(site, hole) for hole in holes))


def _answer_given(site: Site, unit: str, line: str, option: str) -> str:
    place = site.places.get((unit, line))
    if place is None:
        return f"{line} {option}"
    asked_line = place.line
    words = text_of(asked_line)
    if isinstance(asked_line, Run):
        annex = site.unit_by_id[asked_line.value]
        return f"{words} → {getattr(annex, 'outcomes', {}).get(option, option)}"
    label = _("je ne sais pas") if option == UNKNOWN else option
    if isinstance(asked_line, QuestionLine):
        label = next((choice.label for choice in options_of(asked_line) if choice.id == option), label)
    return f"{words} {label}"


def hole_table(holes: list[Hole]) -> Iterator[str]:
    """The lines of a table, days down and hours across, with the mark of each hour, and its legend."""
    yield " " * 12 + "".join(f"{hour:<3d}" for hour in range(0, 24, 3)).rstrip()
    rows = dict(_rows_of_week(holes))
    for name, cells in rows.items():
        yield f"  {name:<10}{cells}"
    yield _("  ■ rien n'est écrit · □ seulement si l'on répond autrement que l'horloge")
    moments = [moment for hole in holes for moment in (*hole.when, *hole.against)]
    if any(moment.start % 60 or moment.end % 60 for moment in moments):
        yield _("  Une heure est marquée dès qu'une partie de cette heure l'est.")


def _rows_of_week(holes: list[Hole]) -> Iterator[tuple[str, str]]:
    names = (_("lundi"), _("mardi"), _("mercredi"), _("jeudi"), _("vendredi"), _("samedi"), _("dimanche"))
    plain = [_cells_of_hours(holes, _is_ordinary_day(day)) for day in range(7)]
    yield from zip(names, plain, strict=True)
    holiday = _cells_of_hours(holes, lambda moment: moment.holiday and not moment.after_holiday)
    yield _("férié"), holiday
    after = _cells_of_hours(holes, lambda moment: moment.after_holiday and not moment.holiday and moment.weekday < 5)
    if after not in plain:
        yield _("lendemain"), after


def _is_ordinary_day(day: int) -> Callable[[MomentClass], bool]:
    return lambda moment: (moment.weekday, moment.holiday, moment.after_holiday) == (day, False, False)


def _cells_of_hours(holes: list[Hole], selects: Callable[[MomentClass], bool]) -> str:
    cells = [COVERED] * 24
    for mark, groups in ((AGAINST, [hole.against for hole in holes]), (SURE, [hole.when for hole in holes])):
        for moment in (moment for group in groups for moment in group if selects(moment)):
            for hour in range(moment.start // 60, (moment.end + 59) // 60):
                cells[hour] = mark
    return "".join(cells)


def is_always(holes: list[Hole]) -> bool:
    """Whether some hole is there at every hour of the week, without answering against the clock."""
    return all(set(cells) == {SURE} for _name, cells in _rows_of_week(holes))


def hours_question_words(site: Site) -> str:
    """Which questions were answered against the written hours too, with their numbers; empty where none asks that."""
    numbers = [
        site.places[unit, line].number for unit, lines in site.questions_of_hours.items() for line, _hours in lines
    ]
    words = _("Questions où la réponse compte plus que l'heure écrite, essayées aussi contre l'heure : {numbers}.")
    return words.format(numbers=", ".join(numbers)) if numbers else ""


def path_count_words(counts: tuple[PathCount, ...]) -> Iterator[str]:
    """The total number of paths, the longest of them, and the entry that has the most, in words."""
    if not counts:
        return
    total = sum(count.count for count in counts)
    longest, most_branched = max(counts, key=lambda each: each.longest), max(counts, key=lambda each: each.count)
    yield _("Toutes les voies finissent : {total} en tout.").format(total=format_number(total))
    words = _("La plus longue : {lines} lignes, « {label} ».")
    yield words.format(lines=format_number(longest.longest), label=longest.entry.symptom.label)
    words = _("La plus ramifiée : {count} voies, « {label} ».")
    yield words.format(count=format_number(most_branched.count), label=most_branched.entry.symptom.label)
