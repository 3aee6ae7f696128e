"""Each entry walked to its end by a stranger: what misled them, mended."""

from __future__ import annotations

import re
from pathlib import Path

from pannesi.presentation.closing.closing_blocks import block_words
from pannesi.procedure.model.lines import text_of
from pannesi.session import actions as want
from pannesi.session.facts.visits import CaseFellAgain
from pannesi.session.projection.walk import walk
from pannesi.tui.drawing.line_list import Shown, session_items
from pannesi.tui.screens.choice_list import ChoiceListScreen
from pannesi.tui.screens.patient_line import PatientLineScreen
from pannesi.tui.screens.register import RegisterScreen
from pannesi.tui.theme.styles import ink_for
from tests.support.driving import (
    announce_return,
    enter,
    play,
    press,
    running,
    screen_text,
    session_screen,
    settled,
    to_the_end,
    write,
)
from tests.support.plain_playing import play as play_plain
from tests.support.plain_playing import site_of, state_of, station_of
from tests.support.screen_reading import bar


def test_an_outage_seen_to_last_is_not_closed_by_ticking_that_it_was_said(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(80, 40)) as pilot:
            here = await enter(pilot, 3)
            await press(pilot, "enter", "enter", "r")
            await announce_return(pilot)
            await press(pilot, "2")
            assert here.row is not None
            assert here.row.line.id == "planning-dure"
            assert bar(here)[0] == "R la panne dure"
            await press(pilot, "enter")
            stage = here.view.walk.stage
            assert stage == "to_close"
            assert [block.code for block in here.view.walk.blocks] == ["unconfirmed"]
            words = block_words(here.view, here.view.walk.blocks[0])
            assert words == "2a.3 Le planning s'ouvre-t-il de nouveau ? → non, à revoir : J\N{NO-BREAK SPACE}2a.3"
            await press(pilot, "x")
            assert isinstance(pilot.app.screen, ChoiceListScreen)
            await press(pilot, "1", "1", "x", "1")
            assert here.view.walk.stage == "closed"
            assert here.desk.state.closing is not None
            assert here.desk.state.closing.payload["forced"] is False

    play(act)


def test_an_outage_seen_to_last_fell_again_by_the_key_in_view(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 3)
            await press(pilot, "enter", "enter", "r")
            await announce_return(pilot)
            await press(pilot, "2", "r", "1")
            assert here.desk.state.timeline[-1].kind == CaseFellAgain.kind
            assert here.view.walk.blocks[0].code == "return"
            await to_the_end(pilot)

    play(act)


def test_once_tried_elsewhere_the_question_is_asked_again(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 0)
            await press(pilot, "0", "enter")
            assert here.row is not None
            assert here.row.number == "T.1"
            await press(pilot, "1")
            assert here.row is not None
            assert here.row.number == "T.5"
            assert here.desk.look().row(here.row.visit, "autre-poste").answer == "pareil"  # type: ignore[union-attr]

    play(act)
    station = station_of()
    screen = play_plain(station, "0", "0", "fait")
    assert "T.1 · Est-ce pareil" in screen.rpartition("> f")[2]


def test_where_the_procedure_goes_on_from_not_knowing_so_does_the_cursor(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 13)
            await press(pilot, "1", "enter", "1", "enter", "0")
            here = session_screen(pilot)
            assert here.row is not None
            assert here.row.line.id == "laisser-referent"
            await press(pilot, "enter")
            assert here.row is not None
            assert here.row.line.id == "fin-remise"

    play(act)


def test_without_colour_only_the_words_of_a_state_are_underlined(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 4)
            mono = ink_for("mono", "")
            listed = session_items(here.view, mono, Shown(78, None, whole=True, card=True), {})
            texts = [text for item in listed for text in item.texts]
            line = next(text for text in texts if "appeler" in text.plain)
            underlined = [span for span in line.spans if span.style == mono.danger]
            assert all(line.plain[span.start : span.end].rstrip(" ") for span in underlined)
            assert "appeler" in [line.plain[span.start : span.end] for span in underlined]

    play(act)


