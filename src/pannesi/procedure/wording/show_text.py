"""A whole procedure as plain text, and a unit as values for JSON."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pannesi.procedure.loading.validation import as_plain_values
from pannesi.procedure.model.contacts import Gap
from pannesi.procedure.model.numbering import phases_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import PHASES, Annexe, AnyUnit, Case, Message, Symptom, Triage, part_word
from pannesi.procedure.paragraphs import TextPage
from pannesi.procedure.wording.conditions import answer_words, field_words
from pannesi.procedure.wording.show_contacts import write_contacts
from pannesi.procedure.wording.show_lines import origin_lines, write_lines
from pannesi.support.i18n import _

WIDTH = 80
"""The default width of a page, in columns."""


def show_site(site: Site, width: int = WIDTH) -> str:
    """A site as plain text, wrapped at `width` columns."""
    page = TextPage(width)
    page.write(site.contacts.site)
    page.write(_("dossier : {folder}").format(folder=site.folder), 1)
    page.write(_("empreinte : {digest}").format(digest=site.digest), 1)
    write_contacts(page, site.contacts)
    _write_gaps(page, site.contacts.gaps, ())
    return "\n\n\n".join([page.text(), *(show_unit(site, unit, width) for unit in site.units)])


def show_unit(site: Site, unit: AnyUnit, width: int = WIDTH) -> str:
    """A unit as plain text, wrapped at `width` columns."""
    page = TextPage(width)
    kind = {Case: _("Cas"), Annexe: _("Annexe"), Triage: _("Triage")}[type(unit)]
    page.write(
        _("{kind} « {title} » ({id}, lignes {mark}.1 et suivantes)").format(
            kind=kind, title=unit.title, id=unit.id, mark=unit.mark
        )
    )
    page.write(_("reconnaître : {text}").format(text=unit.recognise), 1)
    _write_all(page, origin_lines(unit.source, unit.added), 1)
    page.write(_("état : {status}").format(status=unit.status), 1)
    if unit.version is not None:
        page.write(_("version : {version}").format(version=unit.version), 1)
    if unit.reviewed_on is not None:
        page.write(_("relu le {date}").format(date=unit.reviewed_on.isoformat()), 1)
    if unit.review_by is not None:
        page.write(_("à relire avant le {date}").format(date=unit.review_by.isoformat()), 1)
    for symptom in unit.symptoms:
        _write_symptom(page, site, unit, symptom)
    for phase, lines in phases_of(unit, None):
        if lines:
            _write_heading(page, part_word(unit, phase))
            write_lines(page, site, unit, lines, 1)
    for symptom in unit.symptoms:
        _write_own_phases(page, site, unit, symptom)
    if isinstance(unit, Annexe) and unit.outcomes:
        _write_heading(page, _("Issues"))
        _write_all(page, (f"{name} : {words}" for name, words in unit.outcomes.items()), 1)
    if isinstance(unit, Annexe) and unit.fields:
        _write_heading(page, _("Champs du registre"))
        for field in unit.fields:
            page.write(_("{label} ({id})").format(label=field.label, id=field.id), 1, hanging=2)
            _write_all(page, field_words(field), 2)
    for name, message in unit.messages.items():
        _write_message(page, name, message)
    if isinstance(unit, Triage):
        _write_unwritten(page, site, unit)
    _write_gaps(page, unit.gaps, unit.questions)
    return page.text()


def unit_as_json(site: Site, unit: AnyUnit) -> dict[str, Any]:
    """A unit as values for JSON: every field of its model under the author's keys, and the number of each line."""
    values: dict[str, Any] = as_plain_values(unit)
    _add_numbers(values, site, unit.id)
    return values


def _add_numbers(node: Any, site: Site, unit: str) -> None:
    if isinstance(node, dict):
        if "verb" in node:
            node["number"] = site.number(unit, node["id"])
        for inner in node.values():
            _add_numbers(inner, site, unit)
    elif isinstance(node, list):
        for inner in node:
            _add_numbers(inner, site, unit)


