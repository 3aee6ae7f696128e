"""Whole sessions, act by act, are written, refused and shown as they were; `make snapshots` writes the records anew."""

from __future__ import annotations

import itertools
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import TypeVar

import pytest

from pannesi.procedure.model.lines import Line
from pannesi.session import actions as want
from tests.support import odd_intents
from tests.support.building import NIGHT
from tests.support.recorded_plays import Recorded, refusals
from tests.support.recorded_site import recorded_site
from tests.support.session_playing import every_intent, intents_of_row, try_to
from tests.support.snapshots_kept import kept_as

FOLDER = Path(__file__).parents[1] / "data" / "plays"
SITE = recorded_site()
_Item = TypeVar("_Item")
_OUTSIDE = {"origin": "externe", "exam": "coupe", "identity": "connue"}
_EMERGENCY = {"origin": "urgences", "identity": "inconnue"}
_FIRST = {"nom": "Inventé", "prenom": "Essai", "naissance": "12/03/1950", "console": "300256", "examen": "radio"}
_SECOND = {"nom": "Imaginé", "prenom": "Exemple", "naissance": "01/01/1960", "ipp": "300256", "resultat": "oui"}
_UNKNOWN = {"nom": "?", "prenom": "?", "naissance": "?", "ipp-provisoire": "P2026001"}


def played(**more: object) -> Recorded:
    return Recorded(SITE, **more)  # type: ignore[arg-type]


def a_case_with_its_annex() -> Recorded:
    """A search leads to a case; its annex does not help, a second case joins, both become a third, which ends."""
    play = played()
    do = play.attempt
    for early in (want.Note("x"), want.Redline("x", "y", "wrong"), want.SetBegan(NIGHT), want.Close("x"), want.UndoLast(),
                  want.SayWhoFound("CD"), want.SaySameOutage("s2"), want.AddPatient({}, "X"), want.Join("cas-2", "ris"),
                  want.TurnAll((), "cas-2"), want.OfferHandover("x"), want.SetExpected(5)):  # fmt: skip
        do(early)
    do(want.Open("cas-7", "essai"))
    do(want.NamePerson("Claude Inventé", "manipulateur"))
    do(want.Open("triage", began=NIGHT - timedelta(minutes=12)))
    search = play.look().current_cases[0]
    do(want.Answer(search, "ris", "ne-sait-pas"))
    do(want.Called(search, "demander", "informatique", "no_answer"))
    do(want.Answer(search, "ris", "oui"))
    do(want.Follow(search, "vers-3"))
    case = play.look().current_cases[0]
    do(want.Answer(case, "un-seul", "non"))
    do(want.Settle(case, "changer", "rien de mieux"))
    do(want.Answer(case, "un-seul", "oui"))
    do(want.Called(case, "appel", "informatique", "no_answer"))
    play.now += timedelta(minutes=11)
    do(want.Called(case, "appel", "cadre", "reached"))
    do(want.Settle(case, "message", "CD", by_other=True))
    do(want.SetExpected(180))
    do(want.Join("cas-7", "essai"))
    do(want.SayWhoFound("CD, manipulateur"))
    do(want.SaySameOutage("s2"))
    do(want.SaySameOutage("s2"))
    do(want.SetCondition(case, "nuit", holds=False))
    do(want.SetCondition(case, "nuit", holds=True))
    do(want.NotNeeded(case, "nuit", "fait hier"))
    do(want.Leave(case, "cd"))
    do(want.Answer(case, "teleradio", "non"))
    do(want.RunAnnex(case, "secours"))
    annex = play.line("renvoyer").visit
    do(want.Settle(annex, "renvoyer"))
    do(want.Answer(annex, "recu", "oui"))
    do(want.Conclude(annex, "fin-oui"))
    do(want.RunAnnex(case, "secours"))
    again = play.line("renvoyer").visit
    do(want.CouldNot(again, "renvoyer", "réseau coupé"))
    do(want.Answer(again, "recu", "non"))
    do(want.Conclude(again, "fin-non"))
    do(want.Follow(case, "cas-cinq"))
    do(want.Join("cas-2", "ris"))
    do(want.Redline(case, "appel", "unclear", "quel poste ?"))
    do(want.Note("poste 4567", contact="cadre"))
    play.now += timedelta(hours=6)
    do(want.TurnAll(play.look().current_cases[:2], "cas-4", "tout"))
    both = play.look().current_cases[-1]
    do(want.Answer(both, "qui-revient", "ris"))
    do(want.AnnounceReturn(both, "AB, salle 2"))
    do(want.FellAgain(both))
    do(want.AnnounceReturn(both, "AB, salle 3", since=play.now - timedelta(hours=5)))
    do(want.AnnounceReturn(both, "AB, salle 3", since=play.now - timedelta(hours=20)))
    do(want.AnnounceReturn(both, "AB, salle 3", since=play.now + timedelta(minutes=1)))
    do(want.SetBegan(play.now))
    do(want.Settle(both, "message-retour"))
    do(want.OfferHandover("tout est dans le classeur"))
    do(want.TakeHandover())
    do(want.UndoLast())
    do(want.CorrectTime(play.events[3].id, NIGHT))
    do(want.Close())
    do(want.Close("fin de service"))
    do(want.Note("relu au matin"))
    do(want.SetBegan(play.now))
    do(want.SaySameOutage("s3"))
    do(want.Undo(play.events[-2].id))
    return play