def test_what_is_still_owed_is_not_told_as_if_it_were_done(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 1)
            await press(pilot, "p", "1")
            await write(pilot, "Inventé")
            await press(pilot, "f5")
            said = " ".join(screen_text(pilot).split())
            assert "A-01 enregistré, INCOMPLET · reste dû : Accueilli avec l'épisode 0" in said
            await press(pilot, "d")
            assert isinstance(pilot.app.screen, RegisterScreen)
            assert "1 ○ Accueilli avec l'épisode 0" in screen_text(pilot)

    play(act)


def test_the_light_form_has_room_for_the_provisional_number_that_the_line_asks_for(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 1)
            await press(pilot, "p", "2")
            for words in ("Inventé", "Essai", "12/03/1950"):
                await write(pilot, words)
            assert "IPP provisoire" in screen_text(pilot)
            await write(pilot, "P123")
            await press(pilot, "f5", "p", "1")
            assert "IPP provisoire" not in screen_text(pilot)
            await press(pilot, "escape", "2")
            assert here.desk.look().patients[0].fields["ipp-provisoire"] == "P123"

    play(act)


def test_a_short_line_asks_what_its_case_verifies_or_tells_others_and_no_more(tmp_path: Path) -> None:
    """Case 1 verifies first name and birth date at its return; case 5 says which physicians were not told, of what; CD and film are for cases 3 and 6."""
    labels = ("Prénom", "Date de naissance", "Examen", "Demandeur")
    handed = "CD ou film remis à qui"

    def asks(number: int, *keys: str) -> tuple[str, ...]:
        seen: list[str] = []

        async def act() -> None:
            async with running(tmp_path / str(number)) as pilot:
                await enter(pilot, number)
                await press(pilot, *keys, "p")
                seen.append(screen_text(pilot))

        play(act)
        return tuple(label for label in (*labels, handed) if re.search(rf"[○·] {label} ", seen[0]))

    assert asks(1) == ("Prénom", "Date de naissance")
    assert asks(8, "1", "enter") == labels
    assert asks(6) == (handed,)
    assert asks(11) == (handed,)


def test_a_line_struck_out_is_put_back_from_its_own_screen(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "p", "1", "1")
            await write(pilot, "Inventé")
            await press(pilot, "f5", "d", "enter", "x")
            await write(pilot, "doublon")
            line = pilot.app.screen
            assert isinstance(line, PatientLineScreen)
            assert line.patient is not None
            assert line.patient.voided
            assert "Z ne plus rayer" in screen_text(pilot)
            await press(pilot, "z")
            assert not here.desk.look().patients[0].voided
            assert "RAYÉE" not in screen_text(pilot)

    play(act)


def test_a_line_struck_out_is_put_back_line_by_line_too() -> None:
    station = station_of()
    play_plain(station, "6", "p", "1", "1", "Inventé", "", "", "d", "liste 1", "2", "doublon", "p 1", "1")
    (patient,) = walk(site_of(station), state_of(station), station.clock.real_now()).patients
    assert not patient.voided


def test_a_unit_that_was_only_deduced_goes_with_what_it_was_deduced_from_in_both_faces(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "p", "1", "1")
            await write(pilot, "Inventé")
            await press(pilot, "f5", "d", "enter", "e", "up", "up", "up", "3")
            await press(pilot, "f5")
            assert here.desk.look().patients[0].facts == {"exam": "coupe", "origin": "service"}

    play(act)
    station = station_of()
    play_plain(station, "6", "p", "1", "1", "Inventé", "", "", "p 1", "1", "3", "", "", "", "", "n")
    (patient,) = walk(site_of(station), state_of(station), station.clock.real_now()).patients
    assert patient.facts == {"exam": "coupe", "origin": "service"}


