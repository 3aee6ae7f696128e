"""Questions for the author: recipients that differ, what says not where it comes from, what is still to be written."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.checks.rules.finding import Finding, LintUnit, text_of
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.lines import Broadcast
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.search import fold
from pannesi.support.i18n import _

TO_WRITE = "À écrire"
"""How the model of a new case begins what it leaves open."""


def of_contacts(contacts: ContactsFile) -> Iterator[Finding]:
    """P516: contacts and hours without `source` or `added`."""
    for name, schedule in contacts.schedules.items():
        if schedule.source is None and schedule.added is None:
            yield _sourceless(("schedules", name), schedule.label, key=True)
    for index, contact in enumerate(contacts.contacts):
        if contact.source is None and contact.added is None:
            yield _sourceless(("contacts", index), contact.name)


def of_unit(site: Site, unit: LintUnit) -> Iterator[Finding]:
    """P505 recipients that differ between "down" and "up", P516 no origin, P517 what the model of a new case leaves to
    be written, in a unit that is in use."""
    if unit.unit.source is None and unit.unit.added is None:
        yield _sourceless(("title",), unit.unit.title)
    for name, message in unit.unit.messages.items():
        if message.source is None and message.added is None:
            yield _sourceless(("messages", name), message.title or name, key=True)
    yield from _recipients(site, unit)
    if not unit.unit.draft:
        yield from (_to_write(loc) for loc, text in _texts(unit) if text.startswith(TO_WRITE))


def _texts(unit: LintUnit) -> Iterator[tuple[Loc, str]]:
    """What an operator reads first of a unit: its heads, its entries, its lines."""
    yield ("title",), unit.unit.title
    yield ("recognise",), unit.unit.recognise
    for at, symptom in enumerate(unit.unit.symptoms):
        yield ("symptoms", at, "label"), symptom.label
        yield ("symptoms", at, "system"), symptom.system
    for line, loc in unit.lines:
        yield (*loc, "label" if text_of(line) != line.value else "value"), text_of(line)


def _to_write(loc: Loc) -> Finding:
    message = _("Ce texte est encore à écrire, et le fichier n'est plus un brouillon : l'opérateur le lirait ainsi.")
    return Finding(loc, "P517", message, _("L'écrire, ou remettre « status: brouillon »."))


def _sourceless(loc: Loc, what: str, *, key: bool = False) -> Finding:
    message = _("« {what} » ne dit pas d'où il vient.").format(what=what)
    remedy = _("« source: » si la procédure le dit, « added: » et pourquoi si c'est un ajout.")
    return Finding(loc, "P516", message, remedy, key=key)


def _recipients(site: Site, unit: LintUnit) -> Iterator[Finding]:
    for line, loc in unit.lines:
        if not isinstance(line, Broadcast) or line.closes is None:
            continue
        ended, ending = site.message(unit.unit.id, line.closes), site.message(unit.unit.id, line.value)
        if ended.to is not None and ending.to is not None and fold(ended.to) != fold(ending.to):
            message = _("La panne est annoncée à « {down} », sa fin à « {up} » : est-ce voulu ?")
            message = message.format(down=ended.to, up=ending.to)
            remedy = _("Donner les mêmes destinataires, ou poser la question dans « questions ».")
            yield Finding((*loc, "value"), "P505", message, remedy)