def patients_of_a_night() -> Recorded:
    """Patients noted, corrected, voided, waived, reconciled and verified."""
    play = played(behind=timedelta(days=7), clock="doubtful")
    do = play.attempt
    do(want.Open("cas-3", "images", exercise=True))
    case = play.look().current_cases[0]
    do(want.AddPatient(_OUTSIDE, fields=_FIRST))
    do(want.AddPatient(_OUTSIDE, fields=_SECOND))
    do(want.AddPatient(_EMERGENCY, fields=_UNKNOWN, examined=NIGHT))
    do(want.AddPatient({"origin": "service", "unit": "réanimation"}, "Nom en clair"))
    do(want.AddPatient({}, fields={"nom": "Papier"}, paper="P-7", examined=NIGHT - timedelta(minutes=3)))
    do(want.AddPatient({"origin": "service"}, fields={"nom": "Commencé"}, draft=True))
    begun = play.look().patients[-1]
    do(want.CorrectPatient(begun.id, {}, fields={"nom": "Fini"}, seen=play.events[-1].id, draft=True, same_act=True))
    do(want.AbandonEntry(begun.id, play.events[-1].id))
    first, second, unknown, plain, paper = (line.id for line in play.look().patients if not line.draft)
    do(want.ConfirmSharedNumber(first, second, "relu au PACS"))
    do(want.CorrectPatient(first, _OUTSIDE, fields={**_FIRST, "heure": "2h30"}, examined=NIGHT))
    do(want.SettleDuty(first, "cd"))
    do(want.AnswerDuty(first, "secours-vu", "no"))
    do(want.AnswerDuty(first, "secours-vu", "no", "le cadre"))
    do(want.SettleDuty(second, "secours-vu"))
    do(want.AnswerDuty(unknown, "secours-vu", "unknown"))
    do(want.SettleDuty(unknown, "bracelet"))
    do(want.SettleDuty(unknown, "bracelet", "carte de groupe"))
    do(want.MarkDutyImpossible(second, "cd", "graveur en panne"))
    do(want.MarkDutyNotNeeded(paper, "bracelet", "jamais venu"))
    do(want.AnnounceReturn(case, "CD, salle 2"))
    do(want.Answer(case, "revenu", "oui"))
    do(want.Answer(case, "tous-vus", "oui"))
    do(want.HandIdentityOn(unknown, "la cellule, poste 4"))
    for line in (first, second):
        steps = play.look().patient(line)
        for step in steps.missing if steps is not None else ():
            do(want.Reconcile(line, step.key, "4412" if step.puts_right == "order" else ""))
    do(want.VerifyPatient(first))
    do(want.SettleDuty(first, "bracelet"))
    do(want.VerifyPatient(first))
    do(want.ConfirmSharedNumber(first, second, "relu une fois encore"))
    do(want.VerifyPatient(first))
    do(want.VoidPatient(plain, "doublon", want.ImagesFate("attach", first)))
    do(want.SetImagesFate(plain, want.ImagesFate("other", words="effacées")))
    do(want.Waive(second, "parti", want.ImagesFate("none")))
    do(want.VoidPatient(paper, "erreur", want.ImagesFate("attach", second)))
    do(want.Close("fin de service"))
    return play


