"""The register in words: what a list shows of a person, and that nothing is left once they were erased."""

from __future__ import annotations

import json
from dataclasses import replace

from pannesi.session import intents as want
from pannesi.session.state import fold
from pannesi.session.walk import walk
from pannesi.telling.register import Sheet
from tests.plain.playing import NIGHT, shipped
from tests.session.building import Played


def listed(*, erased: bool) -> str:
    site = shipped().site
    played = Played(site, "s1", "w1", NIGHT, "AB")
    played.do(want.Open("cas-4", "ris-et-pacs"))
    played.do(want.AddPatient({"origin": "externe"}, json.dumps({"nom-naissance": "Inventé"})))
    kept = [replace(one, payload={**one.payload, "text": "0" * 64}) if one.text else one for one in played.events]
    state = fold([replace(one, text=None) if erased else one for one in kept])
    seen = walk(site, state, NIGHT)
    return Sheet(site.register_fields, state, seen.duties, lambda moment: f"{moment:%H:%M}").line(seen.patients[0])


def test_a_list_shows_initials_and_never_the_name() -> None:
    assert "Inventé" not in listed(erased=False)
    assert "(effacé)" not in listed(erased=False)


def test_a_line_whose_person_was_erased_says_so() -> None:
    assert "(effacé)" in listed(erased=True)
    assert "A-01" in listed(erased=True)
