"""What is said about a question whose answer nobody knows: what can be done meanwhile, and how to leave it."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.presentation.session.session_view import View
from pannesi.procedure.model.lines import text_of
from pannesi.session.projection.read_model import Row
from pannesi.session.projection.retries import questions_answered_unknown
from pannesi.support.i18n import _


def waits_for_answer(view: View, row: Row) -> bool:
    """Whether an annex waits for the answer to this question, and for nothing else."""
    return any(waiting.key == row.key for waiting in questions_answered_unknown(view.walk.todo))


def has_other_work(view: View, row: Row) -> bool:
    """Whether another line is to be done while the answer to this one is not known."""
    return any(other.key != row.key for other in view.walk.todo)


def still_not_known_words(view: View, row: Row) -> str:
    """What is said when « je ne sais pas » is answered again."""
    if not has_other_work(view, row):
        return _("Toujours pas su, et rien d'autre n'est à faire : {ways}.").format(
            ways=ways_out_words(view, row, here=True)
        )
    words = _("Toujours pas su : on passe à la suite.")
    if waits_for_answer(view, row):
        words += _(" {number} attend : {ways}.").format(number=row.number, ways=ways_out_words(view, row))
    return words


def ways_out_words(view: View, row: Row, *, here: bool = False) -> str:
    """The keys that settle a question without an answer, and that come back to it or, standing `here`, go elsewhere."""
    keys = view.keys
    go = _("{go} mène ailleurs") if here else _("{go} y revient")
    onward = go.format(go=keys.go_to(_("et un numéro") if here else row.number))
    if row.line.skip == "forbidden":
        return onward
    return _("{could_not} impossible ou {not_needed} non nécessaire, avec un motif ; {onward}").format(
        could_not=keys.could_not, not_needed=keys.not_needed, onward=onward
    )


def waiting_words(view: View) -> Iterator[str]:
    """One line for each annex that waits for an answer, save at that question itself."""
    here = view.row.key if view.row is not None else None
    for row in questions_answered_unknown(view.walk.todo):
        if row.key != here:
            yield _("EN ATTENTE D'UNE RÉPONSE : {number} {line} ({go})").format(
                number=row.number, line=text_of(row.line), go=view.keys.go_to(row.number)
            )
