"""Whole sessions played at random by a seed: cases, patients, hours corrected, relapses, undoings, closings and after."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from pannesi.session import actions as want
from pannesi.session.projection.read_model import Walk
from tests.support.building import NIGHT, Played
from tests.support.session_playing import intents_of_row, try_to
from tests.support.shipped_site import shipped

ORIGINS, EXAMS = ("externe", "urgences", "service"), ("coupe", "autre")
REASONS = ("matériel en panne", "graveur HS, dit par Monsieur Inventé", "personne ne répond")
_YEAR = timedelta(days=365)


def random_session(seed: int) -> Played:
    """A session of the shipped procedure, with gaps of seconds and minutes between its acts."""
    dice = random.Random(f"session {seed}")
    began = NIGHT + timedelta(seconds=dice.randrange(int(_YEAR.total_seconds())))
    played = Played(shipped(), session=f"s{seed}", now=began)
    entry = dice.choice(played.site.entries)
    early = began - timedelta(minutes=dice.randrange(90)) if dice.random() < 0.3 else None
    played.do(want.Open(entry.unit.id, entry.symptom.id, began=early))
    for _act in range(dice.randrange(5, 45)):
        _some_act(played, dice)
    ending = dice.random()
    if ending < 0.35:
        for visit in played.look().current_cases:
            try_to(played, want.AnnounceReturn(visit, "AB, salle 2", _recently(played, dice, 40)))
        _settle_patients(played, dice)
        try_to(played, want.Close("fin de service"))
    elif ending < 0.6:
        try_to(played, want.Close("fin de service"))
    elif ending < 0.8:
        _play_on(played, dice)
    for _act in range(dice.randrange(3)):
        _act_after(played, dice)
    return played


def _play_on(played: Played, dice: random.Random) -> None:
    """Does whatever comes next, with the return, until the session can be closed; with a reason where something still
    prevents it."""
    for _act in range(150):
        _pass_time(played, dice)
        seen = played.look()
        if seen.next is not None:
            intents: list[want.Intent] = intents_of_row(seen.next)
        else:
            intents = [
                want.AnnounceReturn(visit, "AB, salle 2", _recently(played, dice, 9)) for visit in seen.current_cases
            ]
        if not any(try_to(played, intent) for intent in intents):
            break
    _settle_patients(played, dice)
    try_to(played, want.Close("fin de service"))


def _pass_time(played: Played, dice: random.Random) -> None:
    played.now += timedelta(seconds=dice.choice((1, 7, 59, 61, 200, 1800, 7200)))


def _recently(played: Played, dice: random.Random, most: int) -> datetime | None:
    return played.now - timedelta(minutes=dice.randrange(most)) if dice.random() < 0.5 else None


def _some_act(played: Played, dice: random.Random) -> None:
    _pass_time(played, dice)
    seen = played.look()
    way = dice.random()
    if way < 0.55 and seen.next is not None:
        _try_one(played, dice, intents_of_row(seen.next))
    elif way < 0.65 and seen.rows:
        _try_one(played, dice, intents_of_row(dice.choice(seen.rows)))
    elif way < 0.85:
        _try_one(played, dice, _about_patients(played, seen, dice))
    else:
        _try_one(played, dice, _about_session(played, seen, dice))


def _try_one(played: Played, dice: random.Random, intents: list[want.Intent]) -> None:
    next((intent for intent in dice.sample(intents, len(intents)) if try_to(played, intent)), None)


def _about_patients(played: Played, seen: Walk, dice: random.Random) -> list[want.Intent]:
    facts = {"origin": dice.choice(ORIGINS), "exam": dice.choice(EXAMS), "unit": "réanimation adulte"}
    intents: list[want.Intent] = [
        want.AddPatient(facts, fields={"nom": "Inventé"}, examined=_recently(played, dice, 200)),
    ]
    for patient in dice.sample(seen.patients, min(2, len(seen.patients))):
        intents += [
            want.CorrectPatient(patient.id, {"origin": dice.choice(ORIGINS), "exam": dice.choice(EXAMS)}),
            want.VoidPatient(patient.id, "doublon", want.ImagesFate("none")),
            want.Waive(patient.id, "jamais venu", want.ImagesFate("none")),
            want.VerifyPatient(patient.id),
            *(want.Reconcile(patient.id, step.key, "n° 12") for step in patient.steps[:2]),
        ]
    for duty in dice.sample(seen.duties, min(3, len(seen.duties))):
        at = (duty.patient.id, duty.key)
        intents += [
            want.SettleDuty(*at, "pièce d'identité"),
            want.MarkDutyImpossible(*at, dice.choice(REASONS)),
            want.MarkDutyNotNeeded(*at, "déjà remis"),
            want.AnswerDuty(*at, dice.choice(("no", "unknown")), dice.choice(("", "dit au cadre"))),
        ]
    return intents


def _about_session(played: Played, seen: Walk, dice: random.Random) -> list[want.Intent]:
    event = dice.choice(played.state.timeline)
    entry = dice.choice(played.site.entries)
    intents: list[want.Intent] = [
        want.UndoLast(),
        want.Undo(event.id),
        want.CorrectTime(event.id, played.now - timedelta(minutes=dice.randrange(120))),
        want.SetBegan(played.now - timedelta(minutes=dice.randrange(300))),
        want.SayWhoFound(dice.choice(("radiologue", "Docteur Inventé"))),
        want.Note("note"),
        want.NamePerson(dice.choice(("CD", "EF")), "référent"),
        want.OfferHandover("à suivre"),
        want.TakeHandover(),
        want.Join(entry.unit.id, entry.symptom.id),
        *(want.AnnounceReturn(visit, "AB, salle 2", _recently(played, dice, 60)) for visit in seen.current_cases),
        *(want.FellAgain(visit) for visit in seen.current_cases),
        *(want.Redline(*row.key, "unclear") for row in dice.sample(seen.rows, min(1, len(seen.rows)))),
    ]
    return intents


def _settle_patients(played: Played, dice: random.Random) -> None:
    """Settles most of what is due to patients."""
    for duty in played.look().duties:
        if dice.random() < 0.8:
            act = dice.choice((want.SettleDuty(duty.patient.id, duty.key, "carte"),
                               want.MarkDutyImpossible(duty.patient.id, duty.key, dice.choice(REASONS))))  # fmt: skip
            try_to(played, act)
    for patient in played.look().patients:
        for step in patient.missing:
            try_to(played, want.Reconcile(patient.id, step.key, "n° 4"))
        if dice.random() < 0.7:
            try_to(played, want.VerifyPatient(patient.id))


def _act_after(played: Played, dice: random.Random) -> None:
    """What may still be said of a session that is over."""
    _pass_time(played, dice)
    event = dice.choice(played.state.timeline)
    _try_one(
        played, dice,
        [
            want.Note("relu"), want.SetBegan(played.now - timedelta(hours=dice.randrange(1, 9))),
            want.CorrectTime(event.id, event.moment - timedelta(minutes=dice.randrange(10))),
            want.SaySameOutage(f"s{dice.randrange(9)}"), want.SayWhoFound("manipulateur"), want.UndoLast(),
        ],
    )  # fmt: skip
