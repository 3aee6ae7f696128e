"""Lines that may be about one person are pointed out, never merged."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.session import intents as want
from pannesi.session.likeness import Alike, alike
from tests.session.building import Played, start
from tests.site.test_coverage import shipped

BASE = {"nom": "Inventé", "prenom": "Zoé", "naissance": "12/03/1950"}


def pairs(*lines: dict[str, str]) -> tuple[Alike, ...]:
    played: Played = start(shipped(), "cas-4", "ris-et-pacs")
    for fields in lines:
        played.do(want.AddPatient({}, fields=fields))
    return alike(played.look().patients, shipped().register_fields)


@pytest.mark.parametrize(
    ("other", "why"),
    [
        ({**BASE, "nom": "INVENTE", "prenom": "zoe"}, "same"),
        ({**BASE, "nom": "In-venté"}, "same"),
        ({**BASE, "naissance": "03/12/1950"}, "swapped"),
        ({"nom": "Inventé", "prenom": "Zoé"}, "name"),
        ({**BASE, "naissance": "?"}, "name"),
        ({**BASE, "nom": "Zoé", "prenom": "Inventé"}, "same"),
        ({**BASE, "nom": "Invanté"}, "close"),
        ({**BASE, "nom": "Invneté"}, "close"),
        ({**BASE, "nom": "Autre", "nom-utilise": "Inventé"}, "same"),
    ],
)
def test_a_likely_double_is_pointed_out_with_its_reason(other: dict[str, str], why: str) -> None:
    (pair,) = pairs(BASE, other)
    assert pair.why == why


@pytest.mark.parametrize(
    "other",
    [
        {**BASE, "naissance": "13/03/1950"},
        {**BASE, "prenom": "Ada"},
        {**BASE, "nom": "Essai"},
        {"nom": "?", "prenom": "?", "naissance": "?"},
        {},
    ],
)
def test_somebody_else_is_not(other: dict[str, str]) -> None:
    assert pairs(BASE, other) == ()


def test_two_unknown_persons_are_no_double() -> None:
    unknown = {"nom": "?", "prenom": "?", "naissance": "?"}
    assert pairs(unknown, unknown) == ()


def test_the_same_identifier_typed_on_the_console_is_pointed_out_whatever_the_names() -> None:
    (pair,) = pairs({**BASE, "console": "X-12"}, {"nom": "Essai", "console": "x12"})
    assert pair.why == "id"


def test_a_line_struck_out_is_no_double() -> None:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    for _time in range(2):
        played.do(want.AddPatient({}, fields=BASE))
    played.do(want.VoidPatient(played.look().patients[0].id, "doublon"))
    assert alike(played.look().patients, shipped().register_fields) == ()


@given(
    st.lists(
        st.fixed_dictionaries(
            {}, optional={"nom": st.sampled_from(["Aa", "Ab", "?"]), "prenom": st.sampled_from(["Ca", "Cb"])}
        ),
        max_size=5,
    )
)
def test_pairs_are_told_once_in_the_order_of_entry(lines: list[dict[str, str]]) -> None:
    played: Played = start(shipped(), "cas-4", "ris-et-pacs")
    for fields in lines:
        played.do(want.AddPatient({}, fields=fields))
    order = [one.id for one in played.look().patients]
    found = [(one.first, one.second) for one in alike(played.look().patients, shipped().register_fields)]
    assert len(set(found)) == len(found)
    assert all(order.index(first) < order.index(second) for first, second in found)
