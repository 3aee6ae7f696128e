"""What the procedure does not say, or says doubtfully, as warnings: reported to its owner, never filled in by us."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from pannesi.procedure.checks.diagnostic import Problem
from pannesi.procedure.loading.places import Loc, place_of, unit_paths
from pannesi.procedure.loading.site_files import CONTACTS
from pannesi.procedure.loading.yaml_reader import Map
from pannesi.procedure.model.contacts import Contact, ContactsFile, Gap, Schedule
from pannesi.procedure.model.lines import Broadcast
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.procedure.model.units import AnyUnit, Triage
from pannesi.support.i18n import _

_NO_TREES: Mapping[str, Map] = MappingProxyType({})
_Gap = tuple[Loc, str, str, str]
"""The place in its file, the code, what is missing, what to do about it."""


def gaps_of(site: Site, trees: Mapping[str, Map] = _NO_TREES) -> tuple[Problem, ...]:
    """Every gap of the procedure as a warning, sorted by place.

    P401 how to reach somebody, P402 hours, P403 the text of a message, P404 a message of failure without a message of
    its end, P405 what the authors marked, P406 questions to the owner of the procedure. `trees`, by path, give the
    positions; without them, a unit's id stands for its path.
    """
    path_of = unit_paths(trees)
    problems = [_warning_of_gap(CONTACTS, trees.get(CONTACTS), gap) for gap in _contact_gaps(site.contacts)]
    closed = _closed_messages(site)
    for unit in site.units:
        path = path_of.get(unit.id, unit.id)
        problems += [_warning_of_gap(path, trees.get(path), gap) for gap in _unit_gaps(site, unit, closed)]
    return tuple(sorted(problems, key=lambda problem: problem.order))


def _warning_of_gap(path: str, tree: Map | None, gap: _Gap) -> Problem:
    loc, code, message, remedy = gap
    line, column = place_of(tree, loc) if tree is not None else (None, None)
    return Problem(path, line, column, "warning", code, message, remedy)


def _contact_gaps(contacts: ContactsFile) -> Iterator[_Gap]:
    for index, contact in enumerate(contacts.contacts):
        yield from _unreachable_contact(("contacts", index), contact)
    for name, schedule in contacts.schedules.items():
        yield from _doubtful_hours(("schedules", name), schedule)
    yield from _marked_gaps(("gaps",), "P405", contacts.gaps)


def _unreachable_contact(here: Loc, contact: Contact) -> Iterator[_Gap]:
    if not contact.channels and not contact.members:
        message = _("{name} : aucun moyen de joindre n'est écrit.").format(name=contact.name)
        yield here, "P401", message, _("Ajouter « channels ».")
    for number, channel in enumerate(contact.channels):
        if channel.missing is not None:
            message = _("{name} : {why}").format(name=contact.name, why=channel.missing)
            yield (*here, "channels", number, "missing"), "P401", message, _("Remplacer « missing » par « value ».")


def _doubtful_hours(here: Loc, schedule: Schedule) -> Iterator[_Gap]:
    if schedule.unknown is not None:
        message = _("{label} : {why}").format(label=schedule.label, why=schedule.unknown)
        yield (*here, "unknown"), "P402", message, _("Remplacer « unknown » par « windows ».")
    if schedule.holidays == "unknown":
        message = _("{label} : rien n'est écrit pour les jours fériés.").format(label=schedule.label)
        yield (*here, "holidays"), "P402", message, _("Écrire « holidays: closed » ou « holidays: open ».")
    for number, window in enumerate(schedule.windows):
        if window.assumed is not None:
            message = _("{label}, horaires supposés : {why}").format(label=schedule.label, why=window.assumed)
            yield (
                (*here, "windows", number, "assumed"),
                "P402",
                message,
                _("Faire confirmer, puis retirer « assumed »."),
            )


def _unit_gaps(site: Site, unit: AnyUnit, closed: frozenset[tuple[str, str]]) -> Iterator[_Gap]:
    yield from _marked_gaps(("gaps",), "P405", unit.gaps)
    yield from _marked_gaps(("questions",), "P406", unit.questions)
    for index, topic in enumerate(unit.unwritten if isinstance(unit, Triage) else ()):
        whom = ", ".join(site.contact_by_id[name].name for name in topic.call) or _("qui tient la procédure")
        words = _("« {topic} » : cherché, et rien n'est écrit.").format(topic=topic.label)
        yield ("unwritten", index, "label"), "P405", words, _("À demander : {whom}.").format(whom=whom)
    for name, message in unit.messages.items():
        if message.missing is not None:
            yield ("messages", name, "missing"), "P403", message.missing, _("Écrire le texte dans « body ».")
    reported: set[tuple[str, str]] = set()
    for line, loc in site.lines[unit.id]:
        if line.gap is not None:
            yield (*loc, "gap"), "P405", line.gap, _("À faire préciser par qui tient la procédure.")
        if isinstance(line, Broadcast) and line.closes is None and "return_to_normal" not in loc:
            sent = split_ref(unit.id, line.value)
            if sent not in closed | reported and site.message(unit.id, line.value).type != "ⓘ":
                reported.add(sent)
                text = _("« {label} » : aucun message de fin n'est écrit.").format(label=line.label)
                yield (
                    (*loc, "value"),
                    "P404",
                    text,
                    _("Faire écrire le message de fin, puis l'ajouter avec « closes »."),
                )


def _marked_gaps(here: Loc, code: str, gaps: tuple[Gap, ...]) -> Iterator[_Gap]:
    for number, gap in enumerate(gaps):
        whom = gap.ask or _("qui tient la procédure")
        yield (*here, number, "text"), code, gap.text, _("À demander : {whom}.").format(whom=whom)


def _closed_messages(site: Site) -> frozenset[tuple[str, str]]:
    """The messages that a message of their end closes, as (unit, message)."""
    return frozenset(
        split_ref(unit.id, line.closes)
        for unit in site.units
        for line, _loc in site.lines[unit.id]
        if isinstance(line, Broadcast) and line.closes is not None
    )
