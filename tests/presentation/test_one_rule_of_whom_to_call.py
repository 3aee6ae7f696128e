"""Whom to call now: the same people in the same order wherever that is said, by the order of contacts.yaml."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from pannesi.plain.home import answering
from pannesi.presentation.home.lines import answering_lines
from pannesi.presentation.home.side import call_lines
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.side_panels import side_panels
from pannesi.procedure.availability.reachability import answering_rows, called_name, next_to_answer
from tests.support.building import NIGHT, start
from tests.support.shipped_site import shipped

CONTACTS = shipped().contacts
MOMENTS = (NIGHT, NIGHT + timedelta(hours=7), NIGHT + timedelta(hours=18), NIGHT + timedelta(days=4, hours=9))


def names_in(text: str) -> list[str]:
    """The names of contacts in a text, in its order, each once."""
    names = {contact.name for contact in CONTACTS.contacts}
    found = sorted((text.index(name), name) for name in names if name in text)
    return [name for _place, name in found]


@pytest.mark.parametrize("moment", MOMENTS)
def test_the_first_screen_the_guide_and_the_line_by_line_face_name_the_same_people_in_one_order(
    moment: datetime,
) -> None:
    wanted = [called_name(row) for row in answering_rows(CONTACTS, moment)]
    played = start(shipped(), "cas-3", "images-invisibles")
    view = View(played.site, played.state, replace(played.look(), now=moment), None, "AB")
    (panel,) = (panel for panel in side_panels(view) if panel.title == "Qui appeler maintenant")
    following = next_to_answer(CONTACTS, moment)
    beside = [*wanted, *([following[1].name] if following is not None else [])]
    assert wanted
    assert names_in("\n".join(line.plain for line in panel.lines)) == beside
    assert names_in("\n".join(line.plain for line in call_lines(CONTACTS, moment, 40, in_doubt=False))) == beside
    assert names_in(answering(shipped(), moment)) == wanted
    short = names_in("\n".join(line.plain for line in answering_lines(CONTACTS, moment, 78)))
    assert short == [name for name in wanted if name in short]


def test_at_night_the_informatique_on_duty_comes_before_imadis() -> None:
    rows = answering_rows(CONTACTS, NIGHT)
    assert [called_name(row) for row in rows] == ["Astreinte informatique", "IMADIS, assistance technique"]
