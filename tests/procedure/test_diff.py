"""What changed between two versions of a site: nothing said of what is equal, everything said of what is not."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from pannesi.procedure.diff import Change, site_changes
from pannesi.procedure.diff_words import MARKS, change_paragraphs, mark_changed_words
from pannesi.procedure.loading.loader import load_files
from pannesi.procedure.model.lines import Do, Line
from pannesi.procedure.model.numbering import places_of
from pannesi.procedure.model.procedure import Site
from tests.support.editing import edited, with_unit
from tests.support.shipped_site import shipped
from tests.support.small_site import small, small_site

LINES = sorted((unit.id, place.line.id) for unit in shipped().units for place in places_of(unit))
lines = st.sampled_from(LINES)


def brief(changes: tuple[Change, ...]) -> set[tuple[str, str, str, str, str]]:
    """The differences without their words, and without the numbers that only follow."""
    return {(one.thing, one.unit, one.id, one.how, one.aspect) for one in changes if one.how != "renumbered"}


def put_detail(name: str, words: str, one: Line) -> tuple[Line, ...]:
    return (one.replace(detail=words) if one.id == name else one,)


def asked_about(site: Site, unit: str) -> set[str]:
    """The questions that conditions of a unit name: no valid site lacks them."""
    conditions = (place.line.when for place in places_of(site.unit_by_id[unit]) if place.line.when is not None)
    return set(re.findall(r"AnswerIs\(line='([^']+)'", repr(tuple(conditions))))


def below(site: Site, unit: str, name: str) -> set[str]:
    """A line, and the lines that its answers lead to."""
    places = list(places_of(site.unit_by_id[unit]))
    at = next(index for index, place in enumerate(places) if place.line.id == name)
    found = {name}
    for place in places[at + 1 :]:
        if place.depth <= places[at].depth:
            break
        found.add(place.line.id)
    return found


@pytest.mark.parametrize("site", [small_site(), shipped()], ids=["small", "shipped"])
def test_a_site_does_not_differ_from_itself(site: Site) -> None:
    again = replace(site, folder="/elsewhere", digest="f" * 64)
    assert site_changes(site, again) == ()
    assert [text for _level, text in change_paragraphs((), site, again)] == [
        "Aucune différence : un opérateur verrait la même chose."
    ]


@given(st.sets(lines, max_size=6), st.text("abc [RADI]{0}", min_size=1, max_size=12))
@settings(max_examples=30, deadline=None)
def test_each_line_reworded_is_said_and_no_other(chosen: set[tuple[str, str]], words: str) -> None:
    site = shipped()
    for unit, name in chosen:
        site = edited(site, unit, partial(put_detail, name, words))
    found = site_changes(shipped(), site)
    assert brief(found) == {("line", unit, name, "changed", "detail") for unit, name in chosen}
    assert {one.new for one in found} <= {words}


@given(lines)
@settings(max_examples=30, deadline=None)
def test_a_line_taken_out_is_said_with_all_that_it_led_to(chosen: tuple[str, str]) -> None:
    unit, name = chosen
    assume(not below(shipped(), unit, name) & asked_about(shipped(), unit))
    site = edited(shipped(), unit, lambda one: () if one.id == name else (one,))
    changes = site_changes(shipped(), site)
    gone = {one.id for one in changes if (one.thing, one.how) == ("line", "removed")}
    assert gone == below(shipped(), unit, name)
    back = {one.id for one in site_changes(site, shipped()) if (one.thing, one.how) == ("line", "added")}
    assert back == gone
    assert not [one for one in changes if one.unit != unit]


@given(lines)
@settings(max_examples=30, deadline=None)
def test_a_line_put_in_is_said_and_the_others_only_shift(chosen: tuple[str, str]) -> None:
    unit, name = chosen
    new = Do(verb="do", id="ligne-nouvelle", value="Essai", added="essai")

    def after(one: Line) -> tuple[Line, ...]:
        return (one, new) if one.id == name else (one,)

    site = edited(shipped(), unit, after)
    assert brief(site_changes(shipped(), site)) == {("line", unit, "ligne-nouvelle", "added", "")}


def swapped(site: Site) -> Site:
    case = site.unit_by_id["cas-1"]
    assert case.kind == "case"
    return with_unit(site, case.replace(alert=(*case.alert[1:], case.alert[0])))


def test_a_line_that_changed_places_is_said_once_and_its_neighbours_only_shift() -> None:
    site = small_site()
    first = site.unit_by_id["cas-1"].alert[0]  # type: ignore[union-attr]
    assert brief(site_changes(site, swapped(site))) == {("line", "cas-1", first.id, "moved", "order")}


def test_a_line_that_went_to_another_phase_is_said_to_have_moved() -> None:
    case = small_site().unit_by_id["cas-1"]
    assert case.kind == "case"
    line = case.degraded_mode[0]
    moved = case.replace(degraded_mode=case.degraded_mode[1:], return_to_normal=(*case.return_to_normal, line))
    found = site_changes(small_site(), with_unit(small_site(), moved))
    assert ("line", "cas-1", line.id, "moved", "place") in brief(found)
    (one,) = [one for one in found if one.aspect == "place"]
    assert (one.old, one.new) == ("Mode dégradé", "Retour à la normale")


def test_a_changed_phone_number_comes_first() -> None:
    contacts = small()["contacts.yaml"].replace(b"01 00 00 00 00", b"01 00 00 00 01")
    new = load_files(small(contacts=contacts), "x").site
    assert new is not None
    found = site_changes(small_site(), new)
    assert [(one.id, one.aspect, one.old, one.new, one.concerns_a_channel) for one in found] == [
        ("hotline/phone", "value", "01 00 00 00 00", "01 00 00 00 01", True)
    ]
    words = [text for _level, text in change_paragraphs(found, small_site(), new)]
    assert words[1].startswith("MOYENS DE JOINDRE")
    assert words[-1] == "après : 01 00 00 00 ⟦01⟧"


def test_hours_messages_conditions_and_verbs_are_told_apart() -> None:
    files = small()
    contacts = files["contacts.yaml"].replace(b'to: "17:30"', b'to: "18:00"')
    new = load_files(small(contacts=contacts), "x").site
    assert new is not None
    assert brief(site_changes(small_site(), new)) == {("schedule", "contacts", "hotline", "changed", "windows")}
    (one,) = site_changes(small_site(), new)
    assert "17:30" in one.old
    assert "18:00" in one.new

    unit = small_site().unit_by_id["cas-1"]
    name, message = next(iter(unit.messages.items()))
    other = message.replace(body="Autre texte.")
    changed = with_unit(small_site(), unit.replace(messages={**unit.messages, name: other}))
    assert brief(site_changes(small_site(), changed)) == {("message", "cas-1", name, "changed", "body")}


@given(st.text(max_size=40), st.text(max_size=40))
def test_marked_words_give_both_texts_back_to_the_letter(old: str, new: str) -> None:
    def bare(text: str) -> str:
        return text.replace(MARKS[0], "").replace(MARKS[1], "")

    was, now = mark_changed_words(bare(old), bare(new))
    assert (bare(was), bare(now)) == (bare(old), bare(new))
    assert (was == now) == (bare(old) == bare(new))


def test_units_are_told_in_the_order_of_the_new_version_then_those_that_are_gone() -> None:
    old = new = shipped()
    heads = [words for level, words in change_paragraphs(tuple(Change("unit", one.id, one.id, "changed", "title", "a", "b")
             for one in reversed(old.units)), old, new) if level == 0]  # fmt: skip
    assert heads[1:] == [f"{unit.id} · {unit.title}" for unit in new.units]
