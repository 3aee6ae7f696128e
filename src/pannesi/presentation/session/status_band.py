"""The band above the line shown: where the session stands, since when, and what must not be forgotten meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pannesi.presentation.closing.closing_blocks import block_words
from pannesi.presentation.line.unknown_answers import waiting_words
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.standing_orders import lasting
from pannesi.presentation.text.common_phrases import EXERCISE, NOT_RECORDED, NOTHING_KEPT, clock_doubt_words
from pannesi.presentation.text.toned_line import TonedLine
from pannesi.procedure.model.lines import text_of
from pannesi.procedure.model.units import unit_title
from pannesi.session.facts.session import HandoverOffered
from pannesi.session.labels import free_words, stage_word
from pannesi.session.projection.applied_mode import nothing_applied
from pannesi.session.projection.missing_guidance import cases_without_guidance, rows_ruling_out_outage
from pannesi.session.projection.read_model import Row, Walk
from pannesi.session.projection.retries import is_answered_unknown
from pannesi.session.projection.return_checks import left_unknown, return_unconfirmed
from pannesi.session.register.duties import asks_for_patients
from pannesi.session.state import Visit
from pannesi.support.i18n import _, n_, translated
from pannesi.support.text_safety import UNBREAKABLE_BLANK, clean_line, wrapped_lines


def banner_lines(view: View, *, recording: bool, problem: str | None) -> Iterator[str]:
    """The banners that apply: exercise, clock that may be wrong, journal not recording; `problem` is why."""
    if view.state.exercise:
        yield _("{exercise} : rien de ceci n'est vrai. Pour une vraie panne : {key}").format(
            exercise=translated(EXERCISE), key=view.keys.real
        )
    if view.clock_doubt is not None:
        yield clock_doubt_words(view.clock_doubt, view.zone, view.keys.clock)
    if not recording:
        yield f"{translated(NOT_RECORDED)} : {problem or translated(NOTHING_KEPT)}"
    elif problem is not None:
        yield problem


def real_outage_lines(view: View) -> Iterator[str]:
    """In an exercise, the real outages that are open: it is to be stopped, on every console."""
    for session in view.real_outages:
        yield _("VRAIE PANNE EN COURS : {title}, depuis {hour}. Arrêter l'exercice ; la reprendre : {home}").format(
            title=clean_line(session.heading), hour=view.hour(session.began), home=translated(view.keys.home)
        )


def state_parts(view: View) -> Iterator[str]:
    """Where the session stands: stage, current cases, since when, the hour."""
    walk = view.walk
    unanswered = view.row is not None and is_answered_unknown(view.row)
    yield state_words(view, "{mode}" if unanswered else _("{mode}, en attente du retour"))
    yield view.title
    if walk.stage != "closed":
        yield view.since_words
    yield _("il est {hour}").format(hour=view.hour(walk.now))


def state_words(view: View, awaiting: str) -> str:
    """Where the session stands, in capitals.

    `awaiting`, with the `mode` in it, is said where nothing is left to do but to wait for the return. Where nothing is
    out of order, no return is awaited: it is to be announced.
    """
    stage = view.walk.stage
    if view.searching and stage != "closed":
        return _("RECHERCHE DU CAS")
    if return_unconfirmed(view.walk):
        return _("RETOUR PAS CONFIRMÉ")
    if stage == "waiting" and rows_ruling_out_outage(view.site, view.walk):
        return _("RETOUR À ANNONCER")
    mode = _("PANNE EN COURS") if nothing_applied(view.site, view.walk) else stage_word(stage)
    return mode if stage != "waiting" else awaiting.format(mode=mode)


def title_fitting(view: View, room: int) -> str:
    """The titles of the current cases; where they are longer than `room` columns, what fails in each, so that none is
    cut off: of a single one, the words that it was chosen by."""
    title, cases = view.title, view.current_cases
    if len(title) <= room or view.walk.stage == "closed" or not cases:
        return title
    if len(cases) > 1:
        return " + ".join(_distinct_names(view))
    symptom = view.symptom_of(cases[0])
    return min(title, symptom.label, key=len) if symptom is not None else title


def _distinct_names(view: View) -> list[str]:
    """The current cases by the system that fails; by the symptom where two share the system, or have none."""
    symptoms = [(visit, view.symptom_of(visit)) for visit in view.current_cases]
    systems = [symptom.system if symptom is not None else "" for _visit, symptom in symptoms]
    seen = [symptom.label if symptom is not None else _visit_title(view, visit) for visit, symptom in symptoms]
    return [
        system if system and systems.count(system) == 1 else words for system, words in zip(systems, seen, strict=True)
    ]


def _visit_title(view: View, visit: Visit) -> str:
    unit = view.site.unit_by_id.get(visit.unit)
    return unit_title(unit, visit.symptom) if unit is not None else _("procédure inconnue")


def recognise_lines(view: View) -> Iterator[str]:
    """How to tell that this is the right case, and the key that leaves it for another. Nothing of a case whose return
    is announced, since what was seen then is no longer so, nor of a closed session."""
    if view.walk.stage == "closed":
        return
    returned = {visit.id for visit in view.returned_cases}
    several = len(view.current_cases) > 1
    named = zip(_distinct_names(view) if several else [""], view.current_cases, strict=False)
    visits = [(name, visit) for name, visit in named if visit.id not in returned]
    lines = [view.recognise(visit) for _name, visit in visits]
    if several:  # what one case says works may be what another says is down
        lines = [
            _("{case} : {recognise}").format(case=name, recognise=words)
            for (name, _visit), words in zip(visits, lines, strict=True)
        ]
    yield from lines[:-1]
    yield from (f"{last} {other_case_words(view)}" for last in lines[-1:])


def other_case_words(view: View) -> str:
    """The key that leaves a case for another, with its question: what is read at once stands on one line."""
    return _("Pas ça ? {key}").format(key=view.keys.other)


def recognise_wrapped(view: View, width: int, hanging: str = "") -> list[list[str]]:
    """`recognise_lines` wrapped at `width` columns, where the key that leaves the case stands with its question;
    `hanging` precedes every line after the first of each."""
    question = other_case_words(view)
    whole = question.replace(" ", UNBREAKABLE_BLANK)
    texts = (
        words.removesuffix(question) + whole if words.endswith(question) else words for words in recognise_lines(view)
    )
    return [wrapped_lines(text, width, hanging) for text in texts]


def lasting_words(view: View) -> Iterator[str]:
    """All that lasts, in short words."""
    for number, last in enumerate(lasting(view)):
        yield _("TANT QUE ÇA DURE : {order}").format(order=last.words) if number == 0 else last.words


def reminder_lines(view: View) -> Iterator[TonedLine]:
    """What waits for somebody, as warnings, and what is only counted, as plain lines."""
    yield from _guidance_missing(view)
    yield from _patients_noted(view)
    yield from _images_to_settle(view)
    for proposal in view.walk.proposals:
        words = _("PROPOSÉ : « {title} » ({because}). {key} pour y passer.")
        words = words.format(title=proposal.title, because=proposal.because, key=view.keys.other)
        yield TonedLine(words, "heading")
    yield from _conflict_lines(view)
    yield from _handover_offered(view)
    for waiting in waiting_words(view):
        yield TonedLine(waiting, "warning")
    reminders = [row for row in view.walk.rows if row.reminder]
    yield from _elsewhere(view, reminders, _("RAPPEL : {number} {line} ({go})"))


def calls_due_elsewhere(view: View) -> Iterator[TonedLine]:
    """The calls to make again now, without the line looked at, for a face that shows one line."""
    due = [row for row in view.walk.todo if row.call_due]
    yield from _elsewhere(view, due, _("À RAPPELER MAINTENANT : {number} {line} ({go})"))


def _elsewhere(view: View, rows: Sequence[Row], words: str) -> Iterator[TonedLine]:
    """A warning for each of these lines but the one looked at, with the key that goes there."""
    here = view.row.key if view.row is not None else None
    for row in rows:
        if row.key != here:
            number = row.number
            text = words.format(number=number, line=text_of(row.line), go=view.keys.go_to(number))
            yield TonedLine(text, "warning")


def _guidance_missing(view: View) -> Iterator[TonedLine]:
    """The cases for which the procedure writes no line of degraded mode, with these answers, at this hour."""
    for case in cases_without_guidance(view.site, view.walk):
        words = _("NON ÉCRIT : aucune ligne de mode dégradé pour « {title} », avec ces réponses, à cette heure.")
        ask = _(" À demander : {whom}.").format(whom=case.ask) if case.ask is not None else ""
        yield TonedLine(words.format(title=case.title) + ask, "heading")


def _patients_noted(view: View) -> Iterator[TonedLine]:
    """How many patients were noted, and to how many something is owed."""
    noted = sum(not patient.voided for patient in view.walk.patients)
    owing = len(view.owed_now)
    if noted:
        words = n_("{count} patient noté", "{count} patients notés", noted)
        more = _(", reste dû à {count} : {key}").format(count=owing, key=view.keys.duties) if owing else ""
        yield TonedLine(words + more, key=view.keys.duties if owing else "")


def _images_to_settle(view: View) -> Iterator[TonedLine]:
    """How many patient lines voided or waived still have images to settle."""
    images = sum(patient.voided_or_waived and bool(patient.missing) for patient in view.walk.patients)
    if images:
        words = n_(
            "IMAGES d'une ligne rayée ou dispensée à régler",
            "IMAGES de {count} lignes rayées ou dispensées à régler",
            images,
        )
        yield TonedLine(f"{words} : {view.keys.duties}", "warning", view.keys.duties)


def _conflict_lines(view: View) -> Iterator[TonedLine]:
    """How many answers contradict each other."""
    count = len(view.state.conflicts)
    if count:
        words = n_("DEUX RÉPONSES, à trancher", "{count} fois DEUX RÉPONSES, à trancher", count)
        yield TonedLine(f"{words} : {view.keys.conflicts}", "warning", view.keys.conflicts)


def _handover_offered(view: View) -> Iterator[TonedLine]:
    """Who offers to hand the session over, since when, with their words."""
    offer = view.state.slot("handover").head
    if offer is not None and isinstance(offer.body, HandoverOffered) and view.walk.stage != "closed":
        quoted = f" « {free_words(offer)} »" if free_words(offer) else ""
        words = _("MAIN PROPOSÉE par {who}, {hour}.{word} {key} pour la prendre.").format(
            who=offer.actor or _("quelqu'un"),
            hour=view.hour(view.state.when(offer)),
            word=quoted,
            key=view.keys.take_over,
        )
        yield TonedLine(words, "heading")


def nothing_to_do_lines(view: View) -> Iterator[str]:
    """What is shown when no line is left to do: what is awaited, and what can be done meanwhile."""
    walk, keys = view.walk, view.keys
    if walk.stage == "waiting" and (lines := rows_ruling_out_outage(view.site, walk)):
        yield from (f"{text_of(row.line)}." for row in lines)
        yield _("Il reste à l'annoncer : {back}. Sans l'annoncer, {close} clôt avec un motif.").format(
            back=keys.back, close=keys.close
        )
    elif walk.stage == "waiting":
        yield _done_meanwhile_words(view)
        yield _meanwhile_words(view)
    elif walk.stage == "to_close":
        yield from _closing_lines(view)
    elif walk.stage == "closed":
        yield _(
            "Cette session est close. Si c'est retombé : {follow_on} ouvre une suite. {home} revient à l'accueil."
        ).format(follow_on=keys.follow_on, home=translated(keys.home))
        if not view.state.exercise:
            words = _(
                "{key} : gravité et effet sur les soins, une réponse chacun (retour d'expérience) ; ou plus tard."
            )
            yield words.format(key=keys.after_closing)


def _done_meanwhile_words(view: View) -> str:
    """What is done while the return is awaited: not everything, where a patient is still owed something."""
    owed = len(view.owed_now)
    if not owed:
        return _("Tout ce qui pouvait l'être est fait. On attend le retour à la normale.")
    words = n_("il reste dû à {count} patient", "il reste dû à {count} patients", owed)
    return _("Plus de ligne à faire, mais {words} : {duties}. On attend le retour à la normale.").format(
        words=words, duties=view.keys.duties
    )


def _meanwhile_words(view: View) -> str:
    """What is left to do while the return is awaited; to note each patient only where a line asks for patients."""
    keys = view.keys
    words = _("Dès que c'est revenu : {back}. Entre-temps : {other} si autre chose tombe.")
    if asks_for_patients(view.walk.rows):
        words = _(
            "Dès que c'est revenu : {back}. Entre-temps : {patient} pour chaque patient, {other} si autre chose tombe."
        )
    return words.format(back=keys.back, patient=keys.patient, other=keys.other)


def _closing_lines(view: View) -> Iterator[str]:
    """What is shown when only closing is left: what still prevents it, or that all is settled."""
    walk, key = view.walk, view.keys.close
    left = len(walk.left_open)
    if walk.blocks:
        yield _("Plus aucune ligne à faire. {key} pour clore, une fois réglé ceci :").format(key=key)
        yield from (f"  - {block_words(view, block)}" for block in walk.blocks)
    elif view.searching:
        yield _("Recherche finie : aucun cas de la procédure ne s'applique. {key} pour clore la session.").format(
            key=key
        )
    elif not left and not left_unknown(walk):
        yield _("Tout est réglé : {key} pour clore la session.").format(key=key)
    else:
        yield _("Plus rien d'obligatoire : {key} pour clore la session.").format(key=key)
    if left:
        yield left_open_words(left)
    if left_unknown(walk):
        yield left_unknown_words(walk)


def left_open_words(count: int) -> str:
    """How many lines closing leaves undone."""
    return n_(
        "{count} ligne est restée sans être faite : elle n'empêche pas de clore.",
        "{count} lignes sont restées sans être faites : elles n'empêchent pas de clore.",
        count,
    )


def left_unknown_words(walk: Walk) -> str:
    """Which questions are still answered « je ne sais pas »."""
    count, numbers = len(left_unknown(walk)), ", ".join(row.number for row in left_unknown(walk))
    words = n_(
        "{count} réponse est encore « je ne sais pas »", "{count} réponses sont encore « je ne sais pas »", count
    )
    return _("{words} : {numbers}.").format(words=words, numbers=numbers)


def no_return_words(view: View) -> str:
    """Why no return to normal can be announced while the case is searched for."""
    if view.walk.search_goes_on:
        return _("Le cas n'est pas encore trouvé : {other} le choisit, {close} clôt la session, avec un motif.").format(
            other=view.keys.other, close=view.keys.close
        )
    return _(
        "Aucun cas ne s'applique, rien n'est à annoncer : {other} choisit un cas, {close} clôt la session."
    ).format(other=view.keys.other, close=view.keys.close)


def return_question(view: View, visit: str) -> str:
    """What is asked when the return of a case is announced; of several cases, which one it is."""
    cases = [other for other in view.current_cases if other.unit in view.site.unit_by_id]
    title = next((unit_title(view.site.unit_by_id[case.unit], case.symptom) for case in cases if case.id == visit), "")
    if len(cases) < 2 or not title:
        return _("Retour à la normale : qui l'a constaté, et sur quel poste ?")
    return _("Retour de « {title} » : qui l'a constaté, et sur quel poste ?").format(title=title)
