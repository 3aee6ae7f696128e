"""The lines of a unit as plain text, with all that their author wrote."""

from __future__ import annotations

from collections.abc import Iterator
from typing import assert_never

from pannesi.procedure.model.lines import (
    Becomes,
    BranchingLine,
    Broadcast,
    Call,
    DutyLine,
    Joins,
    Line,
    OtherCaseLine,
    Outcome,
    PlainLine,
    QuestionLine,
    Register,
    Run,
    Standing,
    Ticket,
    text_of,
)
from pannesi.procedure.model.numbering import options_of
from pannesi.procedure.model.procedure import Site, split_ref
from pannesi.procedure.model.units import Annexe, AnyUnit
from pannesi.procedure.paragraphs import TextPage
from pannesi.procedure.wording.conditions import (
    answer_words,
    condition_words,
    duty_words,
    length_words,
    verb_of,
)
from pannesi.support.i18n import _


def origin_lines(source: str | None, added: str | None) -> Iterator[str]:
    """The origin of something in words: the passage of the procedure, or why it was added."""
    if source is not None:
        yield _("source : {source}").format(source=source)
    if added is not None:
        yield _("ajout : {why}").format(why=added)


def write_lines(page: TextPage, site: Site, unit: AnyUnit, lines: tuple[Line, ...], level: int) -> None:
    """Writes lines on a page with their numbers and details, and the lines below their answers, indented."""
    for line in lines:
        number = site.number(unit.id, line.id)
        page.write(f"{number}  {verb_of(line)} : {text_of(line)}", level, hanging=len(number) + 2)
        for text in details_of_line(site, unit, line):
            page.write(text, level + 2, hanging=2)
        for label, inner in _branches(site, line):
            page.write(_("– {answer}").format(answer=label), level + 2, hanging=2)
            write_lines(page, site, unit, inner, level + 4)


def _branches(site: Site, line: Line) -> Iterator[tuple[str, tuple[Line, ...]]]:
    """The name of each branch of a line, with its lines."""
    if not isinstance(line, BranchingLine):
        return
    if isinstance(line, QuestionLine):
        yield from ((option.label, option.lines) for option in options_of(line))
        yield _("je ne sais pas"), line.unknown
    elif isinstance(line, Run):
        annex = site.unit_by_id[line.value]
        labels = annex.outcomes if isinstance(annex, Annexe) else {}
        yield from ((labels.get(outcome.id, outcome.id), outcome.lines) for outcome in line.outcomes)
    else:
        assert_never(line)


def details_of_line(site: Site, unit: AnyUnit, line: Line) -> Iterator[str]:
    """What a line has besides its text, a paragraph each."""
    if line.when is not None:
        yield condition_words(site, unit, line.when)
    yield from _of_verb(site, unit, line)
    if line.by is not None:
        yield (_("par : {role} (déduit)") if line.deduced else _("par : {role}")).format(role=line.by)
    if line.why is not None:
        yield _("pourquoi : {why}").format(why=line.why)
    if line.detail is not None:
        yield line.detail
    if line.expect is not None:
        yield _("à voir ensuite : {expect}").format(expect=line.expect)
    if line.critical == "yes":
        yield _("critique")
    if line.skip == "forbidden":
        yield _("ne se saute pas")
    if line.remind_after is not None:
        yield _("rappel après {length}").format(length=length_words(line.remind_after))
    for ref in line.carries:
        owner, name = split_ref(unit.id, ref)
        yield _("reprend {number} ({ref})").format(number=site.number(owner, name), ref=ref)
    if line.gap is not None:
        yield _("non écrit : {gap}").format(gap=line.gap)
    yield from origin_lines(line.source, line.added)


def _of_verb(site: Site, unit: AnyUnit, line: Line) -> Iterator[str]:
    """What only lines of its verb have."""
    if isinstance(line, Call):
        yield _("qui : {name}").format(name=site.contact_by_id[line.value].name)
        yield _("dire : « {words} »").format(words=line.say)
    elif isinstance(line, Ticket):
        yield from _ticket_details(site, line)
    elif isinstance(line, Broadcast):
        yield from _broadcast_details(site, unit, line)
    elif isinstance(line, QuestionLine):
        if line.suggests is not None:
            yield from _suggestion_words(site, unit, line)
    elif isinstance(line, Run):
        yield _("procédure : {title} ({id})").format(title=site.unit_by_id[line.value].title, id=line.value)
        yield from _known_answers(site, line)
    elif isinstance(line, OtherCaseLine):
        yield from _other_case_details(site, line)
    elif isinstance(line, DutyLine):
        if isinstance(line, Standing) and line.short is not None:
            yield _("à l'écran : {short}").format(short=line.short)
        if line.duty is not None:
            yield duty_words(line.duty)
    elif isinstance(line, Outcome):
        if isinstance(unit, Annexe):
            yield _("l'annexe finit par : {outcome}").format(outcome=unit.outcomes[line.value])
    elif isinstance(line, Register):
        if line.short is not None:
            yield _("à l'écran : {short}").format(short=line.short)
        yield _("fiche allégée") if line.form == "light" else _("fiche entière")
        if line.also:
            labels = {field.id: field.label for field in site.register_fields}
            yield _("et aussi : {fields}").format(fields=", ".join(labels[name] for name in line.also))
    elif not isinstance(line, PlainLine):
        assert_never(line)


def _ticket_details(site: Site, line: Ticket) -> Iterator[str]:
    if line.contact is not None:
        yield _("qui : {name}").format(name=site.contact_by_id[line.contact].name)
    filled = {
        "who": _("votre nom"), "site": _("le nom du site"), "began": _("le début de la panne"),
        "now": _("l'heure"), "title": _("la panne"), "callback": _("où rappeler"),
    }  # fmt: skip
    for item in line.items:
        value = item.value or (filled[item.fill] if item.fill is not None else _("à compléter"))
        yield f"· {item.label} : {value}"


def _broadcast_details(site: Site, unit: AnyUnit, line: Broadcast) -> Iterator[str]:
    yield _("texte : {ref}").format(ref=line.value)
    if line.closes is not None:
        yield _("met fin à : {ref}").format(ref=line.closes)
    for ref in line.supersedes:
        yield _("remplace : {ref}").format(ref=ref)
    message = site.message(unit.id, line.value)
    if message.missing is not None:
        yield _("texte manquant : {why}").format(why=message.missing)


def _suggestion_words(site: Site, unit: AnyUnit, line: QuestionLine) -> Iterator[str]:
    assert line.suggests is not None
    label = site.contacts.schedules[line.suggests.schedule].label
    labels = {option.id: option.label for option in options_of(line)}
    yield _("l'heure suggère : « {open} » quand « {schedule} » est ouvert, sinon « {closed} »").format(
        open=labels[line.suggests.open], schedule=label, closed=labels[line.suggests.closed]
    )


def _other_case_details(site: Site, line: OtherCaseLine) -> Iterator[str]:
    other = site.unit_by_id[line.value]
    symptom_label = next((symptom.label for symptom in other.symptoms if symptom.id == line.symptom), None)
    words = _("cas : {title} ({id})").format(title=other.title, id=other.id)
    yield words + (_(", entrée « {symptom} »").format(symptom=symptom_label) if symptom_label is not None else "")
    yield from _known_answers(site, line)


def _known_answers(site: Site, line: Run | Becomes | Joins) -> Iterator[str]:
    """The answers to questions of another unit that are known when it is entered from a line."""
    other = site.unit_by_id[line.value]
    for question, option in line.answers.items():
        yield _("répond déjà : {answer}").format(answer=answer_words(site, other, question, option))
