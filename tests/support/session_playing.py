"""Every intent that a session accepts at some moment, and a player that takes any session to its end."""

from __future__ import annotations

import random
from datetime import timedelta

from pannesi.procedure.model.lines import Ask, Call, Verify
from pannesi.procedure.model.numbering import UNKNOWN, options_of
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.projection.read_model import Row, Walk
from tests.support.building import Played, start
from tests.support.session_sites import HOSPITAL
from tests.support.shipped_site import shipped

ORIGINS = ("externe", "urgences", "service")


def pacs() -> tuple[Played, str]:
    """Case 3 just opened, and its visit."""
    played = start(HOSPITAL, "cas-3", "images")
    return played, played.look().current_cases[0]


def alerted() -> tuple[Played, str]:
    """Case 3 up to its degraded mode, and its visit."""
    played, visit = pacs()
    played.do(want.Answer(visit, "un-seul", "oui"))
    played.do(want.Called(visit, "appel", "informatique", "reached"))
    played.do(want.Settle(visit, "message"))
    return played, visit


def usual_sending_works(answer: str) -> Played:
    """The shipped case 5 in which the usual sending works after all, up to what its procedure says of that."""
    played = start(shipped(), "cas-5", "images-non-recues")
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "secours-fait", answer))
    played.do(want.RunAnnex(visit, "secours" if answer == "a-faire" else "secours-dans-le-doute"))
    annex = played.line("renvoyer-une").visit
    played.do(want.Answer(annex, "signal", "constat"))
    played.do(want.Settle(annex, "renvoyer-une"))
    played.do(want.Answer(annex, "serie-recue", "oui"))
    played.do(want.Conclude(annex, "fin-habituel"))
    following = played.look().next
    assert following is not None
    assert following.line.id.startswith("habituel-suffit")
    played.do(want.Settle(*following.key))
    return played


def intents_of_row(row: Row) -> list[want.Intent]:
    """The intents that a line offers."""
    visit, line = row.key
    if isinstance(row.line, Ask | Verify):
        options = [option.id for option in options_of(row.line)]
        return [want.Answer(visit, line, option) for option in (*options, UNKNOWN)]
    if isinstance(row.line, Call):
        tried = [want.Called(visit, line, row.line.value, outcome) for outcome in ("reached", "no_answer")]
        return [*tried, want.CouldNot(visit, line, "ligne occupée")]
    if row.line.verb == "run":
        return [want.RunAnnex(visit, line), want.CouldNot(visit, line, "procédure restée sans issue")]
    if row.line.verb == "outcome":
        return [want.Conclude(visit, line), want.CouldNot(visit, line, "pas atteint")]
    if row.line.verb in ("becomes", "joins"):
        return [want.Follow(visit, line)]
    reasons: list[want.Intent] = [want.NotNeeded(visit, line, "sans objet"), want.CouldNot(visit, line, "pas de clé")]
    return [want.Settle(visit, line), want.Leave(visit, line), *reasons]


def intents_of_patients(walk: Walk) -> list[want.Intent]:
    """The intents that add and change patients, and those that settle what is owed to them."""
    intents: list[want.Intent] = []
    intents += [want.AddPatient({"origin": origin, "exam": "coupe"}, "Inventé") for origin in ORIGINS]
    for patient in walk.patients:
        intents.append(want.CorrectPatient(patient.id, {"origin": "service"}))
        intents.append(want.VoidPatient(patient.id, "doublon"))
        intents += [want.VerifyPatient(patient.id), want.Waive(patient.id, "jamais venu")]
        for images in (
            want.ImagesFate("none"),
            want.ImagesFate("other", words="jetées"),
            want.ImagesFate("attach", walk.patients[0].id),
        ):
            intents += [want.VoidPatient(patient.id, "doublon", images), want.Waive(patient.id, "erreur", images)]
            intents.append(want.SetImagesFate(patient.id, images))
        intents += [want.Reconcile(patient.id, step.key, "n° 12") for step in patient.steps]
    for duty in walk.duties:
        intents.append(want.SettleDuty(duty.patient.id, duty.key))
        intents.append(want.MarkDutyImpossible(duty.patient.id, duty.key, "graveur en panne"))
        intents.append(want.MarkDutyNotNeeded(duty.patient.id, duty.key, "déjà remis"))
    return intents


