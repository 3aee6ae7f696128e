"""What the walk keeps of the register changes nothing that can be seen."""

from __future__ import annotations

from datetime import timedelta

from pannesi.session import intents as want
from pannesi.session.drafting import Refused
from pannesi.session.likeness import alike
from pannesi.session.state import fold
from pannesi.session.walk import walk
from tests.session.building import Played, start
from tests.site.test_coverage import shipped


def intents(played: Played) -> list[want.Intent]:
    """Acts on the register of every kind, some of which are refused."""
    now = played.look()
    first, *others = [one.id for one in now.patients]
    second = others[0]
    keys = [duty.key for duty in now.duties if duty.patient.id == first]
    return [
        *(want.SettleDuty(first, key) for key in keys),
        want.UndoLast(),
        want.DutyNotNeeded(second, keys[0], "pas de CD"),
        want.CorrectPatient(first, {"origin": "urgences", "exam": "autre"}, fields={"nom": "Autre"}),
        want.CorrectTime(played.state.heads("patient")[0].id, now.now - timedelta(minutes=1)),
        want.AnnounceReturn(now.roots[0], "les images arrivent"),
        *(want.Reconcile(first, step.key, "n° 12") for step in now.patients[0].steps),
        want.VerifyLine(first),
        want.Waive(second, "doublon"),
        want.UndoLast(),
        want.VoidPatient(second, "saisie par erreur"),
        want.FellAgain(now.roots[0]),
        want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": "Autre"}),
    ]


def test_after_each_act_the_register_is_what_it_would_be_read_afresh() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    for number in range(3):
        played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": f"Inventé{number}"}))
    done = 0
    for intent in intents(played):
        try:
            played.do(intent)
            done += 1
        except Refused:
            continue
        mine, afresh = played.look(), walk(played.site, fold(played.events), played.now)
        assert mine.patients == afresh.patients
        assert mine.duties == afresh.duties
        kept = played.state.derived
        fields = played.site.register_fields
        assert alike(mine.patients, fields, kept) == alike(afresh.patients, fields)
    assert done > 10


def test_a_fact_about_one_line_leaves_every_other_as_it_was() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    for number in range(5):
        played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": f"Inventé{number}"}))
    before = played.look().patients
    played.do(want.SettleDuty(before[2].id, "cd"))
    after = played.look().patients
    assert [one is other for one, other in zip(before, after, strict=True)] == [True, True, False, True, True]
