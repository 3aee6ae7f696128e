"""The band above each line: where the session is, since when, and all that must not be forgotten meanwhile."""

from __future__ import annotations

from collections.abc import Iterator

from pannesi.i18n import _, n_
from pannesi.session.events import Kind
from pannesi.session.words import stage_word, text_of
from pannesi.site.when import format_length
from pannesi.telling.view import View

EXERCISE = _("EXERCICE")
NOT_RECORDED = _("PAS ENREGISTRÉ")


def band(view: View, *, recording: bool, problem: str | None) -> Iterator[str]:
    """`EXERCICE` and `PAS ENREGISTRÉ`, whenever they hold."""
    if view.state.exercise:
        yield _("{exercise} : rien de ceci n'est vrai. ! si c'est une vraie panne.").format(exercise=EXERCISE)
    if not recording:
        yield f"{NOT_RECORDED} : {problem or _('rien n’est gardé après la fermeture.')}"
    elif problem is not None:
        yield problem


def state_parts(view: View) -> Iterator[str]:
    """Where the session is, which cases, since when, what time it is."""
    walk = view.walk
    if view.searching and walk.stage != "closed":
        yield _("RECHERCHE DU CAS")
    else:
        yield _("MODE DÉGRADÉ, en attente du retour") if walk.stage == "waiting" else stage_word(walk.stage)
    yield view.title
    if walk.stage != "closed":
        yield _("depuis {length}").format(length=format_length(walk.elapsed))
    yield _("il est {hour}").format(hour=view.hour(walk.now))


def recognise_lines(view: View) -> Iterator[str]:
    """By what to tell that this is the right case; leaving it is one key."""
    known = [view.recognise(visit) for visit in view.going]
    yield from known[:-1]
    yield from (_("{recognise} Autre panne : t").format(recognise=last) for last in known[-1:])


def in_force(view: View) -> Iterator[str]:
    """The standing orders of the degraded mode, short, but for the one that is being looked at."""
    here = view.row.key if view.row is not None else None
    orders = [row for row in view.walk.standing if row.key != here and row.status == "done"]
    if orders:
        yield _("TANT QUE ÇA DURE")
    yield from (f"  ■ {text_of(row.line)}" for row in orders)


def to_remember(view: View) -> Iterator[str]:
    """What else waits: patients, a proposal, answers that differ, an offered hand-over, a reminder elsewhere."""
    walk = view.walk
    present = [patient for patient in walk.patients if not patient.voided]
    owed = {duty.patient.id for duty in walk.duties if duty.status == "open"}
    if present:
        words = n_("{count} patient noté", "{count} patients notés", len(present))
        yield words + (_(", reste dû à {count} : d").format(count=len(owed)) if owed else "")
    for proposal in walk.proposals:
        yield _("PROPOSÉ : « {title} » ({because}). t pour y passer.").format(
            title=proposal.title, because=proposal.because
        )
    if view.state.conflicts:
        yield n_(
            "{count} RÉPONSE EN DOUBLE, à trancher : co", "{count} RÉPONSES EN DOUBLE, à trancher : co",
            len(view.state.conflicts),
        )  # fmt: skip
    offer = view.state.slot("handover").head
    if offer is not None and offer.kind == Kind.HANDOVER_OFFERED and walk.stage != "closed":
        word = f" « {offer.text} »" if offer.text else ""
        yield _("MAIN PROPOSÉE par {who} à {hour}.{word} pr pour la prendre.").format(
            who=offer.actor or _("quelqu'un"), hour=view.hour(view.state.when(offer)), word=word
        )
    here = view.row.key if view.row is not None else None
    for row in walk.rows:
        if row.reminder and row.key != here:
            yield _("RAPPEL : {number} {line} (g {number})").format(number=row.number, line=text_of(row.line))


def waiting_lines(view: View) -> Iterator[str]:
    """What is told when no line is left to do: what is awaited, and what can be done meanwhile."""
    walk = view.walk
    if walk.stage == "waiting":
        yield _("Tout ce qui pouvait l'être est fait. On attend le retour à la normale.")
        yield _("Dès que c'est revenu : re. Entre-temps : a pour chaque patient, t si autre chose tombe.")
    elif walk.stage == "to_close":
        yield _("Tout est réglé : cl pour clore la session.")
        for block in walk.blocks:
            yield _("  empêche de clore : {what}").format(what=block.text)
    elif walk.stage == "closed":
        yield _("Cette session est close. C'est retombé : su ouvre une suite. ac revient à l'accueil.")
