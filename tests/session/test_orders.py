"""What was put in force lasts until its own end, whatever the return of the case says meanwhile."""

from __future__ import annotations

import random
from dataclasses import replace

import pytest

from pannesi.procedure.model.units import Annexe
from pannesi.session import actions as want
from pannesi.session.facts.session import SessionClosed
from pannesi.session.facts.visits import VisitClosed
from pannesi.session.labels import status_word
from pannesi.session.projection.read_model import Walk
from tests.support.building import Played, start
from tests.support.session_playing import alerted, intents_of_row, to_the_end, try_to
from tests.support.shipped_site import shipped

ENDS = ("resolution", "tests", "serveur-habituel")
"""The lines that end annexe 4, in order; one more only tells whom to ask."""


def backup(played: Played, line: str, arrived: str = "oui", *, tick: bool = True) -> str:
    """Walks annexe 4 from a line up to its end; returns its visit."""
    played.do(want.RunAnnex(*played.line(line).key))
    annex = played.line(line).running
    assert annex is not None
    if played.line("serie-recue").status == "open":
        played.do(want.Answer(annex, "serie-recue", "non"))
    played.do(want.Answer(annex, "arrivent", arrived))
    played.do(want.Called(annex, "appeler-imadis", "imadis-images", "reached"))
    if arrived == "oui" and tick:
        played.do(want.Settle(annex, "vers-secours"))
    played.do(want.Conclude(annex, "fin-reussi" if arrived == "oui" else "fin-echec"))
    return annex


def pacs_with_backup(*, tick: bool = True) -> tuple[Played, str, str]:
    """Case 3 at night, images not leaving, annexe 4 in place; the visits of both."""
    played = start(shipped(), "cas-3", "images-invisibles")
    case = played.look().current_cases[0]
    played.do(want.Answer(case, "imadis-recoit", "non"))
    return played, case, backup(played, "secours-imadis", tick=tick)


def orders(played: Played) -> list[str]:
    return [row.line.id for row in played.look().standing]


def owed(played: Played) -> set[str]:
    """What is owed to a patient noted now."""
    before = {one.id for one in played.look().patients}
    played.do(want.AddPatient({"origin": "urgences"}, "Inventé"))
    return {duty.key for duty in played.look().duties if duty.patient.id not in before}


def test_the_return_of_the_case_does_not_end_what_an_annex_put_in_place() -> None:
    played, case, annex = pacs_with_backup()
    played.do(want.AnnounceReturn(case, "AB, salle 2"))
    assert orders(played) == ["vers-secours"]
    assert "secours" in owed(played)
    for line in ENDS:
        assert orders(played) == ["vers-secours"], f"before {line}"
        played.do(want.Settle(annex, line))
    assert orders(played) == []
    assert "secours" not in owed(played)


def test_what_an_annex_put_in_place_may_end_before_the_case_is_back() -> None:
    played, _case, annex = pacs_with_backup()
    for line in ENDS:
        played.do(want.Settle(annex, line))
    assert "vers-secours" not in orders(played)
    assert "cd-coupe" in orders(played)


def test_an_end_that_could_not_be_reached_is_no_end() -> None:
    played, case, annex = pacs_with_backup()
    played.do(want.AnnounceReturn(case, "AB, salle 2"))
    played.do(want.CouldNot(annex, "resolution", "IMADIS n'a pas rappelé"))
    played.do(want.Settle(annex, "tests"))
    played.do(want.CouldNot(annex, "serveur-habituel", "menu introuvable"))
    assert orders(played) == ["vers-secours"]
    played.do(want.Settle(annex, "serveur-habituel"))
    assert orders(played) == []


@pytest.mark.parametrize("tick", [True, False], ids=["noted", "not noted"])
def test_an_order_of_an_annex_goes_through_every_case_that_its_own_turns_into(tick: bool) -> None:
    played, case, annex = pacs_with_backup(tick=tick)
    played.do(want.Answer(case, "ris-aussi", "non"))
    played.do(want.Follow(case, "vers-cas-4"))
    (both,) = played.look().current_cases
    assert "vers-secours" in orders(played)
    assert "secours" in owed(played)
    played.do(want.AnnounceReturn(both, "AB, salle 2"))
    played.do(want.Answer(both, "qui-revient", "ris"))
    played.do(want.Follow(both, "vers-cas-3"))
    (pacs,) = played.look().current_cases
    assert "vers-secours" in orders(played)
    played.do(want.AnnounceReturn(pacs, "AB, salle 2"))
    assert orders(played) == ["vers-secours"]
    for line in ENDS:
        played.do(want.Settle(annex, line))
    assert orders(played) == []