def intents_of_session(played: Played, walk: Walk) -> list[want.Intent]:
    """The intents that concern the whole session."""
    intents: list[want.Intent] = [
        want.UndoLast(),
        want.Note("note inventée"),
        *(want.Redline(*row.key, "unclear", "mot inventé") for row in walk.rows[:1]),
        want.SetBegan(played.now - timedelta(minutes=20)),
        want.SetExpected(90),
        want.NamePerson("CD", "manipulateur"),
        want.OfferHandover("à suivre"),
        want.TakeHandover(),
        want.Close(),
        want.Close("fin de service"),
    ]
    intents += intents_of_patients(walk)
    for visit in walk.current_cases:
        intents += [want.AnnounceReturn(visit, "AB, salle 2"), want.FellAgain(visit)]
    for entry in played.site.entries:
        intents.append(want.Join(entry.unit.id, entry.symptom.id))
    for proposal in walk.proposals:
        intents.append(want.TurnAll(walk.current_cases, proposal.unit, proposal.symptom))
    intents += [want.CorrectTime(event.id, played.now) for event in played.state.timeline[-2:]]
    intents += [want.Undo(event.id) for event in played.state.timeline[-4:]]
    for row in walk.rows:
        if row.condition is not None:
            intents.append(want.SetCondition(*row.key, holds=not row.condition.holds))
    return intents


def every_intent(played: Played) -> list[want.Intent]:
    """Every intent worth trying now; some are refused."""
    walk = played.look()
    return [intent for row in walk.rows for intent in intents_of_row(row)] + intents_of_session(played, walk)


def try_to(played: Played, intent: want.Intent) -> bool:
    """Does an intent unless it is refused; says whether it was done."""
    try:
        played.do(intent)
    except Refused:
        return False
    return True


def to_the_end(played: Played, most: int = 400) -> Walk:
    """Plays whatever comes next until the session is closed, without ever forcing."""
    for _step in range(most):
        walk = played.look()
        if walk.stage == "closed":
            return walk
        if not any(try_to(played, intent) for intent in _onward(walk)):
            raise AssertionError(f"stuck: {walk.stage}, next {walk.next}, blocks {walk.blocks}")
    raise AssertionError(f"no end after {most} steps: {played.look().stage}, next {played.look().next}")


def _onward(walk: Walk) -> list[want.Intent]:
    duties: list[want.Intent] = [
        want.SettleDuty(duty.patient.id, duty.key) for duty in walk.duties if duty.status == "open"
    ]
    duties += [want.Reconcile(patient.id, step.key) for patient in walk.patients for step in patient.missing]
    duties += [
        want.SetImagesFate(patient.id, want.ImagesFate("none"))
        for patient in walk.patients
        if patient.voided_or_waived and patient.missing
    ]
    unsettled = [patient for patient in walk.patients if not patient.settled]
    duties += [want.VerifyPatient(patient.id) for patient in unsettled] + [
        want.Waive(patient.id, "incomplet", want.ImagesFate("none")) for patient in unsettled
    ]
    conflicts = [intent for row in walk.rows if row.conflict for intent in intents_of_row(row)]
    if walk.next is not None:
        return [*intents_of_row(walk.next), *duties, *conflicts]
    returns = [want.AnnounceReturn(visit, "AB, salle 2") for visit in walk.current_cases]
    unknown = [
        walk.row(*block.row)
        for block in walk.blocks
        if block.code in ("search", "unconfirmed") and block.row is not None
    ]
    searched = [intent for row in unknown if row is not None for intent in intents_of_row(row)]
    return [*duties, *conflicts, *returns, *searched, want.Close()]


def play_at_random(played: Played, dice: random.Random, steps: int) -> None:
    """Prefers the next line, so that sessions get somewhere; does anything else now and then."""
    for _step in range(steps):
        intents = every_intent(played)
        dice.shuffle(intents)
        seen = played.look()
        ahead = [one for one in intents if seen.next and getattr(one, "line", None) == seen.next.line.id]
        wanted = ahead + intents if dice.random() < 0.6 else intents
        next((one for one in wanted[:12] if try_to(played, one)), None)


def at(played: Played, number: str) -> Row:
    """The line of a number, of the last passage that holds it."""
    return [row for row in played.look().rows if row.number == number][-1]
