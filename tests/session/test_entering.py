"""A line that is being entered: field by field in the journal, one act to undo, a patient to complete until it ends."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pannesi.session import actions as want
from pannesi.session.event_writer import ActContext, Refused
from pannesi.session.facts.patients import PatientAdded, PatientCorrected
from pannesi.session.handlers.dispatch import drafts
from pannesi.session.projection.read_model import Patient
from pannesi.session.projection.walk import walk
from pannesi.session.register.draft_entries import DraftEntry, is_draft, is_superseded_draft
from pannesi.session.state import fold
from tests.support.building import NIGHT, Played, start
from tests.support.shipped_site import shipped

Fields = dict[str, str]


def on_case_4() -> Played:
    return start(shipped(), "cas-4", "ris-et-pacs")


def keep(played: Played, entering: DraftEntry, fields: Fields, *, draft: bool = True, paper: str = "") -> None:
    before = len(played.events)
    played.do(entering.save_intent({}, fields, None, paper, draft=draft))
    entering.note_written(played.events[before:])


def entered(played: Played, *, draft: bool = False) -> DraftEntry:
    """Three fields left one after the other, then saved unless it is a `draft`."""
    entering = DraftEntry.of_patient(None)
    keep(played, entering, {"nom": "Inventé"})
    keep(played, entering, {"nom": "Inventé", "prenom": "Essai"})
    keep(played, entering, {"nom": "Inventé", "prenom": "Essai", "sexe": "F"}, draft=draft)
    return entering


def last(played: Played) -> Patient:
    return played.look().patients[-1]


def test_each_field_is_a_fact_and_all_are_one_act_told_once() -> None:
    played = on_case_4()
    entered(played)
    versions = [one for one in played.events if one.kind in (PatientAdded.kind, PatientCorrected.kind)]
    assert [is_draft(one) for one in versions] == [True, True, False]
    assert len({one.payload["act"] for one in versions}) == 1
    assert [is_superseded_draft(played.state, one) for one in versions] == [True, True, False]
    assert last(played).fields == {"nom": "Inventé", "prenom": "Essai", "sexe": "F"}


def test_undoing_takes_the_line_and_not_its_last_field_and_its_number_stays_used() -> None:
    played = on_case_4()
    entered(played)
    assert last(played).label == "A-01"
    played.do(want.UndoLast())
    assert played.look().patients == ()
    played.do(want.AddPatient({}, "Inventé"))
    assert last(played).label == "A-02"


def test_a_half_line_is_undone_whole_too() -> None:
    played = on_case_4()
    entered(played, draft=True)
    played.do(want.UndoLast())
    assert played.look().patients == ()


def test_undoing_a_correction_made_field_by_field_brings_back_what_was_saved_before() -> None:
    played = on_case_4()
    entered(played)
    correcting = DraftEntry.of_patient(last(played))
    keep(played, correcting, {"nom": "Autre"})
    keep(played, correcting, {"nom": "Autre", "prenom": "Nom"}, draft=False)
    played.do(want.UndoLast())
    assert last(played).fields["nom"] == "Inventé"
    assert not last(played).draft


def test_a_half_line_is_one_to_complete_and_holds_the_session_against_verifying_and_closing() -> None:
    played = on_case_4()
    entered(played, draft=True)
    line = last(played)
    assert line.draft
    for step in line.missing:
        played.do(want.Reconcile(line.id, step.key))
    with pytest.raises(Refused, match="saisie pas finie"):
        played.do(want.VerifyPatient(line.id))
    assert "patient" in {block.code for block in played.look().blocks}
    assert last(played).draft, "a number given at a step finishes no entering"


def test_who_comes_back_to_a_half_line_finishes_it_by_an_act_of_their_own() -> None:
    played = on_case_4()
    entered(played, draft=True)
    again = DraftEntry.of_patient(last(played))
    assert again.unfinished
    keep(played, again, {"nom": "Inventé", "prenom": "Essai", "sexe": "F"}, draft=False)
    assert not last(played).draft
    played.do(want.UndoLast())
    assert last(played).draft, "what somebody else may have entered stays"


def test_an_entering_given_up_leaves_no_line_and_the_number_is_not_given_again() -> None:
    played = on_case_4()
    entering = entered(played, draft=True)
    played.do(entering.abandon_intent())
    assert played.look().patients == ()
    gone = played.events[-1]
    versions = [one.id for one in played.events if is_draft(one)]
    assert [gone.payload["event"], *gone.payload["with"]] == versions
    keep(played, DraftEntry.of_patient(None), {"nom": "Autre"})
    assert last(played).label == "A-02"


def test_a_correction_given_up_leaves_the_line_as_it_was_saved_and_verified() -> None:
    played = on_case_4()
    entered(played)
    saved = last(played)
    played.do(want.Waive(saved.id, "essai"))
    correcting = DraftEntry.of_patient(saved)
    keep(played, correcting, {"nom": "Autre"})
    assert last(played).fields == {"nom": "Autre"}
    played.do(correcting.abandon_intent())
    assert (last(played).fields, last(played).state) == (saved.fields, "waived")


def test_what_was_saved_meanwhile_is_not_given_up() -> None:
    played = on_case_4()
    entering = entered(played, draft=True)
    keep(played, DraftEntry.of_patient(last(played)), {"nom": "Fini"}, draft=False)
    with pytest.raises(Refused, match="finie ou corrigée entre-temps"):
        played.do(entering.abandon_intent())
    with pytest.raises(Refused, match="finie ou corrigée entre-temps"):
        played.do(want.AbandonEntry(last(played).id, last(played).latest.id))  # type: ignore[union-attr]


def test_two_people_in_one_half_line_are_a_conflict_and_who_gives_up_takes_nothing_of_the_other() -> None:
    played = on_case_4()
    entering = entered(played, draft=True)
    other = played.apart("w2")
    theirs = DraftEntry.of_patient(last(other))
    keep(other, theirs, {"nom": "Leur"})
    keep(played, entering, {"nom": "Mien"})
    for event in other.events:
        if event.id not in played.state.events:
            played.take(event)
    assert len(last(played).conflict) == 2
    played.do(entering.abandon_intent())
    assert (last(played).fields, last(played).conflict) == ({"nom": "Leur"}, ())


def test_a_paper_sheet_may_get_its_number_before_its_hour_and_is_not_finished_without() -> None:
    played = on_case_4()
    entering = DraftEntry.of_patient(None)
    keep(played, entering, {"nom": "Inventé"})
    keep(played, entering, {"nom": "Inventé"}, paper="17")
    assert (last(played).label, last(played).paper, last(played).hour_given) == ("P-017", True, False)
    with pytest.raises(Refused, match="l'heure écrite"):
        keep(played, entering, {"nom": "Inventé"}, paper="17", draft=False)
    keep(played, DraftEntry.of_patient(None), {"nom": "Autre"})
    assert last(played).label == "A-02", "the number given before the sheet's own stays used"
    with pytest.raises(Refused, match="déjà au registre"):
        keep(played, DraftEntry.of_patient(last(played)), {"nom": "Autre"}, paper="P-017")
    examined = played.now - timedelta(minutes=9)
    played.do(entering.save_intent({}, {"nom": "Inventé"}, examined, "17", draft=False))
    line = next(one for one in played.look().patients if one.label == "P-017")
    assert (line.examined, line.draft) == (examined, False)
    played.do(want.CorrectPatient(line.id, {}, fields={"nom": "Relu"}))
    line = next(one for one in played.look().patients if one.fields == {"nom": "Relu"})
    assert (line.label, line.paper) == ("P-017", True)


def test_the_hour_of_a_line_is_that_of_its_first_field_where_nobody_says_another() -> None:
    played = on_case_4()
    entered(played)
    first = next(one for one in played.events if one.kind == PatientAdded.kind)
    assert last(played).examined == first.moment


def test_the_same_facts_make_the_same_register_one_by_one_or_at_once() -> None:
    played = on_case_4()
    entering = DraftEntry.of_patient(None)
    for fields, paper in (({"nom": "A"}, ""), ({"nom": "A"}, "9"), ({"nom": "A", "prenom": "B"}, "9")):
        keep(played, entering, fields, paper=paper)
        at_once = walk(played.site, fold(played.events), played.now).patients
        assert [one.label for one in at_once] == [one.label for one in played.look().patients]
    assert played.now > NIGHT


@pytest.mark.parametrize("draft", [False, True], ids=["at once", "after its only field was emptied"])
def test_nothing_said_of_a_patient_notes_none(draft: bool) -> None:
    played = on_case_4()
    entering = DraftEntry.of_patient(None)
    if draft:
        keep(played, entering, {"nom": "Inventé"})
        keep(played, entering, {})
    before = len(played.events)
    with pytest.raises(Refused, match="Rien n'est rempli : rien n'est noté"):
        keep(played, entering, {}, draft=False)
    assert len(played.events) == before


@pytest.mark.parametrize("said", [{"nom": "inconnu"}, {"salle": "2"}])
def test_not_knowing_or_a_room_is_something_said(said: Fields) -> None:
    played = on_case_4()
    keep(played, DraftEntry.of_patient(None), said, draft=False)
    assert last(played).fields == said


def test_a_session_of_before_is_replayed_with_the_patients_of_whom_nothing_was_said() -> None:
    played = on_case_4()
    written = drafts(
        played.site, played.state, want.AddPatient({}), ActContext(played.session, NIGHT, "", played.ids, rules=3)
    )  # fmt: skip
    assert [draft.kind for draft in written] == [PatientAdded.kind]
