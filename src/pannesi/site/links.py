"""What a schema cannot say and would make guidance wrong: ids twice, names of nothing, a number no phone can dial."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from pannesi.i18n import _
from pannesi.site.hours import zone
from pannesi.site.lines import Run
from pannesi.site.links_lines import check_answers, check_line, each_line
from pannesi.site.model import Site
from pannesi.site.places import Loc, place_of
from pannesi.site.problem import Problem
from pannesi.site.suggest import nearest
from pannesi.site.units import Annexe, AnyUnit
from pannesi.site.yaml import Map
from pannesi.text import clean_line

_PHONE = re.compile(r"[0-9 .+*]+")


@dataclass
class Checker:
    """Collects problems of one file at a time."""

    site: Site
    trees: Mapping[str, Map]
    paths: Mapping[str, str]
    """Unit id → file."""
    whole: bool
    """All files could be read: only then is a name that leads nowhere an error."""
    problems: list[Problem] = field(default_factory=list)

    def tell(self, path: str, loc: Loc, code: str, message: str, remedy: str = "") -> None:
        place = place_of(self.trees[path], loc)
        self.problems.append(Problem(clean_line(path), *place, "error", code, message, remedy))

    def refers(self, path: str, loc: Loc, what: str, name: str, known: Iterable[str], *, local: bool = False) -> bool:
        """Whether `name` is known; tells when it is not, with the nearest name. Names in other files are
        only judged when every file could be read."""
        names = tuple(known)
        if name in names:
            return True
        if self.whole or local:
            guess = nearest(name, names)
            remedy = _("Écrire « {guess} » ?").format(guess=guess) if guess else ""
            if not remedy and names:
                remedy = _("Connus : {names}.").format(names=", ".join(names[:8]))
            message = _("{what} « {name} » n'existe pas.").format(what=what, name=clean_line(name))
            self.tell(path, loc, "P301", message, remedy)
        return False


def check(site: Site, units: Mapping[str, AnyUnit], trees: Mapping[str, Map], *, whole: bool) -> list[Problem]:
    """Every broken link of a site. `units` gives the unit of each file, `trees` its positions."""
    checker = Checker(site, trees, {unit.id: path for path, unit in units.items()}, whole)
    _contacts(checker)
    _doubles(checker, units)
    for path, unit in units.items():
        _unit(checker, path, unit)
    _annexes_in_circles(checker, units)
    return checker.problems


def _contacts(checker: Checker) -> None:
    path, contacts = "contacts.yaml", checker.site.contacts
    try:
        zone(contacts.timezone)
    except (KeyError, ValueError, OSError):
        message = _("Fuseau horaire inconnu : « {name} ».").format(name=clean_line(contacts.timezone))
        checker.tell(path, ("timezone",), "P302", message, _("Par exemple « Europe/Paris »."))
    if contacts.holidays != "FR":
        from pannesi.site.holidays import is_country

        if not is_country(contacts.holidays):
            checker.tell(path, ("holidays",), "P302", _("Pays inconnu."), _("Par exemple « FR »."))
    for name, schedule in contacts.schedules.items():
        loc = ("schedules", name)
        given = [bool(schedule.windows), schedule.outside is not None, schedule.unknown is not None]
        if sum(given) != 1:
            message = _("Ces horaires veulent exactement une de ces clés : windows, outside, unknown.")
            checker.tell(path, loc, "P303", message)
        if schedule.outside is not None:
            at = (*loc, "outside")
            if checker.refers(path, at, _("L'horaire"), schedule.outside, contacts.schedules, local=True):
                _no_circle(checker, path, at, name)
    ids = [contact.id for contact in contacts.contacts]
    for index, contact in enumerate(contacts.contacts):
        here: Loc = ("contacts", index)
        if contact.id in ids[:index]:
            first = place_of(checker.trees[path], ("contacts", ids.index(contact.id), "id"))[0]
            message = _("L'id « {id} » sert déjà, ligne {line}.").format(id=contact.id, line=first)
            checker.tell(path, (*here, "id"), "P304", message)
        if contact.hours is not None:
            checker.refers(path, (*here, "hours"), _("L'horaire"), contact.hours, contacts.schedules, local=True)
        for key in ("members", "then"):
            for number, other in enumerate(getattr(contact, key)):
                checker.refers(path, (*here, key, number), _("Le contact"), other, ids, local=True)
        _channels(checker, path, here, contact.channels)


def _no_circle(checker: Checker, path: str, at: Loc, name: str) -> None:
    schedules, met, current = checker.site.contacts.schedules, {name}, schedules_outside(checker, name)
    while current is not None and current in schedules:
        if current in met:
            checker.tell(path, at, "P305", _("Ces horaires se renvoient l'un à l'autre."))
            return
        met.add(current)
        current = schedules_outside(checker, current)


def schedules_outside(checker: Checker, name: str) -> str | None:
    """The schedule that another is the outside of."""
    return checker.site.contacts.schedules[name].outside


def _channels(checker: Checker, path: str, here: Loc, channels: tuple[Any, ...]) -> None:
    for number, channel in enumerate(channels):
        at = (*here, "channels", number)
        if (channel.value is None) == (channel.missing is None):
            checker.tell(path, at, "P303", _("Il faut « value », ou « missing » si le numéro n'est pas connu."))
        elif channel.kind in ("phone", "short", "fax") and channel.value is not None:
            if not _PHONE.fullmatch(channel.value):
                message = _("« {value} » n'est pas un numéro.").format(value=clean_line(channel.value))
                checker.tell(path, (*at, "value"), "P306", message, _("Chiffres, espaces, points, + et * seulement."))
        elif channel.kind == "web" and channel.value is not None and not re.match(r"https?://\S+$", channel.value):
            checker.tell(path, (*at, "value"), "P306", _("Une adresse commence par http:// ou https://."))
        elif channel.kind == "mail" and channel.value is not None and not re.fullmatch(r"\S+@\S+", channel.value):
            checker.tell(path, (*at, "value"), "P306", _("Ce n'est pas une adresse de courriel."))


def _doubles(checker: Checker, units: Mapping[str, AnyUnit]) -> None:
    ids: dict[str, str] = {}
    marks: dict[str, str] = {}
    for path, unit in units.items():
        for key, value, met in (("id", unit.id, ids), ("mark", unit.mark, marks)):
            first = met.setdefault(value, path)
            if first != path:
                message = _("« {key}: {value} » sert déjà dans {path}.").format(key=key, value=value, path=first)
                checker.tell(path, (key,), "P304", message, _("En choisir un autre."))


def _unit(checker: Checker, path: str, unit: AnyUnit) -> None:
    seen: dict[str, Loc] = {}
    for line, loc in each_line(unit):
        first = seen.setdefault(line.id, loc)
        if first is not loc:
            row = place_of(checker.trees[path], (*first, "id"))[0]
            message = _("L'id « {id} » sert déjà, ligne {line}.").format(id=line.id, line=row)
            checker.tell(path, (*loc, "id"), "P304", message, _("Chaque ligne a son id."))
    for line, loc in each_line(unit):
        check_line(checker, path, unit, line, loc, frozenset(seen))
    _symptoms(checker, path, unit)
    for name, message_ in unit.messages.items():
        if message_.missing is None and message_.body is None:
            checker.tell(path, ("messages", name), "P303", _("Il faut « body », ou « missing » si le texte n'est pas connu."))


def _symptoms(checker: Checker, path: str, unit: AnyUnit) -> None:
    ids = [symptom.id for symptom in unit.symptoms]
    for index, symptom in enumerate(unit.symptoms):
        here: Loc = ("symptoms", index)
        if symptom.id in ids[:index]:
            checker.tell(path, (*here, "id"), "P304", _("L'id « {id} » sert déjà.").format(id=symptom.id))
        check_answers(checker, path, unit, symptom.answers, (*here, "answers"))
        if symptom.opens is not None:
            owner, _slash, name = symptom.opens.partition("/")
            if checker.refers(path, (*here, "opens"), _("Le cas"), owner, checker.site.unit_by_id) and name:
                known = [one.id for one in checker.site.unit_by_id[owner].symptoms]
                checker.refers(path, (*here, "opens"), _("Le symptôme"), name, known)
        own = any(getattr(symptom, phase) is not None for phase in ("alert", "degraded_mode", "return_to_normal"))
        if own and symptom.mark is None:
            message = _("Ce symptôme a ses propres lignes : il lui faut « mark ».")
            checker.tell(path, here, "P303", message, _("Ajouter « mark: a »."))
        if own and isinstance(unit, Annexe):
            checker.tell(path, here, "P303", _("Dans une annexe, un symptôme n'a pas de lignes à lui."))


def _annexes_in_circles(checker: Checker, units: Mapping[str, AnyUnit]) -> None:
    runs = {unit.id: {line.value for line, _loc in each_line(unit) if isinstance(line, Run)} for unit in units.values()}
    for path, unit in units.items():
        for line, loc in each_line(unit):
            if isinstance(line, Run) and unit.id in _reached(runs, line.value):
                checker.tell(path, (*loc, "value"), "P305", _("Cette procédure revient à elle-même sans fin."))


def _reached(runs: Mapping[str, set[str]], start: str) -> set[str]:
    found, waiting = {start}, [start]
    while waiting:
        for following in runs.get(waiting.pop(), set()) - found:
            found.add(following)
            waiting.append(following)
    return found