def test_the_backup_of_case_7_outlives_its_return() -> None:
    played = start(shipped(), "cas-7", "cache-seul")
    case = played.look().current_cases[0]
    played.do(want.Answer(case, "imadis-actif", "oui"))
    annex = backup(played, "secours")
    played.do(want.AnnounceReturn(case, "AB, poste 2"))
    assert orders(played) == ["vers-secours"]
    played.do(want.Settle(case, "retour-imadis"))
    assert orders(played) == ["vers-secours"]
    for line in ENDS:
        played.do(want.Settle(annex, line))
    assert orders(played) == []


def test_requests_are_faxed_until_imadis_is_back_and_their_results_are_asked_for_afterwards() -> None:
    played = start(shipped(), "annexe-2", "itis-inaccessible")
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "decision", "oui"))
    played.do(want.Settle(visit, "faxer"))
    played.do(want.Conclude(visit, "fin-fax"))
    played.do(want.AnnounceReturn(visit, "AB, poste 2"))
    assert orders(played) == ["faxer"]
    played.do(want.Settle(visit, "resolution"))
    assert orders(played) == ["faxer"], "announced, not tested"
    played.do(want.Settle(visit, "tests"))
    assert orders(played) == [], "nobody faxes to a portal that is back"
    assert (visit, "resultats-recus") in {row.key for row in played.look().todo}
    played.do(want.Answer(visit, "resultats-recus", "non"))
    assert orders(played) == []
    assert any(block.row == (visit, "reclamer-resultats") for block in played.look().blocks)


def test_an_annex_walked_again_with_another_end_says_what_is_so_now() -> None:
    played, _case, _first = pacs_with_backup()
    backup(played, "secours-imadis", arrived="non")
    assert "vers-secours" not in orders(played)
    backup(played, "secours-imadis")
    assert orders(played).count("vers-secours") == 2, "each until its own end"


def test_each_of_two_passages_with_the_same_end_lasts_until_its_own() -> None:
    played, case, first = pacs_with_backup()
    second = backup(played, "secours-imadis")
    played.do(want.AnnounceReturn(case, "AB, salle 2"))
    for line in ENDS:
        played.do(want.Settle(second, line))
    assert [row.visit for row in played.look().standing] == [first]


def test_what_fell_again_is_in_force_again_and_has_its_end_to_reach_again() -> None:
    played, case, annex = pacs_with_backup()
    played.do(want.AnnounceReturn(case, "AB, salle 2"))
    for line in ENDS:
        played.do(want.Settle(annex, line))
    played.do(want.FellAgain(case))
    assert {"vers-secours", "cd-coupe"} <= set(orders(played))
    played.do(want.AnnounceReturn(case, "AB, salle 2"))
    assert orders(played) == ["vers-secours"]
    assert {row.line.id for row in played.look().todo if row.visit == annex} >= set(ENDS)


def test_an_annex_begun_and_not_ended_is_ended_first_where_it_left_an_order() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    case = played.look().current_cases[0]
    played.do(want.Answer(case, "imadis-recoit", "non"))
    played.do(want.RunAnnex(*played.line("secours-imadis").key))
    annex = played.line("secours-imadis").running
    assert annex is not None
    played.do(want.Answer(annex, "serie-recue", "non"))
    played.do(want.Answer(annex, "arrivent", "oui"))
    played.do(want.Called(annex, "appeler-imadis", "imadis-images", "reached"))
    played.do(want.Settle(annex, "vers-secours"))
    played.do(want.AnnounceReturn(case, "AB, salle 2"))
    assert orders(played) == ["vers-secours"]
    assert (annex, "fin-reussi") in {row.key for row in played.look().todo}
    assert (annex, "fin-reussi") in {block.row for block in played.look().blocks}
    played.do(want.Conclude(annex, "fin-reussi"))
    assert orders(played) == ["vers-secours"]
    assert to_the_end(played).stage == "closed"
    assert played.line("serveur-habituel").status == "done"


@pytest.mark.parametrize(
    ("unit", "symptom", "line", "order"),
    [
        ("cas-6", "vueshare", "acces-retabli", "cd-coupe"),
        ("cas-2", "dictee", "dictee-revenue", "cr-tape"),
        ("cas-2", "planning", "planning-revenu", "plannings-papier"),
    ],
)
def test_the_orders_of_a_case_stay_until_its_return_is_confirmed(
    unit: str, symptom: str, line: str, order: str
) -> None:
    played = start(shipped(), unit, symptom)
    visit = played.look().current_cases[0]
    played.do(want.AnnounceReturn(visit, "AB, poste 2"))
    assert order in orders(played)
    played.do(want.Answer(visit, line, "non"))
    assert order in orders(played)
    played.do(want.Answer(visit, line, "oui"))
    assert order not in orders(played)


