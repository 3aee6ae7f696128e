"""Lint rules about doubts: recipients that differ, a missing origin, placeholders that are still to be written."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.procedure.checks.rule import LintFinding, LintSite, LintUnit, Rule
from pannesi.procedure.loading.places import Loc
from pannesi.procedure.loading.site_files import CONTACTS
from pannesi.procedure.model.lines import Broadcast, text_of
from pannesi.support.i18n import _
from pannesi.support.text_safety import fold_accents

TO_WRITE = "À écrire"
"""How the placeholders of a new case begin."""


def _without_source(linted: LintSite) -> Iterator[LintFinding]:
    """P516: contacts, schedules, units and messages without `source` or `added`."""
    for name, schedule in linted.site.contacts.schedules.items():
        if schedule.source is None and schedule.added is None:
            yield _without_origin(CONTACTS, ("schedules", name), schedule.label, key=True)
    for index, contact in enumerate(linted.site.contacts.contacts):
        if contact.source is None and contact.added is None:
            yield _without_origin(CONTACTS, ("contacts", index), contact.name)
    for unit in linted.units:
        if unit.unit.source is None and unit.unit.added is None:
            yield _without_origin(unit.path, ("title",), unit.unit.title)
        for name, message in unit.unit.messages.items():
            if message.source is None and message.added is None:
                yield _without_origin(unit.path, ("messages", name), message.title or name, key=True)


def _without_origin(path: str, loc: Loc, what: str, *, key: bool = False) -> LintFinding:
    message = _("« {what} » : son origine n'est pas dite.").format(what=what)
    remedy = _("« source: » si la procédure le dit, « added: » et pourquoi si c'est un ajout.")
    return LintFinding(path, loc, message, remedy, key=key)


def _to_write(linted: LintSite) -> Iterator[LintFinding]:
    """P517: placeholders of a new case in a unit that is in use."""
    message = _("Ce texte est encore à écrire, et le fichier n'est plus un brouillon : l'opérateur le lirait ainsi.")
    remedy = _("L'écrire, ou remettre « status: brouillon ».")
    for unit in linted.units:
        if not unit.unit.draft:
            placeholders = (loc for loc, text in _texts_of_unit(unit) if text.startswith(TO_WRITE))
            yield from (LintFinding(unit.path, loc, message, remedy) for loc in placeholders)


def _texts_of_unit(unit: LintUnit) -> Iterator[tuple[Loc, str]]:
    """The title, symptoms and lines of a unit, with their places."""
    yield ("title",), unit.unit.title
    yield ("recognise",), unit.unit.recognise
    for at, symptom in enumerate(unit.unit.symptoms):
        yield ("symptoms", at, "label"), symptom.label
        yield ("symptoms", at, "system"), symptom.system
    for line, loc in unit.lines:
        yield (*loc, "label" if text_of(line) != line.value else "value"), text_of(line)


def _other_recipients(linted: LintSite) -> Iterator[LintFinding]:
    """P505: a message of the end of a failure that has other recipients than the message of the failure."""
    broadcasts = ((unit, line, loc) for unit in linted.units for line, loc in unit.lines)
    for unit, line, loc in broadcasts:
        if not isinstance(line, Broadcast) or line.closes is None:
            continue
        ended, ending = (linted.site.message(unit.unit.id, name) for name in (line.closes, line.value))
        if ended.to is not None and ending.to is not None and fold_accents(ended.to) != fold_accents(ending.to):
            message = _("La panne est annoncée à « {down} », sa fin à « {up} » : est-ce voulu ?")
            message = message.format(down=ended.to, up=ending.to)
            remedy = _("Donner les mêmes destinataires, ou poser la question dans « questions ».")
            yield LintFinding(unit.path, (*loc, "value"), message, remedy)


def _example_of_messages(to: str) -> str:
    return (
        "alert:\n  - {id: message, broadcast: panne, label: Message, source: Cas 9}\n"
        "return_to_normal:\n  - {id: fin, broadcast: retabli, label: Fin, closes: panne, source: Cas 9}\n"
        "messages:\n  panne: {to: Tous les postes, type: ⚠, body: En panne., source: Cas 9}\n"
        f"  retabli: {{to: {to}, type: ⓘ, body: Rétabli., source: Cas 9}}\n"
    )


_ONE = "alert:\n  - {id: message, broadcast: panne, label: Message, source: Cas 9}\nmessages:\n"
RULES = (
    Rule(
        "P505", "warning", _other_recipients,
        lambda: (
            _("Destinataires différents"),
            _("Ceux qui ont lu la panne et ceux qui lisent sa fin ne sont pas les mêmes : est-ce voulu ?"),
        ),
        wrong=_example_of_messages("Postes de radiologie"), right=_example_of_messages("Tous les postes"),
    ),
    Rule(
        "P516", "warning", _without_source,
        lambda: (_("Origine non dite"), _("On ne sait pas si la procédure le dit, ou si quelqu'un l'a ajouté.")),
        wrong=_ONE + "  panne: {type: ⚠, body: En panne.}\n",
        right=_ONE + "  panne: {type: ⚠, body: En panne., source: Cas 9}\n",
    ),
    Rule(
        "P517", "warning", _to_write,
        lambda: (
            _("Reste à écrire"),
            _("« pannesi new case » a mis ce texte à remplacer ; il ne dit rien à qui le suit."),
        ),
        wrong="alert:\n  - {id: prevenir, do: \"À écrire : qui prévenir\", source: Cas 9}\n",
        right="alert:\n  - {id: prevenir, do: Prévenir le cadre, source: Cas 9}\n",
    ),
)  # fmt: skip
