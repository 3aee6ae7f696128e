"""Intents that nobody should have: of what is not there, without a reason, at the wrong line, twice."""

from __future__ import annotations

from datetime import timedelta

from pannesi.session import actions as want
from pannesi.session.facts.visits import ReturnAnnounced
from pannesi.session.projection.read_model import Patient, Row
from pannesi.session.register.images import IMAGES_FATE_STEP
from tests.support.building import Played

_REASONS = ("", " ", "oui", "non", "?")


def at_line(row: Row) -> list[want.Intent]:
    """Every act at a line, whether or not it is one for it."""
    key = row.key
    return [
        want.Settle(*key), want.Settle(*key, "?"), want.Settle(*key, "vu"), want.Settle(*key, "", by_other=True),
        want.Settle(*key, "CD, de jour", by_other=True), want.NotNeeded(*key, "sans objet"),
        want.CouldNot(*key, "en panne"), want.Leave(*key), want.Answer(*key, "oui"), want.Answer(*key, "peut-être"),
        want.Called(*key, "informatique", "reached"), want.Called(*key, "personne", "reached"),
        want.Called(*key, "cadre", "perhaps"), want.SetCondition(*key, holds=True), want.RunAnnex(*key),
        want.Conclude(*key), want.Follow(*key), want.Redline(*key, "false"), want.Redline(*key, "wrong", " "),
    ]  # fmt: skip


def without_reason(row: Row) -> list[want.Intent]:
    """What must be said why, without why."""
    key = row.key
    asked = [make(*key, reason) for make in (want.NotNeeded, want.CouldNot) for reason in _REASONS]
    return [*asked, *(want.Settle(*key, reason, by_other=True) for reason in _REASONS)]


def of_session(played: Played) -> list[want.Intent]:
    """What concerns the whole session."""
    walk, later = played.look(), played.now + timedelta(minutes=5)
    first, *_others = played.state.timeline
    visits = (*walk.current_cases, "nulle-part")
    intents: list[want.Intent] = [
        want.Open("cas-2", "ris"), want.Join("cas-99"), want.Join("cas-2", "rien"), want.Undo("rien"),
        want.Undo(first.id), want.UndoLast(), want.Note(""), want.Note("poste 4567", contact="cadre"),
        want.Note("le cadre dit non", contact="cadre"), want.SetBegan(later),
        want.SetBegan(played.now + timedelta(minutes=2)), want.SetExpected(0), want.SetExpected(1),
        want.SetExpected(44640), want.SetExpected(44641), want.CorrectTime("rien", played.now), want.CorrectTime(first.id, played.now + timedelta(minutes=2, seconds=1)),
        want.CorrectTime(first.id, later), want.NamePerson(" "), want.NamePerson("?"), want.NamePerson("CD", " "),
        want.OfferHandover(" "), want.TakeHandover(), want.TurnAll(("nulle-part",), "cas-2", "ris"),
        want.TurnAll(walk.current_cases, "cas-2", "ris"), want.Redline("nulle-part", "rien", "wrong"), want.Close(" "),
        *(want.Close(reason) for reason in _REASONS), *of_outage(played),
    ]  # fmt: skip
    for visit in visits:
        intents += [want.AnnounceReturn(visit, seen) for seen in (*_REASONS, "AB, poste 2", "AB, ?", "?, poste 2")]
        intents.append(want.FellAgain(visit))
    current = [visit for visit in played.state.visits if visit.id in walk.current_cases]
    intents += [want.TurnAll((visit.id,), visit.unit, visit.symptom) for visit in current]
    intents += [want.Join(visit.unit, visit.symptom) for visit in current]
    return [*intents, *_of_register(played), *(intent for line in walk.patients for intent in _of_line(line))]


def of_outage(played: Played) -> list[want.Intent]:
    """When it began and ended, who found it, and in which other session it is told."""
    now, began = played.now, played.state.began or played.now
    hours = (now, now + timedelta(minutes=3), began, began - timedelta(minutes=2), began - timedelta(seconds=20))
    visits = played.look().current_cases[:2]
    returns = [event for event in played.state.timeline if event.kind == ReturnAnnounced.kind][:2]
    return [
        *(want.SayWhoFound(who) for who in ("", "?", "CD, manipulateur")),
        *(want.SaySameOutage(other) for other in ("", played.session, "s2", "s3")),
        *(want.SetBegan(hour) for hour in hours),
        *(want.AnnounceReturn(visit, "AB, salle 2", since=hour) for visit in visits for hour in hours),
        *(want.CorrectTime(event.id, hour) for event in returns for hour in hours),
    ]  # fmt: skip


