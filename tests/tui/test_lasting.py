"""What lasts is complete, in short words, on every screen; what the list of it says and what the strip says is one."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.standing_orders import everything_in_force, lasting
from pannesi.presentation.session.status_band import lasting_words, title_fitting
from pannesi.presentation.text.key_names import FULL_SCREEN
from pannesi.procedure.model.numbering import UNKNOWN
from pannesi.procedure.model.procedure import EntryPoint
from pannesi.procedure.wording.order_strip import COLUMNS, MOST_ROWS, fitted_rows, strip_rows
from pannesi.session import actions as want
from pannesi.session.projection.read_model import Walk
from pannesi.tui.drawing.line_list import Shown, session_items
from pannesi.tui.drawing.status_area import band_lines, reminder_texts
from pannesi.tui.theme.styles import PALETTES
from tests.support.building import Played, start
from tests.support.driving import announce_return, enter, onward, play, press, running, screen_text, settled
from tests.support.lasting_orders import ENTRIES, PATIENTS, SITE
from tests.support.plain_playing import flat
from tests.support.session_playing import intents_of_row, try_to

SIZES = ((80, 24), (120, 40), (60, 20), (40, 10))
INK = PALETTES["pannesi-sombre"]


def view_of(played: Played, walk: Walk) -> View:
    """A view of a session that is played."""
    return View(played.site, played.state, walk, walk.next, "AB", FULL_SCREEN)


def check(view: View) -> None:
    """At every size the strip holds each order that is prescribed, in no more than half the screen; both faces and the
    list in full name the same ones."""
    orders = lasting(view)
    whole, plain = list(everything_in_force(view)), flat(" · ".join(lasting_words(view)))
    for width, height in SIZES:
        rows = [row.plain for row in reminder_texts(view, INK, width - 2, height)]
        assert len(rows) <= height // 2
        assert all(len(row) <= width - 2 for row in rows)
        shown = flat(" ".join(rows))
        orders_shown = [order for order in orders if flat(order.words) in shown]
        left = len(orders) - len(orders_shown)
        assert f"+{left} : V" in shown if left else " : V" not in shown
        assert orders_shown == list(orders[: len(orders_shown)]), "what has no room is the last"
        assert height < 16 or not left
        assert len(view.walk.current_cases) > 1 or all(
            order.words in shown for order in view.walk.orders if order.prescribed
        ), (
            shown,
            orders,
        )
    assert all(order.words in plain for order in orders)
    named = {order.words for order in view.walk.orders}
    sheets = [last.words for last in orders if last.words not in named and not last.words.startswith("affiché : ")]
    assert len(sheets) <= 1
    assert [line for line in whole if line.startswith("■ ")] == [
        *(f"■ {order.words}" + (f" ; reste dû : {order.due}" if order.due else "") for order in view.walk.orders),
        *(f"■ {words}" for words in sheets),
    ]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.number}")
@pytest.mark.parametrize("seed", range(3))
def test_every_prescribed_order_is_in_the_strip_whatever_is_done_and_for_however_many(
    entry: EntryPoint, seed: int
) -> None:
    chance = random.Random(entry.number * 100 + seed)
    played = start(SITE, entry.unit.id, entry.symptom.id)
    patients = list(PATIENTS)
    while (walk := played.look()).next is not None and len(played.events) < 60:
        check(view_of(played, walk))
        if patients and chance.random() < 0.3:
            played.do(want.AddPatient(patients.pop(0)))
            continue
        owed = [duty for duty in walk.duties if duty.status == "open" and duty.phase != "return_to_normal"]
        if owed and chance.random() < 0.3:
            played.do(want.SettleDuty(owed[0].patient.id, owed[0].key))
            continue
        offered = [intent for intent in intents_of_row(walk.next) if not isinstance(intent, want.Leave)]
        chance.shuffle(offered)
        if not any(try_to(played, intent) for intent in offered):
            return
    while patients:
        played.do(want.AddPatient(patients.pop(0)))
        check(view_of(played, played.look()))
    for visit in played.look().current_cases:  # one of several is back: what the others ask stays
        try_to(played, want.AnnounceReturn(visit, "AB, salle 2"))
        check(view_of(played, played.look()))


def test_when_one_of_two_outages_is_back_what_the_other_asks_stays_first_and_whole() -> None:
    played = start(SITE, "cas-3", "images-invisibles")
    played.do(want.Join("cas-1", "non-reconnue"))
    labels, pacs = played.look().current_cases[1], played.look().current_cases[0]
    both = {order.short for order in played.look().orders}
    assert {"CD coupe (externes)", "films réa adulte", "connu : épisode 0"} <= both
    played.do(want.AnnounceReturn(labels, "AB, accueil"))
    assert {order.short for order in played.look().orders} == both, "nobody has seen yet that it is back"
    check(view_of(played, played.look()))
    played.do(want.Answer(labels, "etiquette-lue", "oui"))
    assert [order.short for order in played.look().orders] == ["CD coupe (externes)", "films réa adulte"]
    check(view_of(played, played.look()))
    played.do(want.AnnounceReturn(pacs, "AB, salle 2"))
    assert played.look().orders == ()


def test_an_order_that_two_cases_give_is_said_once_and_counts_each_patient_once() -> None:
    played = start(SITE, "cas-3", "images-invisibles")
    played.do(want.Join("cas-6", "vueshare"))
    played.do(want.AddPatient(PATIENTS[0]))
    orders = [order for order in played.look().orders if order.short.startswith("CD")]
    assert [order.words for order in orders] == ["CD coupe (externes) 0/1"]
    assert len(orders[0].rows) == 2
    played.do(want.SettleDuty(played.look().patients[0].id, "cd"))
    assert [order.words for order in played.look().orders if order.short.startswith("CD")] == [
        "CD coupe (externes) 1/1"
    ]


def test_what_the_procedure_prescribes_comes_before_what_we_added() -> None:
    played = start(SITE, "cas-4", "ris-et-pacs")
    given = [order.prescribed for order in played.look().orders]
    assert given == sorted(given, reverse=True)
    assert set(given) == {True, False}


def test_a_closed_session_follows_no_order_any_more_in_either_place() -> None:
    played = start(SITE, "cas-4", "ris-et-pacs")
    played.do(want.Close("fausse alerte"))
    view = view_of(played, played.look())
    assert view.walk.orders == ()
    assert list(everything_in_force(view)) == ["Session close : plus rien n'y est suivi."]


def test_an_order_is_never_cut_and_what_has_no_room_is_counted() -> None:
    words = [f"consigne numéro {number}" for number in range(8)]
    rows = ["".join(piece.words for piece in row) for row in fitted_rows(words, 40, 2, " : V")]
    assert rows == ["■ consigne numéro 0 · consigne numéro 1", "  consigne numéro 2 · +5 : V"]
    assert fitted_rows(words, 40, 9, " : V") == strip_rows(words, 40)
    long = strip_rows(["une consigne bien plus longue que la ligne", "deux"], 20)
    assert ["".join(piece.words for piece in row) for row in long] == [
        "■ une consigne bien", "  plus longue que la", "  ligne · deux",
    ]  # fmt: skip


def test_the_orders_of_the_shipped_site_fit_on_the_rows_that_the_screen_gives() -> None:
    for entry in ENTRIES:
        played = start(SITE, entry.unit.id, entry.symptom.id)
        for facts in PATIENTS:
            played.do(want.AddPatient(facts))
        assert len(strip_rows([order.words for order in played.look().orders], COLUMNS)) <= MOST_ROWS


@pytest.mark.parametrize("number", [entry.number for entry in ENTRIES])
def test_the_orders_are_on_the_drawn_screen_with_the_line_to_do(number: int, tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, number)
            for facts in (None, *PATIENTS[:3], "on", *PATIENTS[3:]):
                if isinstance(facts, dict):
                    here.desk.do(want.AddPatient(facts))
                for _step in range(0 if facts != "on" else 12):
                    following = here.desk.look().next
                    if following is None or following.phase != "alert":
                        break
                    offered = [
                        intent for intent in intents_of_row(following) if getattr(intent, "option", "") != UNKNOWN
                    ]
                    here.desk.do(offered[0])
                here.draw()
                here.cursor = here.view.walk.next.key if here.view.walk.next is not None else here.cursor
                here.redraw()
                await settled(pilot)
                shown = flat(screen_text(pilot))
                for order in here.view.walk.orders:
                    assert order.words in shown
                following = here.view.walk.next
                current = [line for line in screen_text(pilot).splitlines() if line.startswith("▶")]
                assert following is None or [following.number in line.split() for line in current] == [True]

    play(act)


def test_what_is_shown_of_all_that_lasts_is_what_the_strip_says(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "1", "f5", "1")
            strip = [order.words for order in here.view.walk.orders]
            await press(pilot, "v")
            assert all(f"■ {words}" in screen_text(pilot) for words in strip)

    play(act)


@pytest.mark.parametrize("width", [80, 60, 120])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        (("cas-3", "images-invisibles"), ("cas-1", "pre-numerotee")),
        (("cas-3", "images-invisibles"), ("cas-5", "images-non-recues")),
        (("cas-2", "planning"), ("cas-2", "dictee")),
    ],
)
def test_the_titles_of_two_outages_are_never_cut_off(
    first: tuple[str, str], second: tuple[str, str], width: int
) -> None:
    played = start(SITE, *first)
    played.do(want.Join(*second))
    lines = band_lines(
        view_of(played, played.look()), INK, width, recording=True, problem=None, in_error=False, low=False
    )
    shown = [line.plain for line in lines]
    assert not [line for line in shown if "…" in line]
    view = view_of(played, played.look())
    beside = width - len("▲ ALERTE · ") - len("  depuis 0 h 01 · 03:14")
    assert any(view.title in line for line in shown) == (len(view.title) <= beside)
    assert any(title_fitting(view, beside) in line for line in shown)


def test_the_state_of_a_line_is_told_whole_in_its_column() -> None:
    played = start(SITE, "cas-3", "images-invisibles")
    for name, intent in (("message-panne", want.Leave), ("production", want.Leave), ("dictee", want.Settle)):
        played.do(intent(*played.line(name).key))
    played.do(want.Called(*played.line("prevenir-informatique").key, "astreinte-informatique", "no_answer"))
    played.do(want.CouldNot(*played.line("films-rea").key, "imprimante en panne"))
    shown = session_items(view_of(played, played.look()), INK, Shown(80, None, whole=True, card=False), {})
    texts = [text.plain for item in shown for text in item.texts]
    assert not [text for text in texts if "…" in text]
    assert [text for text in texts if text.startswith(" » 3.7 ") and text.endswith(" laissé au retour")]


@pytest.mark.parametrize("size", [(40, 10), (40, 12), (60, 15)])
def test_on_a_low_screen_the_answers_to_a_question_come_before_all_but_what_lasts(
    size: tuple[int, int], tmp_path: Path
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "1", "f5")
            while here.view.walk.stage == "alert":
                await onward(pilot)
            await press(pilot, "r")
            await announce_return(pilot)
            await pilot.resize_terminal(*size)
            await settled(pilot)
            shown = screen_text(pilot)
            assert here.row is not None
            assert here.row.number == "4.21"
            assert "1  Le RIS et le PACS" in shown
            assert "2  Le RIS seulement" in shown
            assert "saisie main" in shown
            await pilot.resize_terminal(80, 24)
            await settled(pilot)
            assert "retour à la normale annoncé" in screen_text(pilot), "the message is back where there is room"

    play(act)