def what_nobody_knows() -> Recorded:
    """A question is tried and asked again; then a case without a word for its degraded mode, which an annex rules out."""
    play = played()
    do = play.attempt
    do(want.Open("cas-3", "images"))
    case = play.look().current_cases[0]
    do(want.Called(case, "appel", "informatique", "reached"))
    do(want.Answer(case, "ou", "ne-sait-pas"))
    do(want.Settle(case, "regarder", "rien de plus"))
    do(want.Called(case, "demander-ou", "cadre", "no_answer"))
    do(want.Called(case, "demander-ou", "cadre", "reached"))
    do(want.Answer(case, "ou", "ici"))
    do(want.CouldNot(case, "un-seul", "personne ne sait"))
    do(want.Answer(case, "ris-aussi", "ne-sait-pas"))
    do(want.RunAnnex(case, "autre-annexe"))
    do(want.Conclude(play.line("fin-oui").visit, "fin-oui"))
    do(want.Settle(play.line("renvoyer").visit, "renvoyer", "CD", by_other=True))
    do(want.Conclude(play.line("fin-oui").visit, "fin-oui"))
    do(want.TurnAll((case,), "cas-6", "vide"))
    bare = play.look().current_cases[0]
    do(want.Called(bare, "appel", "cadre", "reached"))
    do(want.RunAnnex(bare, "verifier"))
    annex = play.state.visits[-1].id
    do(want.Answer(annex, "recu", "ne-sait-pas"))
    do(want.CouldNot(annex, "renvoyer", "réseau coupé"))
    do(want.CouldNot(annex, "fin-oui", "aucun des deux"))
    do(want.RunAnnex(bare, "verifier"))
    annex = play.state.visits[-1].id
    do(want.Settle(annex, "renvoyer"))
    do(want.Answer(annex, "recu", "oui"))
    do(want.Conclude(annex, "fin-oui"))
    do(want.AnnounceReturn(bare, "AB, salle 2"))
    do(want.Close())
    return play


def many_patients() -> Recorded:
    """More lines than are named in one sentence, some of them in doubt, voided, waived, corrected in two ways."""
    play = played()
    do = play.attempt
    do(want.Open("cas-3", "images"))
    case = play.look().current_cases[0]
    for number in range(6):
        do(want.AddPatient(_OUTSIDE, fields={**_FIRST, "nom": f"Inventé {number}", "demande-provisoire": f"D{number}"}))
    for number in range(3):
        do(want.AddPatient(_EMERGENCY, fields={**_UNKNOWN, "ipp-provisoire": f"P{number}"}, paper=f"{number + 1}",
                           examined=NIGHT))  # fmt: skip
    do(want.AddPatient({"origin": "externe"}, fields={"nom": "Commencé", "naissance": "1950"}, draft=True))
    lines = [line.id for line in play.look().patients]
    other = play.apart("w2")
    for one in (other, play):
        one.do(want.CorrectPatient(lines[1], {"origin": "service"}, fields={"nom": one.writer}, seen=f"e{4:05d}"))
    play.take_all(event for event in other.events if event.writer == "w2")
    said = [said_to_all(play)]
    do(want.AnnounceReturn(case, "CD, salle 2"))
    do(want.Answer(case, "revenu", "ne-sait-pas"))
    do(want.AnswerDuty(lines[2], "secours-vu", "no", "le cadre"))
    do(want.AnswerDuty(lines[2], "secours-vu", "no", "le cadre"))
    do(want.Answer(case, "tous-vus", "oui"))
    for line in lines[3:6]:
        do(want.VoidPatient(line, "doublon", want.ImagesFate("attach", lines[0])))
    for line in lines[6:8]:
        do(want.Waive(line, "parti", want.ImagesFate("attach", lines[2])))
    for step in ("demande", "images", "identite", "trait-nom", "ipp-definitif"):
        for line in (lines[2], lines[8]):
            do(want.Reconcile(line, step, "P2" if step == "ipp-definitif" else ""))
    said.append(said_to_all(play))
    do(want.Answer(case, "revenu", "non"))
    do(want.FellAgain(case))
    said.append(said_to_all(play))
    play.lines += table(said)
    return play


