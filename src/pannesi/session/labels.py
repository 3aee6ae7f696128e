"""French words for lines, states and stages, the same in every face."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import takewhile
from typing import Any

from pannesi.procedure.model.lines import Line, QuestionLine, Run
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.model.units import Annexe, unit_title
from pannesi.procedure.wording.roles import of_role
from pannesi.session.events import Event
from pannesi.session.facts.base import RecordedState
from pannesi.session.facts.lines import LineDone
from pannesi.session.facts.patients import ANSWERED_NO, SAID_IMPOSSIBLE
from pannesi.session.facts.visits import VisitClosed
from pannesi.session.projection.read_model import (
    SETTLED,
    DutyRow,
    ReconciliationState,
    Row,
    Stage,
    Walk,
)
from pannesi.support.i18n import _, n_, translated

ELSEWHERE = "autre"
"""The value of a patient's hospital unit that is none of the site's units."""


def verb_word(line: Line) -> str:
    """The word for what an open line asks, by its verb."""
    return translated(line.traits.to_do)


def free_words(event: Event) -> str:
    """The free text of an event; « (effacé) » or « (manquant) » in its place; empty when there never was any."""
    return event.text or missing_text_words(event, _("(effacé)"), _("(manquant)")) or _early_response(event)


def missing_text_words(event: Event, erased: str, missing: str) -> str:
    """The words for a text that is not there: `erased` or `missing`; empty when it is there, or never was."""
    if event.text is not None:
        return ""
    return missing if event.missing else erased if event.erased else ""


def reason_words(event: Event) -> str:
    """The reason that an event gives as its text, or that it was erased or is missing."""
    return event.text or missing_text_words(event, "", _("motif manquant")) or _("motif effacé")


def _early_response(event: Event) -> str:
    """What was seen, where the first versions of the program stored it: in the payload."""
    return event.body.response if isinstance(event.body, LineDone) else ""


def awaited_words(site: Site, row: Row) -> str:
    """From whom a message is awaited; empty where nobody was asked for it yet."""
    if row.awaited_since is None or row.line.by is None or not row.is_open:
        return ""
    return _("attendu {of_whom}").format(of_whom=of_role(site.contacts.roles, row.line.by))


def done_word(line: Line) -> str:
    """The word for a settled line, by its verb."""
    return translated(line.traits.done)


def answer_label(line: Line, option: str | None) -> str:
    """The label of an answer by its option; empty for None, and for a line that is no question."""
    if option is None or not isinstance(line, QuestionLine):
        return ""
    if option == UNKNOWN:
        return _("je ne sais pas")
    return next((choice.label for choice in options_of(line) if choice.id == option), option)


def outcome_label(site: Site, row: Row) -> str:
    """How the annex run from a line ended, in its words; empty for any other line, and before its end."""
    ending = row.fact.body if row.fact is not None else None
    if not isinstance(row.line, Run) or not isinstance(ending, VisitClosed) or not ending.reached:
        return ""
    annex = site.unit_by_id.get(row.line.value)
    return annex.outcomes.get(ending.outcome or "", "") if isinstance(annex, Annexe) else ""


def is_done_by_other(row: Row) -> bool:
    """Whether somebody else did it than the person who recorded it."""
    return row.fact is not None and isinstance(row.fact.body, LineDone) and row.fact.body.by_other


def status_word(row: Row) -> str:
    """The state of a row in words, so that it is never told by colour alone."""
    if row.conflict:
        return _("DEUX RÉPONSES")
    if row.again:
        return _("à refaire") if not isinstance(row.line, QuestionLine) else _("à redemander")
    if row.ended:
        continued = _("continue : {number}").format(number=row.continued_by)
        return continued if row.continued_by else _("plus en vigueur")
    if row.passed_by and row.attempts:
        return _("sans réponse")
    if row.passed_by:
        word = row.line.traits.not_done
        return translated(word) if word is not None else _("non fait")
    if row.status == "done":
        if isinstance(row.line, QuestionLine):
            return _("répondu : {answer}").format(answer=answer_label(row.line, row.answer))
        if is_done_by_other(row):
            return _("fait par quelqu'un d'autre")
        return done_word(row.line)
    if row.status == "open" and row.attempts:
        return _("sans réponse")
    if row.awaited_since is not None and row.status == "open":
        return _("attendu")
    if row.status == "open":
        return _("en cours") if row.running is not None else verb_word(row.line)
    not_reached = row.fact is not None and isinstance(row.fact.body, VisitClosed)
    return {
        "not_needed": _("non nécessaire"),
        "could_not": _("non atteint") if not_reached else _("impossible"),
        "left": _("laissé pour le retour"),
        "not_applicable": _("sans objet"),
        "pending": _("selon la réponse"),
    }[row.status]


def glyph(row: Row) -> str:
    """One character for the state of a row, shown beside its word."""
    if row.conflict or row.again:
        return "!"
    if row.answer == UNKNOWN and row.status == "done":
        return "?"
    return "–" if row.ended else glyph_of(row.status)


def glyph_of(status: str) -> str:
    """One character for what became of something."""
    return {"done": "✓", "not_needed": "–", "could_not": "✗", "left": "»", "open": "○"}.get(status, "·")


_RECORDED_SIGNS: dict[RecordedState, str] = {
    "done": "✓",
    "not_needed": "–",
    "could_not": "✗",
    "left": "»",
    "unanswered": "○",
}


def needs_attention(event: Event) -> bool:
    """Whether a fact just recorded says that something was not done: faces show it as an alarm."""
    return event.body.recorded_state != "done"


def sign_of(event: Event) -> str:
    """The sign shown before a fact just recorded: a tick only where nothing was left undone."""
    return _RECORDED_SIGNS[event.body.recorded_state]


def settled_word(status: str) -> str:
    """What became of something owed to a patient."""
    words = {"done": _("fait"), "not_needed": _("non nécessaire"), "could_not": _("impossible"), "open": _("à faire")}
    return words.get(status, status)


def duty_label(duty: DutyRow, *, in_short: bool = False) -> str:
    """A duty in words: what is owed, « ? » where the line does not say whether it is; of an open question also what was
    answered so far."""
    words = duty.short if in_short else duty.label
    if duty.status == "open" and duty.answered:
        said = duty_answer_word(duty.answered)
        return f"{words} {said}" if duty.question else _("{what} ({said})").format(what=words, said=said)
    return words if duty.sure else f"{words} ?"


def owed_words(duty: DutyRow) -> str:
    """What is owed, in the words of what prevents closing: where the line does not say whether it is, that too."""
    return duty_label(duty) if duty.sure else _("{what} (à préciser)").format(what=duty.label)


def duty_answer_word(answer: str) -> str:
    """The word for an answer to a duty that is a question, `no` or `unknown`; or for one said impossible."""
    if answer == SAID_IMPOSSIBLE:
        return _("dit impossible, à redire")
    return _("NON") if answer == ANSWERED_NO else _("pas su")


def duty_word(duty: DutyRow) -> str:
    """The state of a duty; of a question, its answer."""
    if not duty.question:
        return duty_answer_word(duty.answered) if duty.answered else settled_word(duty.status)
    if duty.answered:
        word = duty_answer_word(duty.answered)
        return _("{answer}, reste dû").format(answer=word) if duty.status == "open" else word
    return {"open": _("à demander"), "done": _("oui")}.get(duty.status) or settled_word(duty.status)


def state_word(state: ReconciliationState) -> str:
    """How far a patient line has come."""
    return {
        "entered": _("saisie"),
        "identity_confirmed": _("identité confirmée"),
        "episode_set": _("bon séjour mis"),
        "order_recreated": _("demande recréée"),
        "images_linked": _("images rattachées"),
        "verified": _("VÉRIFIÉE"),
        "waived": _("DISPENSÉE"),
    }[state]


def stage_word(stage: Stage) -> str:
    """Where the session is, for the band above the list."""
    return {
        "alert": _("ALERTE"),
        "degraded_mode": _("MODE DÉGRADÉ"),
        "waiting": _("MODE DÉGRADÉ"),
        "return_to_normal": _("RETOUR À LA NORMALE"),
        "to_close": _("À CLORE"),
        "closed": _("SESSION CLOSE"),
    }[stage]


def progress(part: Iterable[Row]) -> tuple[int, int]:
    """(settled, all) of the lines of a part of the list, those that do not apply left out."""
    rows = [row for row in part if row.status not in ("not_applicable", "pending")]
    return sum(row.status in SETTLED and not row.again for row in rows), len(rows)


def _without_words_of(first: str, title: str) -> str:
    """A title without the words with which it begins as the first one does, so that neither is cut off in a list."""
    ours = title.split()
    shared = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], zip(first.split(), ours, strict=False)))
    return " ".join(ours[shared:]) or title


def title_of(walk: Walk, site: Site, opened: str | None) -> str:
    """The title of a session: that of its current cases, else of the unit that was `opened` first."""
    by_visit = {row.visit: (row.unit, row.line.id) for row in walk.rows}
    lines = [by_visit[visit] for visit in walk.current_cases if visit in by_visit]
    places = [(unit, site.places.get((unit, line))) for unit, line in lines if unit in site.unit_by_id]
    titles = [unit_title(site.unit_by_id[unit], place.symptom if place is not None else None) for unit, place in places]
    if titles:
        first, *others = dict.fromkeys(titles)
        return _(" + ").join([first, *(_without_words_of(first, title) for title in others)])
    return site.unit_by_id[opened].title if opened in site.unit_by_id else _("procédure inconnue")


def message_word(state: str) -> str:
    """The word for the state of a "down" message; empty for any other state."""
    words = {"in_force": _("retrait pas noté"), "closed": _("terminé"), "superseded": _("remplacé")}
    return words.get(state, "")


def patient_count_words(noted: int, voided: int, duties_open: int, images_open: int = 0) -> str:
    """How many patients a session has, and how much of them is open."""
    words = n_("{count} patient noté", "{count} patients notés", noted)
    if voided:
        words += ", " + n_("{count} ligne rayée", "{count} lignes rayées", voided)
    if duties_open:
        words += ", " + n_("{count} chose encore due", "{count} choses encore dues", duties_open)
    if images_open:
        words += ", " + n_("images de {count} ligne à régler", "images de {count} lignes à régler", images_open)
    return words


def redline_word(about: str) -> str:
    """The word for what a redline reports."""
    words = {"wrong": _("faux"), "impossible": _("impossible"), "unclear": _("pas clair")}
    return words.get(about, about)


def asked_facts(facts: Mapping[str, Any]) -> dict[str, Any]:
    """The closed facts that somebody was asked for: without the unit of an outpatient, which is deduced."""
    deduced = facts.get("origin") == "externe" and facts.get("unit") == ELSEWHERE
    return {name: said for name, said in facts.items() if not (deduced and name == "unit")}


def fact_word(key: str, value: str) -> str:
    """The word for a closed fact about a patient."""
    return {
        ("origin", "externe"): _("externe"),
        ("origin", "urgences"): _("urgences"),
        ("origin", "service"): _("hospitalisé"),
        ("exam", "coupe"): _("imagerie en coupe"),
        ("exam", "autre"): _("autre examen"),
        ("identity", "connue"): _("connu du SI"),
        ("identity", "inconnue"): _("inconnu du SI"),
    }.get((key, value), value)