@pytest.mark.parametrize(
    ("answer", "stays"), [("les-deux", False), ("ris", True), ("pacs", True), ("ne-sait-pas", True)]
)
def test_the_orders_of_case_4_stay_until_it_is_known_that_both_are_back(answer: str, stays: bool) -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    visit = played.look().current_cases[0]
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    assert "films-rea" in orders(played)
    back = [row.line.id for row in played.look().todo if row.phase == "return_to_normal"]
    assert back[0] == "qui-revient"
    played.do(want.Answer(visit, "qui-revient", answer))
    assert ("films-rea" in orders(played)) is stays


def test_a_case_without_such_a_check_has_its_orders_until_its_return_is_announced() -> None:
    played, visit = alerted()
    assert orders(played) == ["cd"]
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    assert orders(played) == []


def test_a_session_closed_before_keeps_its_state() -> None:
    played, case, _annex = pacs_with_backup()
    played.do(want.AnnounceReturn(case, "AB, salle 2"))
    played.do(want.Close("fin de service"))
    assert orders(played) == ["vers-secours"]
    *before, closing = played.events
    assert closing.kind == SessionClosed.kind
    earlier = Played(shipped(), now=played.now)
    for event in before:
        earlier.take(event)
    earlier.take(replace(closing, payload={k: v for k, v in closing.payload.items() if k != "rules"}))
    assert orders(earlier) == []


def _open_ends(played: Played, walk: Walk) -> set[tuple[str, str]]:
    """Orders taken note of in an annex that has an act of its return to be done."""
    annexes = {one.id for one in played.state.visits if isinstance(played.site.unit_by_id[one.unit], Annexe)}
    due = {row.visit for row in walk.rows if row.visit in annexes and row.phase == "return_to_normal"
           and row.line.verb == "do" and row.status == "open"}  # fmt: skip
    standing = (row for row in walk.rows if row.line.verb == "standing" and row.status == "done")
    return {row.key for row in standing if row.visit in due and not row.off_branch}


def test_at_every_moment_an_annex_to_be_put_back_keeps_its_orders() -> None:
    """Whatever happens on the way, unless the same annex was walked again since and ended otherwise."""
    met = 0
    for seed in range(5):
        dice = random.Random(seed)
        played, _case, _annex = pacs_with_backup(tick=dice.random() < 0.7)
        for _step in range(30):
            walk = played.look()
            outcomes = {str(one.payload.get("outcome")) for one in played.events if one.kind == VisitClosed.kind}
            expected = _open_ends(played, walk) if len(outcomes) <= 1 else set()
            met += len(expected)
            assert expected <= {row.key for row in walk.standing}
            _one_more(played, walk, dice)
    assert met > 20


def _one_more(played: Played, walk: Walk, dice: random.Random) -> None:
    choices = [
        intent for row in walk.todo[:3] for intent in intents_of_row(row) if not isinstance(intent, want.CouldNot)
    ]
    choices += (
        [want.AnnounceReturn(visit, "AB, salle 2") for visit in walk.current_cases] if dice.random() < 0.2 else []
    )
    choices += [want.FellAgain(visit) for visit in walk.current_cases] if dice.random() < 0.1 else []
    next((intent for intent in dice.sample(choices, len(choices)) if try_to(played, intent)), None)


def test_the_steps_of_an_annex_are_asked_before_its_end_though_the_return_was_announced_meanwhile() -> None:
    played = start(shipped(), "cas-6", "vueshare")
    for _line in range(30):
        following = played.look().next
        if following is None or following.unit == "annexe-3":
            break
        played.do(intents_of_row(following)[0])
    seen = played.look()
    assert seen.next is not None
    assert seen.next.unit == "annexe-3"
    root = seen.current_cases[0]
    played.do(want.AnnounceReturn(root, "vu sur le poste 2"))
    after = played.look()
    steps = [row for row in after.todo if row.visit == seen.next.visit]
    assert steps[0].key == seen.next.key, "not its end, past what was not done"
    assert [row.line.verb for row in steps].index("outcome") > 0