def odd(play: Recorded) -> list[want.Intent]:
    """What nobody should want now: at a line of each kind and state, and of the whole session."""
    lines = dict[tuple[type[Line], str, bool], list[want.Intent]]()
    for row in play.look().rows:
        lines.setdefault((type(row.line), row.status, row.again), odd_intents.at_line(row))
    (row, *_rows) = play.look().todo or play.look().rows
    return [
        *itertools.chain(*lines.values()), *odd_intents.without_reason(row), *odd_intents.of_session(play),
        *odd_intents.of_duties(play),
    ]  # fmt: skip


def said_to_all(play: Recorded) -> Counter[tuple[str, str]]:
    """What the session says now to every intent, and how often."""
    aside = map("x{:05d}".format, itertools.count()).__next__
    return Counter(refusals(play, [*every_intent(play), *odd(play)], aside))


def table(moments: list[Counter[tuple[str, str]]]) -> list[str]:
    """What was said to each class of intents, and how often at each moment."""
    return [
        f"{' '.join(str(said[name, words]) for said in moments)} {name}: {words}"
        for name, words in sorted(set().union(*moments))
    ]


@dataclass
class Drawn:
    """Acts drawn by a number, the same each time, and what the session says meanwhile to whatever else is wanted."""

    play: Recorded
    seed: int
    said: list[Counter[tuple[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.dice = random.Random(self.seed)

    def pick(self, items: list[_Item]) -> _Item:
        """An item, by the one method of `random` that gives the same in every version."""
        return items[int(self.dice.random() * len(items))]

    def wanted(self) -> want.Intent:
        """Mostly what comes next, now and then anything, or something odd."""
        walk, chance = self.play.look(), self.dice.random()
        if walk.next is not None and chance < 0.5:
            return self.pick(intents_of_row(walk.next))
        if chance < 0.8:
            return self.pick([intent for intent in every_intent(self.play) if not isinstance(intent, want.Close)])
        return self.pick(odd(self.play))

    def go_on(self, acts: int) -> None:
        """Does so many acts; at their end the session says what it thinks of every other."""
        for _act in range(acts):
            if self.dice.random() < 0.1:
                self.play.now += timedelta(minutes=int(self.dice.random() * 400))
            self.play.attempt(self.wanted())
        self.said.append(said_to_all(self.play))


def two_at_work(seed: int, entry: int) -> Recorded:
    """Acts at random; then two people who do not know of each other's, and what comes of both."""
    unit = SITE.entries[entry % len(SITE.entries)]
    play = played(rules=None if seed % 2 else 3)
    play.attempt(want.Open(unit.unit.id, unit.symptom.id))
    drawn = Drawn(play, seed)
    drawn.go_on(14)
    other = play.apart("w2")
    for intent in [intent for intent in every_intent(other) if not isinstance(intent, want.Close)][seed % 5 :: 9]:
        try_to(other, intent)
    drawn.go_on(8)
    play.take_all(event for event in other.events if event.writer == "w2")
    drawn.go_on(14)
    play.attempt(want.Close("fin de service"))
    drawn.go_on(5)
    play.lines += table(drawn.said)
    return play


PLAYS: dict[str, Callable[[], Recorded]] = {
    "annexe": a_case_with_its_annex,
    "patients": patients_of_a_night,
    "inconnu": what_nobody_knows,
    "beaucoup": many_patients,
    **{f"hasard-{seed}": lambda seed=seed: two_at_work(seed, seed) for seed in range(6)},  # type: ignore[misc]
}


@pytest.mark.parametrize("name", PLAYS)
def test_a_session_is_written_refused_and_shown_as_it_was(name: str) -> None:
    kept_as(FOLDER / f"{name}.txt", "\n".join(PLAYS[name]().end().lines) + "\n")