def _write_heading(page: TextPage, title: str, of: str = "") -> None:
    page.blank_line()
    page.write(title.upper() + of, hanging=2)


def _write_all(page: TextPage, texts: Iterable[str], level: int) -> None:
    for text in texts:
        page.write(text, level, hanging=2)


def _write_symptom(page: TextPage, site: Site, unit: AnyUnit, symptom: Symptom) -> None:
    _write_heading(page, _("Entrée"))
    number = next(entry.number for entry in site.entries if entry.unit is unit and entry.symptom is symptom)
    words = _("{number}  « {label} » ({id})").format(number=number, label=symptom.label, id=symptom.id)
    page.write(words, 1, hanging=4)
    page.write(_("système : {system}").format(system=symptom.system), 2)
    if symptom.recognise is not None:
        page.write(_("reconnaître : {text}").format(text=symptom.recognise), 2, hanging=2)
    if symptom.words:
        page.write(_("autres mots : {words}").format(words=", ".join(symptom.words)), 2, hanging=2)
    if symptom.systems.down:
        page.write(_("en panne : {systems}").format(systems=", ".join(symptom.systems.down)), 2)
    if symptom.systems.up:
        page.write(_("en marche : {systems}").format(systems=", ".join(symptom.systems.up)), 2)
    if symptom.opens is not None:
        page.write(_("mène à : {ref}").format(ref=symptom.opens), 2)
    for question, option in symptom.answers.items():
        page.write(_("répond déjà : {answer}").format(answer=answer_words(site, unit, question, option)), 2, hanging=2)
    _write_all(page, origin_lines(symptom.source, None), 2)


def _write_own_phases(page: TextPage, site: Site, unit: AnyUnit, symptom: Symptom) -> None:
    """Writes the phases that a symptom has instead of those of its case."""
    for phase in PHASES:
        lines = getattr(symptom, phase)
        if lines is not None:
            _write_heading(
                page, part_word(unit, phase, symptom), of=_(", entrée « {symptom} »").format(symptom=symptom.label)
            )
            if not lines:
                page.write(_("rien"), 1)
            write_lines(page, site, unit, lines, 1)


def _write_message(page: TextPage, name: str, message: Message) -> None:
    _write_heading(page, _("Message"))
    page.write(name, 1)
    kind = message.type or "–"
    page.write(_("type : {kind}").format(kind=kind), 2)
    page.write(_("à : {to}").format(to=message.to or "–"), 2, hanging=2)
    page.write(_("titre : {title}").format(title=message.title or "–"), 2, hanging=2)
    if message.body is not None:
        page.write(message.body, 3)
    if message.missing is not None:
        page.write(_("texte manquant : {why}").format(why=message.missing), 2, hanging=2)
    _write_all(page, origin_lines(message.source, message.added), 2)


def _write_unwritten(page: TextPage, site: Site, triage: Triage) -> None:
    """Writes what people search for and the procedure does not write."""
    if triage.unwritten:
        _write_heading(page, _("Cherché, et non écrit"))
    for topic in triage.unwritten:
        page.write(_("{label} ({id})").format(label=topic.label, id=topic.id), 1, hanging=2)
        page.write(_("mots : {words}").format(words=", ".join(topic.words)), 2, hanging=2)
        whom = ", ".join(site.contact_by_id[name].name for name in topic.call)
        page.write(_("à demander : {whom}").format(whom=whom or _("personne n'est écrit")), 2)
        if topic.near:
            page.write(_("peut-être : {entries}").format(entries=", ".join(topic.near)), 2)
        _write_all(page, origin_lines(topic.source, topic.added), 2)


def _write_gaps(page: TextPage, gaps: tuple[Gap, ...], questions: tuple[Gap, ...]) -> None:
    for title, entries in ((_("Non écrit dans la procédure"), gaps), (_("Questions à trancher"), questions)):
        if entries:
            _write_heading(page, title)
        for gap in entries:
            page.write(gap.text, 1, hanging=2)
            if gap.ask is not None:
                page.write(_("à demander : {whom}").format(whom=gap.ask), 2)
            _write_all(page, origin_lines(gap.source, None), 2)
