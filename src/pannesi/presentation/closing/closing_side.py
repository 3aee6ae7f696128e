"""The second column of the list of what prevents closing: what the entry under the cursor is about, and what it leads
to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import assert_never

from pannesi.presentation.closing.closing_choices import ClosingAct, ClosingChoice, ToLine, ToPatients, ToReturn
from pannesi.presentation.commands.session import ANSWER, AT_THE_LINE
from pannesi.presentation.line.frame_words import frame_lines, option_words
from pannesi.presentation.patients.register import RegisterView
from pannesi.presentation.patients.register_foot import identity_words
from pannesi.presentation.session.session_view import View
from pannesi.presentation.text.side_boxes import SideBox, said
from pannesi.presentation.text.toned_line import Tone
from pannesi.procedure.model.lines import text_of
from pannesi.session.labels import glyph
from pannesi.session.projection.read_model import Patient, Row
from pannesi.session.register.duties import fields_to_ask
from pannesi.support.clock import ClockDoubt
from pannesi.support.i18n import _, n_
from pannesi.support.styled_text import Meaning, StyledText

MOST_NAMED = 20
"""How many patients are named; the others are counted."""
_MEANINGS: dict[Tone, Meaning] = {
    "plain": "plain", "heading": "title", "warning": "warning", "missing": "plain", "quiet": "quiet",
}  # fmt: skip


@dataclass(frozen=True)
class _AtLine:
    """What the commands of a line look at, were the cursor on it."""

    view: View
    row: Row
    asking: bool = False
    acting: bool = True

    @property
    def clock_doubt(self) -> ClockDoubt | None:
        return self.view.clock_doubt


def closing_boxes(view: View, choice: ClosingChoice) -> Iterator[SideBox]:
    """What an entry of the list is about; nothing where the line or the patient that it leads to is gone."""
    match choice:
        case ToLine(key):
            row = view.walk.row(*key)
            yield from _line_boxes(view, row) if row is not None else ()
        case ToPatients(None):
            yield _unsettled_box(_register_of(view), view.walk.patients)
        case ToPatients(name):
            patient = view.walk.patient(name)
            yield from _patient_boxes(_register_of(view), patient) if patient is not None else ()
        case ToReturn():
            yield _words_box(_("⏎ annoncer le retour"), _("Qui l'a constaté, sur quel poste et quand : c'est demandé."))
        case ClosingAct():
            yield _words_box(*_act_words(view, choice))
        case other:
            assert_never(other)


def _act_words(view: View, act: ClosingAct) -> tuple[str, ...]:
    """The key of an act that leads to no single thing, and what it does."""
    match act:
        case ClosingAct.SAY_BEGINNING if view.state.beginning_given:
            return _("⏎ dire qui l'a constatée"), _("Un rôle, un nom ou des initiales.")
        case ClosingAct.SAY_BEGINNING:
            words = _("L'heure, puis qui l'a constatée. Sans cela, les durées comptent depuis l'ouverture.")
            return _("⏎ dire quand elle a commencé"), words
        case ClosingAct.SETTLE_CONFLICT:
            words = _("Les réponses données sans se connaître : celle qui est choisie reste, les autres sont annulées.")
            return _("⏎ trancher"), words
        case ClosingAct.FIND_CASE:
            return _("⏎ choisir le cas"), _("La liste de ce qui peut arriver, comme à l'accueil.")
        case ClosingAct.CLOSE_WITH_REASON:
            words = _("Le motif est demandé. Il reste écrit, avec tout ce qui est listé ici ; le rapport le dit.")
            return _("⏎ clore quand même"), words, _after_closing()
        case ClosingAct.CLOSE:
            count = len(view.walk.left_open)
            words = n_("{count} ligne sera dite « pas faite ».", "{count} lignes seront dites « pas faites ».", count)
            return _("⏎ clore"), *([words] if count else []), _after_closing()
        case other:
            assert_never(other)


def _after_closing() -> str:
    return _("Close, la session se relit. Si c'est retombé, elle ne se rouvre pas : O ouvre une suite.")


def _register_of(view: View) -> RegisterView:
    walk = view.walk
    fields = fields_to_ask(view.site.register_fields, walk.rows)
    labels = {patient.id: patient.label for patient in walk.patients}
    return RegisterView(fields, view.state, walk.duties_by_patient, view.hour, labels, walk.number_doubts)


def _line_boxes(view: View, row: Row) -> Iterator[SideBox]:
    """A line that holds closing up, with what its frame says; then the keys that it has there."""
    lines = said(text_of(row.line), "title")
    for shown in frame_lines(view, row):
        words = "  ".join(part for part in (shown.words, shown.right) if part.strip())
        lines += said(words, _MEANINGS[shown.tone], hanging="  ")
    yield SideBox(f"{glyph(row)} {row.number}", tuple(lines))
    yield SideBox(_("⏎ aller à cette ligne, puis"), tuple(_keys_at_line(view, row)))


def _keys_at_line(view: View, row: Row) -> Iterator[StyledText]:
    """The answers to a question with their digits, then the keys of the line."""
    here = _AtLine(view, row)
    if ANSWER.applies(here):
        yield from (StyledText(f"{digit} ", "key").append(words) for digit, words, _clock, _given in option_words(row))
    for command in AT_THE_LINE:
        if command.applies(here):
            yield StyledText(f"{command.key_here(here)} ", "key").append(command.word(here))


def _patient_boxes(sheet: RegisterView, patient: Patient) -> Iterator[SideBox]:
    """A patient line that holds closing up: who it is, and what is missing of it."""
    missing = sheet.missing(patient)
    lines = said(identity_words(sheet, patient), "title")
    for words in (*missing.now, *missing.to_fill_in, *missing.at_the_return):
        lines += said(f"○ {words}", hanging="  ")
    yield SideBox(patient.label, tuple(lines))
    words = _("⏎ fait, à chaque chose due ; puis V vérifier, ou D dispenser du retour avec un motif.")
    yield _words_box(_("⏎ ouvrir cette ligne, puis"), words)


def _unsettled_box(sheet: RegisterView, patients: tuple[Patient, ...]) -> SideBox:
    """The patient lines that are neither verified nor waived."""
    unsettled = [patient for patient in patients if not patient.settled and not patient.voided_or_waived]
    lines: list[StyledText] = []
    for patient in unsettled[:MOST_NAMED]:
        lines += said(f"{patient.label}  {identity_words(sheet, patient)}", hanging="      ")
    more = len(unsettled) - MOST_NAMED
    if more > 0:
        lines += said(n_("et {count} autre", "et {count} autres", more), "quiet")
    return SideBox(_("⏎ ouvrir le registre"), tuple(lines))


def _words_box(title: str, *paragraphs: str) -> SideBox:
    return SideBox(title, tuple(line for words in paragraphs for line in said(words)))
