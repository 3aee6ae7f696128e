"""What prevents the closing of a session, each with the keys that settle it."""

from __future__ import annotations

from pannesi.presentation.line.line_numbers import number_to_type, passage_words
from pannesi.presentation.session.session_view import View
from pannesi.session.projection.read_model import Block, DutyRow
from pannesi.session.register.due import due_to
from pannesi.support.i18n import _, translated


def block_words(view: View, block: Block) -> str:
    """What prevents closing, followed by the keys that settle it where no line of the list can be opened for that."""
    keys = _keys_besides_lines(view, block)
    if keys:
        return _("{what} → {keys}").format(what=block.text, keys=keys)
    row = view.walk.row(*block.row) if block.row is not None else None
    if block.code == "unconfirmed" and row is not None:
        return _("{what} : {keys}").format(
            what=block.text, keys=view.keys.go_to(number_to_type(view.walk, row)).replace(" ", "\N{NO-BREAK SPACE}")
        )
    passage = passage_words(view.walk, row) if row is not None else ""
    if row is not None and passage:
        return _("{what} ({passage} : {keys})").format(
            what=block.text, passage=passage, keys=view.keys.go_to(number_to_type(view.walk, row))
        )
    return block.text


def _keys_besides_lines(view: View, block: Block) -> str:
    """The keys that settle what no line of the list is about; empty where a line is."""
    match block.code:
        case "duty":
            return translated(view.keys.answer_duty if _is_only_asked(view, block) else view.keys.settle_duty)
        case "images" | "doubt":
            return translated(view.keys.settle_images)
        case "patient":
            return translated(view.keys.settle_line)
        case "return":
            return view.keys.back
        case _:
            return ""


def _is_only_asked(view: View, block: Block) -> bool:
    """Whether all that a patient is owed are questions."""
    patient = view.walk.patient(block.patient)
    due = due_to(patient, view.walk.duties_by_patient.get(patient.id, ())) if patient is not None else ()
    return bool(due) and all(isinstance(item, DutyRow) and item.question for item in due)


def block_words_without_keys(view: View, block: Block) -> str:
    """What prevents closing, without keys, for a list whose entries lead there; lines of two passages are told
    apart."""
    row = view.walk.row(*block.row) if block.row is not None else None
    passage = passage_words(view.walk, row) if row is not None else ""
    return _("{what} ({passage})").format(what=block.text, passage=passage) if passage else block.text