def _of_register(played: Played) -> list[want.Intent]:
    later, once = played.now + timedelta(minutes=5), played.now - timedelta(minutes=5)
    values = (
        ("naissance", "1950"), ("naissance", "03/1950"), ("naissance", "13/1950"), ("naissance", "30/02/1950"),
        ("naissance", "29/02/1951"), ("naissance", "12 mars 1950"), ("naissance", "12/03/50"), ("naissance", "?"),
        ("naissance", "01/01/2099"), ("naissance", "01/01/1850"), ("naissance", "hier"), ("heure", "15h47"),
        ("heure", "25h00"), ("heure", "tard"), ("ipp", "12 34"), ("ipp", "12a"), ("ipp", "1" * 41),
        ("ipp-provisoire", "X1"), ("ipp-provisoire", "p1"), ("sexe", "f"), ("sexe", "2"), ("sexe", "x"),
        ("nom", "n" * 201), ("rien", "x"), ("resultat", "o"),
    )  # fmt: skip
    return [
        *(want.AddPatient({"origin": "externe"}, fields={name: value}) for name, value in values),
        want.AddPatient(), want.AddPatient(draft=True), want.AddPatient({"age": "3", "size": "2"}),
        want.AddPatient({}, "En clair"), want.AddPatient({}, examined=later), want.AddPatient({}, examined=once),
        want.AddPatient({}, paper="x"), want.AddPatient({}, paper="P-0"), want.AddPatient({}, paper="12"),
        want.AddPatient({}, paper="12", examined=once), want.AddPatient({}, paper="7", hour_unknown=True),
        want.AddPatient({}, paper="9", draft=True), want.VoidPatient("personne", "erreur"),
        want.Waive("personne", "erreur"), want.VerifyPatient("personne"), want.CorrectPatient("personne", {}),
        want.HandIdentityOn("personne", "la cellule"), want.AbandonEntry("personne", "rien"),
        want.SettleDuty("personne", "cd"), want.ConfirmSharedNumber("personne", "autre", "relu"),
        want.SetImagesFate("personne", want.ImagesFate("none")), want.Reconcile("personne", "images"),
    ]  # fmt: skip


def _of_line(line: Patient) -> list[want.Intent]:
    """What is said of one patient line."""
    me, seen = line.id, line.latest.id if line.latest is not None else None
    fates = (
        want.ImagesFate("lost"), want.ImagesFate("other"), want.ImagesFate("other", words="jetées"),
        want.ImagesFate("attach", me), want.ImagesFate("attach", "personne"),
    )  # fmt: skip
    intents: list[want.Intent] = [
        *(want.VoidPatient(me, reason) for reason in _REASONS), *(want.Waive(me, reason) for reason in _REASONS),
        *(want.VoidPatient(me, "doublon", fate) for fate in fates), *(want.Waive(me, "parti", fate) for fate in fates),
        *(want.SetImagesFate(me, fate) for fate in fates), want.SettleDuty(me, "rien"),
        want.MarkDutyNotNeeded(me, "rien", "parti"), want.MarkDutyNotNeeded(me, IMAGES_FATE_STEP, "parti"),
        want.Reconcile(me, "rien"), want.HandIdentityOn(me, ""), want.HandIdentityOn(me, "?"),
        want.HandIdentityOn(me, "la cellule"), want.ConfirmSharedNumber(me, me, "relu"), want.VerifyPatient(me),
        want.AbandonEntry(me, seen or ""), want.AbandonEntry(me, "rien"), want.CorrectPatient(me, {"origin": "service"}),
        want.CorrectPatient(me, {}, seen=seen), want.CorrectPatient(me, {"size": "2"}, seen=seen),
        want.CorrectPatient(me, dict(line.facts), fields=line.fields, seen=seen, hour_unknown=True),
        want.CorrectPatient(me, {}, paper="12", seen=seen), want.CorrectPatient(me, {}, fields={"nom": "Autre"}),
        want.CorrectPatient(me, {}, fields={"nom": "Autre"}, seen=seen, same_act=True),
    ]  # fmt: skip
    for step in line.steps:
        intents += [want.Reconcile(me, step.key, note) for note in ("", "?", "0", "n° 77", "P12")]
        intents += [want.MarkDutyImpossible(me, step.key, reason) for reason in ("", "pas de RIS")]
    return intents


def of_duties(played: Played) -> list[want.Intent]:
    """What is said of what is owed to patients."""
    intents: list[want.Intent] = []
    for duty in played.look().duties:
        key = (duty.patient.id, duty.key)
        intents += [want.SettleDuty(*key), want.SettleDuty(*key, "?"), want.SettleDuty(*key, "lu au bracelet")]
        intents += [want.AnswerDuty(*key, answer) for answer in ("no", "unknown")]
        intents += [want.AnswerDuty(*key, "no", told) for told in ("?", "non", "le cadre")]
        intents += [make(*key, why) for make in (want.MarkDutyNotNeeded, want.MarkDutyImpossible) for why in _REASONS]
    return [*intents, *_of_doubts(played)]


def _of_doubts(played: Played) -> list[want.Intent]:
    return [
        want.ConfirmSharedNumber(doubt.first, doubt.second, reason)
        for doubt in played.look().number_doubts
        for reason in ("", "oui", "relu")
    ]