def begun(unit: str, symptom: str, run: str, *answers: str) -> tuple[Played, str, str]:
    """A case in which an annex was begun by the line `run` (empty: entered by itself), with these answers of the case
    and of the annex (`LINE=OPTION`); and the visits of both. The return was announced meanwhile."""
    played = start(shipped(), unit, symptom)
    case = played.look().current_cases[0]
    for name, option in (one.split("=") for one in answers if "/" not in one):
        played.do(want.Answer(case, name, option))
    if run:
        played.do(want.RunAnnex(case, run))
    annex = played.line(run).running if run else case
    assert annex is not None
    for name, option in (one.removeprefix("/").split("=") for one in answers if "/" in one):
        played.do(want.Answer(annex, name, option))
    played.do(want.AnnounceReturn(case, "vu sur le poste 2"))
    return played, case, annex


IN_CASE_3 = ("cas-3", "images-invisibles", "secours-imadis", "imadis-recoit=non", "/serie-recue=non")


@pytest.mark.parametrize(
    ("where", "first", "end"),
    [
        (("annexe-2", "itis-inaccessible", "", "/decision=oui"), "joindre", "fin-fax"),
        (("annexe-3", "internet", ""), "par-telephone", "fin"),
        ((*IN_CASE_3, "/arrivent=oui"), "signal", "fin-reussi"),
        ((*IN_CASE_3, "/arrivent=non"), "signal", "fin-echec"),
        (("cas-7", "cache-seul", "secours", "imadis-actif=oui", "/arrivent=non"), "renvoyer-toutes", "fin-echec"),
        (("cas-7", "cache-seul", "ticket-philips"), "referent-present", "fin"),
    ],
)
def test_one_s_own_steps_of_any_annex_begun_come_before_its_end_once_the_return_is_announced(
    where: tuple[str, ...], first: str, end: str
) -> None:
    played, _case, annex = begun(*where)
    steps = [row for row in played.look().todo if row.visit == annex and row.phase != "return_to_normal"]
    names = [row.line.id for row in steps if not row.line.traits.by_others]
    assert names[0] == first
    assert names.index(end) == len(names) - 1 if end in names else played.line(end).status == "pending"


@pytest.mark.parametrize("where", [IN_CASE_3, ("cas-7", "cache-seul", "secours", "imadis-actif=oui")])
def test_the_usual_server_is_put_back_though_the_return_came_before_the_backup_had_failed(
    where: tuple[str, ...],
) -> None:
    played, _case, annex = begun(*where)
    assert played.line("serveur-habituel").status == "pending", "nobody may read that it is not needed"
    played.do(want.Settle(annex, "renvoyer-toutes"))
    played.do(want.Called(annex, "appeler-imadis", "imadis-images", "reached"))
    played.do(want.Answer(annex, "arrivent", "non"))
    run = next(row.key for row in played.look().rows if row.running == annex)
    assert run in {block.row for block in played.look().blocks}
    played.do(want.Conclude(annex, "fin-echec"))
    assert (annex, "serveur-habituel") in {block.row for block in played.look().blocks}
    assert to_the_end(played).stage == "closed"
    assert played.line("serveur-habituel").status == "done"


def test_an_annex_said_not_to_be_needed_asks_nothing_at_the_return() -> None:
    played, case, _annex = begun(*IN_CASE_3)
    played.do(want.NotNeeded(case, "secours-imadis", "revenu avant"))
    assert played.line("serveur-habituel").status == "not_applicable"


@pytest.mark.parametrize(
    ("unit", "symptom", "to", "seen_as", "continued", "over"),
    [
        ("cas-2", "ris", "cas-4", "ris-et-pacs", {"cd-coupe": "cd-coupe"}, ()),
        ("cas-3", "images-invisibles", "cas-4", "ris-et-pacs", {"cd-coupe": "cd-coupe", "films-rea": "films-rea"}, ()),
        ("cas-4", "ris-et-pacs", "cas-3", "images-invisibles", {"films-rea": "films-rea"}, ("saisie-main",)),
    ],
)
def test_an_order_that_the_next_case_asks_for_too_is_not_told_as_over(
    unit: str, symptom: str, to: str, seen_as: str, continued: dict[str, str], over: tuple[str, ...]
) -> None:
    played = start(shipped(), unit, symptom)
    first = played.look().current_cases[0]
    for row in played.look().standing:
        played.do(want.Settle(*row.key))
    played.do(want.TurnAll((first,), to, seen_as))
    rows = {row.line.id: row for row in played.look().rows if row.visit == first}
    for line, later in continued.items():
        assert status_word(rows[line]) == f"continue : {played.line(later).number}"
    for line in over:
        assert status_word(rows[line]) == "plus en vigueur"
