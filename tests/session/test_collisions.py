"""Two patients under one number are said at once and hold the line; two lines of one patient do not."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.history.replay.player import play
from pannesi.history.replay.recorded_session import recorded_session_of
from pannesi.session import actions as want
from pannesi.session.event_writer import Refused
from pannesi.session.projection.walk import walk
from pannesi.session.register.collisions import comparable_number, shared_number_words
from pannesi.session.state import fold
from tests.support.building import Played
from tests.support.shared_numbers import night

FIRST = {"nom": "Inventé", "prenom": "Essai", "naissance": "12/03/1950", "sexe": "F"}
SECOND = {"nom": "Imaginé", "prenom": "Exemple", "naissance": "01/01/1960", "sexe": "M"}


def said(played: Played, number: int = 1) -> list[str]:
    """What is said of the doubts at one line."""
    seen = played.look()
    labels = {one.id: one.label for one in seen.patients}
    line = seen.patients[number].id
    sheet = played.site.register_fields
    return [
        shared_number_words(one, line, labels, sheet)
        for one in seen.number_doubts
        if one.concerns(line) and one.confirmed_by is None
    ]


def settle(played: Played, number: int) -> str:
    line = played.look().patients[number]
    for duty in played.look().duties_by_patient[line.id]:
        if duty.status == "open" and duty.phase != "return_to_normal":
            played.do(want.SettleDuty(line.id, duty.key))
    for step in played.look().patients[number].missing:
        played.do(want.Reconcile(line.id, step.key))
    return line.id


def test_one_definitive_number_at_two_patients_is_said_at_once_and_blocks_the_verification() -> None:
    played = night(FIRST, SECOND)
    first, second = settle(played, 0), settle(played, 1)
    for line in (first, second):
        fields = played.look().patient(line).fields  # type: ignore[union-attr]
        played.do(want.CorrectPatient(line, {"origin": "urgences"}, fields={**fields, "accession-final": "ACC777"}))
    assert said(played, 0) == ["COLLISION ? même « Accession Number définitif » que A-02"]
    assert said(played, 1) == ["COLLISION ? même « Accession Number définitif » que A-01"]
    for line in (first, second):
        with pytest.raises(Refused, match="COLLISION"):
            played.do(want.VerifyPatient(line))
    assert [block.text for block in played.look().blocks if block.code == "doubt"] == [
        "A-02 : COLLISION ? même « Accession Number définitif » que A-01"
    ]
    played.do(want.CorrectPatient(second, {"origin": "urgences"}, fields={**SECOND, "accession-final": "ACC778"}))
    assert played.look().number_doubts == ()
    played.do(want.VerifyPatient(second))


@pytest.mark.parametrize(
    ("mine", "theirs", "words"),
    [
        ({"console": "300256"}, {"console": "300256"}, "COLLISION ? même « Identifiant tapé sur la console » que A-01"),
        ({"ipp": "300256"}, {"ipp": "00300256"}, "COLLISION ? même « IPP » que A-01"),
        ({"episode": "4471"}, {"episode": "4471"}, "COLLISION ? même « Numéro de séjour (épisode) » que A-01"),
        ({"accession-final": "n° 4471"}, {"accession-final": "44-71"},
         "COLLISION ? même « Accession Number définitif » que A-01"),
        ({"accession": "ACC777"}, {"accession-final": "acc777"},
         "COLLISION ? « Accession Number définitif » est « Accession Number d'origine » de A-01"),
        ({"ipp": "300256"}, {"console": "300256"},
         "DOUTE : « Identifiant tapé sur la console » est aussi « IPP » de A-01"),
        ({"episode": "300256"}, {"ipp": "300256"}, "DOUTE : « IPP » est aussi « Numéro de séjour (épisode) » de A-01"),
        ({}, {"ipp": "300256", "episode": "300256"},
         "DOUTE : le même numéro pour « IPP » et « Numéro de séjour (épisode) »"),
    ],
)  # fmt: skip
def test_each_kind_of_number_that_two_patients_share_or_that_stands_in_two_places_is_doubted(
    mine: dict[str, str], theirs: dict[str, str], words: str
) -> None:
    played = night({**FIRST, **mine}, {**SECOND, **theirs})
    assert said(played) == [words]
    line = settle(played, 1)
    with pytest.raises(Refused, match="dire pourquoi c'est juste"):
        played.do(want.VerifyPatient(line))


@pytest.mark.parametrize(
    ("mine", "theirs"),
    [
        ({"episode": "0"}, {"episode": "00"}),
        ({"console": "?"}, {"console": "inconnu"}),
        ({"console": ""}, {}),
        ({"console": "1"}, {"episode": "1"}),
        ({}, {"console": "300256", "ipp": "300256"}),
        ({}, {"accession": "ACC777", "accession-final": "ACC777"}),
    ],
)
def test_episode_0_what_nobody_knows_and_what_is_usual_on_one_line_is_no_collision(
    mine: dict[str, str], theirs: dict[str, str]
) -> None:
    assert night({**FIRST, **mine}, {**SECOND, **theirs}).look().number_doubts == ()


def test_two_lines_of_one_patient_share_a_number_without_a_word_and_twins_do_not() -> None:
    played = night({**FIRST, "ipp": "300256"}, {**FIRST, "ipp": "300256"})
    assert played.look().number_doubts == ()
    assert (
        len(night({**FIRST, "ipp": "300256"}, {**FIRST, "prenom": "Autre", "ipp": "300256"}).look().number_doubts) == 1
    )
    nobody = dict.fromkeys(("nom", "prenom", "naissance"), "?")
    assert len(night({**nobody, "console": "99"}, {**nobody, "console": "99"}).look().number_doubts) == 1


def test_a_line_struck_out_or_attached_collides_with_nobody_and_put_back_it_does_again() -> None:
    played = night({**FIRST, "console": "300256"}, {**SECOND, "console": "300256"})
    first, second = (one.id for one in played.look().patients)
    played.do(want.VoidPatient(second, "doublon", want.ImagesFate("none")))
    assert played.look().number_doubts == ()
    played.do(want.UndoLast())
    assert len(played.look().number_doubts) == 1
    played.do(want.Waive(second, "même patient", want.ImagesFate("attach", first)))
    assert played.look().number_doubts == ()


def test_a_doubt_is_passed_with_a_reason_as_long_as_both_say_that_number() -> None:
    played = night({**FIRST, "console": "300256"}, {**SECOND, "console": "300256"})
    first, second = (one.id for one in played.look().patients)
    with pytest.raises(Refused, match="pourquoi"):
        played.do(want.ConfirmSharedNumber(second, first, " "))
    played.do(want.ConfirmSharedNumber(second, first, "relu au PACS : deux études distinctes"))
    assert said(played) == []
    with pytest.raises(Refused, match="Aucun numéro"):
        played.do(want.ConfirmSharedNumber(first, second, "encore"))
    played.do(want.UndoLast())
    assert len(said(played)) == 1
    played.do(want.ConfirmSharedNumber(first, second, "relu"))
    for line, who in ((first, FIRST), (second, SECOND)):
        played.do(want.CorrectPatient(line, {}, fields={**who, "console": "300256", "ipp": "888999"}))
    assert said(played) == ["COLLISION ? même « IPP » que A-01"]
    afresh = walk(played.site, fold(played.events), played.now)
    assert afresh.number_doubts == played.look().number_doubts


def test_lines_of_an_earlier_program_are_doubted_by_nobody_until_one_is_written_anew() -> None:
    played = night({**FIRST, "console": "300256"}, {**SECOND, "console": "300256"})
    old = [replace(one, payload={k: v for k, v in one.payload.items() if k != "rules"}) for one in played.events]
    assert walk(played.site, fold(old), played.now).number_doubts == ()


def test_a_session_played_again_makes_up_no_collision() -> None:
    played = night({**FIRST, "console": "300256"}, {**SECOND, "console": "400256"})
    for number in (0, 1):
        played.do(want.VerifyPatient(settle(played, number)))
    lived = recorded_session_of(played.state, "essai", played.site.register_fields)
    assert lived is not None
    assert play(lived, played.site).failed == {}


@given(st.lists(st.tuples(st.sampled_from(["console", "episode", "accession-final"]), st.integers(0, 3)), max_size=5))
def test_what_is_kept_of_numbers_is_what_reading_afresh_gives(written: list[tuple[str, int]]) -> None:
    played = night(FIRST, SECOND, {**FIRST, "prenom": "Autre"})
    for turn, (field, value) in enumerate(written):
        line = played.look().patients[turn % 3]
        played.do(want.CorrectPatient(line.id, line.facts, fields={**line.fields, field: f"{value}{value}71"}))
        assert played.look().number_doubts == walk(played.site, fold(played.events), played.now).number_doubts


def test_a_number_is_compared_without_what_people_write_around_it() -> None:
    assert {comparable_number(one) for one in ("4471", "n° 4471", "N°4471", "no 4471", "00 44-71", "n4471")} == {"4471"}
    assert (comparable_number("n12a"), comparable_number("000"), comparable_number("P 12")) == ("12a", "", "p12")
