"""What the procedure does not say, or says doubtfully: told, counted, never filled by us. Nothing here blocks anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from pannesi.i18n import _
from pannesi.site.links_lines import each_line
from pannesi.site.lines import Broadcast
from pannesi.site.model import Site, split_ref
from pannesi.site.places import Loc, place_of
from pannesi.site.problem import Problem
from pannesi.site.yaml import Map
from pannesi.text import clean_line


def gaps_of(site: Site, trees: Mapping[str, Map]) -> tuple[Problem, ...]:
    """Every gap as a warning, at its place; `trees` as the loader gives them."""
    by_id = {tree.get("id"): (path, tree) for path, tree in trees.items() if path != "contacts.yaml"}
    found = [_warning("contacts.yaml", trees["contacts.yaml"], *gap) for gap in _contact_gaps(site)]
    for unit in site.units:
        path, tree = by_id[unit.id]
        found += [_warning(path, tree, *gap) for gap in _unit_gaps(site, unit.id)]
    return tuple(sorted(found, key=lambda problem: problem.order))


def _warning(path: str, tree: Map, loc: Loc, code: str, message: str, remedy: str) -> Problem:
    return Problem(clean_line(path), *place_of(tree, loc), "warning", code, message, remedy)


Gapped = tuple[Loc, str, str, str]


def _contact_gaps(site: Site) -> Iterator[Gapped]:
    contacts = site.contacts
    for index, contact in enumerate(contacts.contacts):
        here: Loc = ("contacts", index)
        if not contact.channels and not contact.members:
            yield here, "P401", _("{name} : aucun moyen de joindre n'est écrit.").format(name=contact.name), _(
                "Ajouter channels."
            )
        for number, channel in enumerate(contact.channels):
            if channel.missing is not None:
                message = _("{name} : {why}").format(name=contact.name, why=channel.missing)
                yield (*here, "channels", number), "P401", message, _("Remplacer « missing » par « value ».")
    for name, schedule in contacts.schedules.items():
        if schedule.unknown is not None:
            yield ("schedules", name), "P402", _("{label} : {why}").format(label=schedule.label, why=schedule.unknown), ""
        if schedule.holidays == "unknown":
            message = _("{label} : rien n'est écrit pour les jours fériés.").format(label=schedule.label)
            yield ("schedules", name, "holidays"), "P402", message, _("Écrire « holidays: closed » ou « open ».")
        for number, window in enumerate(schedule.windows):
            if window.assumed is not None:
                message = _("{label} : horaires supposés, {why}").format(label=schedule.label, why=window.assumed)
                yield ("schedules", name, "windows", number), "P402", message, _("Faire confirmer, puis retirer « assumed ».")
    for number, gap in enumerate(contacts.gaps):
        yield ("gaps", number), "P405", gap.text, gap.ask or ""


def _unit_gaps(site: Site, name: str) -> Iterator[Gapped]:
    unit = site.unit_by_id[name]
    for number, gap in enumerate(unit.gaps):
        yield ("gaps", number), "P405", gap.text, gap.ask or ""
    for number, question in enumerate(unit.questions):
        yield ("questions", number), "P406", question.text, question.ask or ""
    for key, message in unit.messages.items():
        if message.missing is not None:
            yield ("messages", key), "P403", message.missing, _("Écrire le texte dans « body ».")
    closed = {
        "/".join(split_ref(unit.id, line.closes))
        for line, _loc in each_line(unit)
        if isinstance(line, Broadcast) and line.closes is not None
    }
    for line, loc in each_line(unit):
        if line.gap is not None:
            yield (*loc, "gap"), "P405", line.gap, ""
        if isinstance(line, Broadcast) and line.closes is None and "return_to_normal" not in loc:
            if "/".join(split_ref(unit.id, line.value)) not in closed:
                text = _("Aucun message de fin n'est écrit pour « {label} ».").format(label=line.label)
                yield (*loc, "value"), "P404", text, _("Faire écrire le message de fin, puis l'ajouter avec « closes ».")
