"""The register as a table: who, which examination, when, and what is owed, on the columns that the screen has.

A row shows initials and no name: the whole identity of the line under the cursor stands at the foot of the list.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from pannesi.presentation.patients.register import RegisterView
from pannesi.presentation.patients.register_values import age_words, hour_placeholder
from pannesi.session.facts.patients import ANSWERED_NO
from pannesi.session.labels import ELSEWHERE, asked_facts, fact_word, state_word
from pannesi.session.projection.read_model import Patient
from pannesi.session.register.field_values import initials, value_of_meaning
from pannesi.support.i18n import _, n_
from pannesi.support.styled_text import NARROW, Meaning, Part, StyledText
from pannesi.support.text_safety import cell_width, cut, wrapped_lines

WIDE = 110
"""Columns from which where a patient comes from has a column of its own."""
_SEPARATOR = " · "
_INITIAL_SPACED = re.compile(r"(?<=\.) (?=\w\.)")


@dataclass(frozen=True)
class RowLayout:
    """How wide each column is; 0 leaves one out."""

    label: int
    who: int
    origin: int
    what: int
    when: int
    owed: int

    @property
    def margin(self) -> int:
        """The columns before what is owed: a place for the cursor, the sign of the state, and the other columns."""
        return 3 + self.label + self.who + self.origin + self.what + self.when


def row_layout(width: int) -> RowLayout | None:
    """The columns of a table `width` wide; None where it is too narrow for one."""
    if width < NARROW:
        return None
    wide = width >= WIDE
    label, who, when = 6, 13 if wide else 12, 8  # what is usually owed stays on the line of its row
    origin = 32 if wide else 0
    what = 18 if wide else max(min(16, width - 60), 10)
    layout = RowLayout(label, who, origin, what, when, 0)
    return RowLayout(label, who, origin, what, when, width - layout.margin)


def table_heading(width: int) -> str:
    """The names of the columns; empty where there is no table."""
    layout = row_layout(width)
    if layout is None:
        return ""
    origin = _("vient de").ljust(layout.origin) if layout.origin else ""
    cells = [_("ligne").ljust(layout.label), _("qui").ljust(layout.who), origin, _("examen").ljust(layout.what)]
    return "   " + "".join([*cells, _("heure").ljust(layout.when), _("doit encore")])


def table_row(
    view: RegisterView, patient: Patient, marks: Sequence[str], images: Sequence[str], width: int
) -> list[StyledText]:
    """The row of a patient line: `marks` are the numbers of the lines that it may be taken for, `images` what is to be
    attached to it."""
    layout = row_layout(width)
    sign, who, when = view.state_sign(patient), who_words(view, patient), hour_words(view, patient)
    owed = _owed_parts(view, patient, marks, images, wide=width >= WIDE)
    style: Meaning = "quiet" if patient.voided else "plain"
    if layout is None:
        first = StyledText(f" {sign} {patient.label}  {who}  {when}", style)
        return [first, *_indented_lines([(what_words(view, patient), style), *owed], 3, width)]
    origin = _cell_words(origin_words(patient), layout.origin) if layout.origin else ""
    cells = [patient.label.ljust(layout.label), _cell_words(who, layout.who), origin]
    cells += [_cell_words(what_words(view, patient), layout.what), f"{when} ".ljust(layout.when)]
    first = StyledText(f" {sign} " + "".join(cells), style)
    blank = " " * first.width
    lines = _flowing_lines(owed, width - first.width)
    for words, meaning in lines[0].parts if lines else ():
        first.append(words, meaning)
    return [first, *(_behind_blank(blank, line) for line in lines[1:])]


def who_words(view: RegisterView, patient: Patient) -> str:
    """Initials, year of birth and sex; a name without letters as it was noted; of somebody without a name sex and age.
    That the name was erased, or is missing."""
    gone = view.missing_identity_words(patient)
    if gone:
        return gone
    short = _INITIAL_SPACED.sub("", initials(view.fields, patient.fields))
    sex = value_of_meaning(view.fields, patient.fields, "sex")
    if any(sign.isalpha() for sign in short):
        return " ".join(filter(None, [short, sex[:4]]))
    name = value_of_meaning(view.fields, patient.fields, "birth-name")
    return " ".join(
        filter(None, [name or "?", sex[:4], age_words(view.fields, patient, _("~{count} an"), _("~{count} ans"))])
    )


def origin_words(patient: Patient) -> str:
    """Where a patient comes from, and the unit where one was said."""
    facts = asked_facts(patient.facts)
    unit = facts.get("unit", "")
    return ", ".join(filter(None, [fact_word("origin", facts.get("origin", "")), "" if unit == ELSEWHERE else unit]))


def what_words(view: RegisterView, patient: Patient) -> str:
    """Which examination, and the room."""
    exam = value_of_meaning(view.fields, patient.fields, "exam")
    exam = exam or {"coupe": _("en coupe"), "autre": _("autre examen")}.get(patient.facts.get("exam", ""), "")
    room = value_of_meaning(view.fields, patient.fields, "room")
    return " ".join(filter(None, [exam, _("s.{room}").format(room=room) if room.isdigit() else room])) or "–"


def hour_words(view: RegisterView, patient: Patient) -> str:
    """The hour of the examination; in brackets that at which the line was noted, where nobody gave another."""
    if patient.hour_given:
        return view.hour(patient.examined)
    return hour_placeholder(patient) if patient.hour_unknown else f"({view.hour(patient.examined)})"


def _owed_parts(
    view: RegisterView, patient: Patient, marks: Sequence[str], images: Sequence[str], *, wide: bool
) -> list[Part]:
    """What is owed now, to fill in, and, where it is `wide`, at the return; the state of a line to which nothing is."""
    parts: list[Part] = [(_("≈ {label}").format(label=label), "danger") for label in marks]
    missing = view.missing_in_short(patient)
    if patient.voided:
        parts.append((_("RAYÉE"), "quiet"))
    unanswered = any(duty.answered == ANSWERED_NO for duty in view.duties_of(patient) if duty.status == "open")
    urgent = unanswered or patient.voided or bool(patient.conflict)
    parts += [(words, "danger" if urgent else "title") for words in missing.now]
    parts += [(words, "danger") for words in images]
    if missing.to_fill_in:
        count = len(missing.to_fill_in)
        parts.append((n_("{count} champ à remplir", "{count} champs à remplir", count), "quiet"))
    if missing.at_the_return and wide:
        parts.append((_("au retour : {count}").format(count=len(missing.at_the_return)), "quiet"))
    if patient.settled and not patient.voided:
        parts.append((state_word(patient.state), "quiet" if patient.voided_or_waived else "done"))
    if patient.handed_on is not None:
        parts.append((_("identité transmise"), "quiet"))
    if patient.same_person:
        parts.append((_("par la même personne"), "quiet"))
    return parts


def _cell_words(words: str, width: int) -> str:
    short = cut(words, width - 1)
    return short + " " * max(width - cell_width(short), 0)


def _behind_blank(blank: str, line: StyledText) -> StyledText:
    whole = StyledText(blank)
    for words, meaning in line.parts:
        whole.append(words, meaning)
    return whole


def _indented_lines(parts: Iterable[Part], margin: int, width: int) -> list[StyledText]:
    return [_behind_blank(" " * margin, line) for line in _flowing_lines(parts, width - margin)]


def _flowing_lines(parts: Iterable[Part], width: int) -> list[StyledText]:
    """Parts one after the other, on as many lines as they need; one too long for a line is wrapped at its words."""
    lines: list[StyledText] = []
    for words, meaning in parts:
        if lines and lines[-1].width + len(_SEPARATOR) + cell_width(words) <= width:
            lines[-1].append(_SEPARATOR, "quiet").append(words, meaning)
        else:
            lines += [StyledText(line, meaning) for line in wrapped_lines(words, max(width, 8))]
    return lines