def test_what_others_do_is_not_said_to_be_handed_over_to_them(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(80, 40)) as pilot:
            here = await enter(pilot, 9)
            await press(pilot, "enter", "enter", "1")
            assert here.row is not None
            assert here.row.line.by == "médecin requérant"
            said = " ".join(screen_text(pilot).replace("│", "").split())
            assert "Par le médecin requérant ; ici, dire quand c'est su ou vu." in said
            await press(pilot, "enter")
            assert "Par IMADIS ;" in " ".join(screen_text(pilot).split())

    play(act)


def test_an_annex_run_from_a_case_does_not_say_that_another_failure_goes_on(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(80, 40)) as pilot:
            here = await enter(pilot, 11)
            await press(pilot, "enter", "enter")
            assert here.row is not None
            assert here.row.line.id == "vue-motion"
            assert "L'accès Internet" not in screen_text(pilot)
            await press(pilot, "escape", "1", "4", "enter")
            await press(pilot, "2")
            assert "L'accès Internet de l'hôpital est en panne" in screen_text(pilot)

    play(act)


def test_a_digit_where_nothing_is_asked_says_so_and_writes_nothing(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 4)
            before = len(here.desk.state.events)
            await press(pilot, "2")
            assert "2 ne répond à rien ici : cette ligne n'est pas une question." in screen_text(pilot)
            assert len(here.desk.state.events) == before

    play(act)


def test_a_call_that_asks_leads_back_to_its_question_before_the_annex_is_said_to_have_failed(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 8)
            await press(pilot, "2", "enter", "1", "enter", "2", "enter", "enter", "0")
            assert here.row is not None
            assert here.row.line.id == "redemander-arrivee"
            await press(pilot, "s")
            assert here.row.line.id == "redemander-arrivee"
            await press(pilot, "enter")
            assert here.row.line.id == "arrivent"
            await press(pilot, "0")
            assert here.row.line.id == "fin-sans-confirmation"

    play(act)


def test_a_call_that_only_tells_does_not_lead_back_to_the_question(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 0)
            await press(pilot, "1", "1", "0")
            assert here.row is not None
            assert here.row.line.id == "decrire-informatique"
            await press(pilot, "enter")
            assert here.row is None

    play(act)


def test_still_not_knowing_once_tried_goes_on_and_writes_nothing_in_both_faces(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 0)
            await press(pilot, "0", "enter")
            before = len(here.desk.state.events)
            await press(pilot, "0")
            assert here.row is not None
            assert here.row.number == "T.5"
            assert len(here.desk.state.events) == before
            assert "Toujours pas su : on passe à la suite." in screen_text(pilot)

    play(act)
    screen = play_plain(station_of(), "0", "0", "fait", "0")
    assert "Toujours pas su : on passe à la suite." in screen
    assert "T.5 · Le RIS répond" in screen.rpartition("Toujours pas su")[2]


def test_a_question_asked_anew_since_the_outage_lasted_does_not_say_that_the_hour_changed(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(80, 40)) as pilot:
            here = await enter(pilot, 3)
            await press(pilot, "enter", "enter", "r")
            await announce_return(pilot, "AB, poste 2")
            await press(pilot, "2", "r", "1", "r")
            await announce_return(pilot, "AB, poste 2")
            assert here.row is not None
            assert here.row.again
            said = " ".join(screen_text(pilot).split())
            assert "Répondu « non », la panne durait encore : répondre de nouveau." in said
            assert "L'heure a changé" not in said

    play(act)


def test_what_was_just_said_keeps_quotation_marks_with_their_words(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 4)
            here.say("✓ A4.10 Antécédents, si nécessaire : même envoi via IMPAX, serveur « telerad_secours » · fait")
            await settled(pilot)
            lines = screen_text(pilot).splitlines()
            assert any("« telerad_secours »" in line for line in lines)

    play(act)


def test_two_messages_of_the_same_title_are_named_once_in_view(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path, size=(80, 40)) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "1", "enter")
            for line in ("4.5", "4.6"):
                await press(pilot, "j")
                await write(pilot, line)
                await press(pilot, "enter")
                await write(pilot, "vu")
            assert len(here.view.walk.messages) == 2
            assert screen_text(pilot).count("affiché : RIS et PACS en panne") == 1

    play(act)


def test_the_return_of_the_second_case_comes_before_taking_back_that_of_the_first(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 5)
            other = next(entry for entry in here.view.site.entries if entry.unit.id == "cas-3")
            here.do(want.Join(other.unit.id, other.symptom.id))
            await settled(pilot)
            await press(pilot, "r")
            first, second = [line for line in screen_text(pilot).splitlines() if line[1:3] in ("1 ", "2 ")]
            assert "retour" in first
            assert "retour" in second
            await press(pilot, "1")
            await announce_return(pilot, "AB, poste 2")
            await press(pilot, "r")
            lines = [line for line in screen_text(pilot).splitlines() if line[1:3] in ("1 ", "2 ")]
            assert [line[2:].split(" : ")[0].strip() for line in lines] == [
                "retour à la normale",
                "c'est retombé",
            ]

    play(act)


def test_a_key_that_does_not_serve_on_this_line_says_so(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            before = len(here.desk.state.events)
            await press(pilot, "e")
            assert "E fichier : pas possible ici, en ce moment." in screen_text(pilot)
            await press(pilot, "s")
            assert "S sans réponse : pas possible ici, en ce moment." in screen_text(pilot)
            await press(pilot, "1")
            assert "pas possible ici" not in screen_text(pilot)
            assert len(here.desk.state.events) == before + 1

    play(act)


def test_nobody_answers_and_that_is_neither_green_nor_in_the_way(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "1", "1", "s")
            words, alarm = here._last_said
            assert words.startswith("○ ")
            assert words.endswith("sans réponse")
            assert alarm
            assert here.row is not None
            assert here.row.line.id == "prevenir-informatique"
            assert re.search(r"│  03:1[34] : Astreinte informatique, sans réponse", screen_text(pilot))
            todo = [row.key for row in here.view.walk.todo]
            await press(pilot, "tab")
            assert here.cursor == todo[1]
            await press(pilot, "tab")
            assert here.cursor == todo[0]

    play(act)


def test_lines_left_without_being_done_are_shown_before_closing_and_do_not_prevent_it(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 1)
            await press(pilot, "r")
            await announce_return(pilot)
            await press(pilot, "1", "enter", "enter", "enter", "enter")
            assert here.view.walk.stage == "to_close"
            assert "Plus rien d'obligatoire : X pour clore la session." in " ".join(screen_text(pilot).split())
            await press(pilot, "x")
            assert isinstance(pilot.app.screen, ChoiceListScreen)
            left = here.view.walk.left_open
            assert left
            assert all(f"{row.number} {text_of(row.line)[:20]}" in screen_text(pilot) for row in left)
            await press(pilot, "2")
            assert here.cursor == left[0].key
            await press(pilot, "x", "enter")
            assert here.desk.state.closing is not None

    play(act)


def test_a_search_without_a_case_is_closed_with_a_motive(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await press(pilot, "0", "enter")
            here = session_screen(pilot)
            await press(pilot, "r")
            assert "Le cas n'est pas encore trouvé" in screen_text(pilot)
            await press(pilot, "x")
            assert "Cas non trouvé" in screen_text(pilot)
            await press(pilot, "end", "enter")
            assert here.desk.look().stage == "degraded_mode"
            await write(pilot, "réglé tout seul")
            assert here.desk.state.closing is not None

    play(act)


def test_the_return_not_announced_leads_to_its_question(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 3)
            await press(pilot, "x", "1")
            assert here.asking
            await announce_return(pilot)
            assert here.view.walk.stage == "return_to_normal"

    play(act)
