"""The register in the full screen: noting in place, half-filled, reconciled by keys alone, the same as line by line."""

from __future__ import annotations

from pathlib import Path

import pytest
from textual import events
from textual.geometry import Size
from textual.widgets import Input

from pannesi.session import actions as want
from pannesi.tui.screens.desk_screen import DeskScreen
from pannesi.tui.screens.patient_form import PatientFormScreen
from pannesi.tui.screens.patient_line import PatientLineScreen
from pannesi.tui.screens.register import RegisterScreen
from pannesi.tui.screens.session import SessionScreen
from pannesi.tui.widgets.item_list import ItemList
from tests.support.both_faces import REGISTER, facts, through_plain
from tests.support.driving import announce_return, begin_patient, enter, play, press, running, screen_text, write
from tests.support.register_screens import NOTED, STRUCK, noted


def test_a_half_filled_line_is_kept_and_no_row_of_a_list_shows_its_name(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "1", "1", "2")
            await write(pilot, "[RADI] Inventé")
            await press(pilot, "f5")
            assert isinstance(pilot.app.screen, SessionScreen)
            assert "Inventé" not in screen_text(pilot)
            await press(pilot, "d")
            rows = [line for line in screen_text(pilot).splitlines() if "A-01" in line]
            assert ["Inventé" in line for line in rows] == [False, True], "only the foot says who is under the cursor"
            await press(pilot, "enter")
            assert isinstance(pilot.app.screen, PatientLineScreen)
            assert "[RADI] Inventé" in screen_text(pilot)
            assert here.view.state.slot("patient", here.desk.look().patients[0].id).head is not None

    play(act)


def test_what_cannot_be_kept_stays_typed_and_escape_asks_before_losing_anything(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "1", "1", "2")
            await write(pilot, "Inventé")
            await write(pilot, "Essai")
            await write(pilot, "29/02/1951")
            assert "le 29 février n'existe pas en 1951" in screen_text(pilot)
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, PatientFormScreen)
            await press(pilot, "enter")
            assert pilot.app.screen.query_one("#words", Input).value == "29/02/1951"
            await press(pilot, "escape", "1")
            assert isinstance(pilot.app.screen, SessionScreen)
            assert here.desk.look().patients[0].fields == {"nom": "Inventé", "prenom": "Essai"}

    play(act)


@pytest.mark.parametrize(
    ("keys", "opened", "words"),
    [
        ("d", RegisterScreen, "A-01"),
        ("d enter", PatientLineScreen, "Au retour"),
        ("d p", PatientFormScreen, "NOUVEAU PATIENT"),
    ],
)
def test_a_screen_of_the_register_is_whole_at_its_first_paint(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, keys: str, opened: type[DeskScreen], words: str
) -> None:
    """Each further paint waits for the next beat of the screen, a sixtieth of a second."""
    painted: list[str] = []

    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "1", "1", "f5")
            paint = opened._compositor_refresh

            def seen(screen: DeskScreen) -> None:
                if screen.app.screen is screen:
                    painted.append(screen_text(pilot))
                paint(screen)

            monkeypatch.setattr(opened, "_compositor_refresh", seen)
            await press(pilot, *keys.split())
            assert isinstance(pilot.app.screen, opened)
            assert words in painted[0]
            assert painted[0].splitlines()[:8] == painted[-1].splitlines()[:8]

    play(act)


def test_another_order_lays_the_screen_out_once_though_the_band_takes_a_line_from_the_list(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid_out: list[int] = []
    lay_out = RegisterScreen._refresh_layout

    def counted(screen: RegisterScreen, size: Size | None = None, scroll: bool = False) -> None:
        laid_out.append(1)
        lay_out(screen, size, scroll)

    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            for number in range(4):
                here.desk.do(want.AddPatient({}, fields={"nom": f"Inventé{number}"}))
            await press(pilot, "d", "t", "t")
            monkeypatch.setattr(RegisterScreen, "_refresh_layout", counted)
            for high in (16, 17):
                laid_out.clear()
                await press(pilot, "t")
                assert pilot.app.screen.query_one(ItemList).size.height == high
                assert len(laid_out) == 1

    play(act)


def test_a_digit_that_stands_for_nothing_does_not_spoil_the_next_one(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "2", "2", "3")
            assert "Taper un chiffre de 0 à 2." in screen_text(pilot)
            assert pilot.app.screen.query_one("#words", Input).value == ""
            await press(pilot, "1")
            assert isinstance(pilot.app.screen, PatientFormScreen)
            assert pilot.app.screen.filling.facts["unit"] == "réanimation adulte"

    play(act)


def test_a_name_typed_where_a_digit_is_asked_does_not_stay_in_the_way_of_the_digit(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            await enter(pilot, 7)
            await press(pilot, "p", "t", "e", "s", "enter")
            assert "Taper un chiffre de 0 à 3." in screen_text(pilot)
            field = pilot.app.screen.query_one("#words", Input)
            assert (field.value, field.selected_text) == ("tes", "tes"), "the digit takes its place"
            await press(pilot, "2")
            assert isinstance(pilot.app.screen, PatientFormScreen)
            assert pilot.app.screen.filling.facts == {"origin": "urgences"}

    play(act)


def test_an_empty_form_is_left_without_a_question_and_a_discarded_one_writes_nothing(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "escape")
            assert isinstance(pilot.app.screen, SessionScreen)
            await press(pilot, "p", "1", "escape", "2")
            assert isinstance(pilot.app.screen, SessionScreen)
            assert here.desk.look().patients == ()

    play(act)


SETTLED = ("re", "CD", "salle 2", "", "d", "4", "5", "1", "n 6 déjà fait", "v 1", "dis 2 essai", "")
CHANGED = (
    "d", "n 1 pas de CD ici", "l 1", "1", "3", "", "2", "", "", "", "i 4 imprimante en panne", "l 2", "2",
    "saisi deux fois", "",
)  # fmt: skip
"""What is typed line by line: two patients noted; what is done for them; what is not, corrected, struck out."""


HANDED_ON = (
    "7", "p", "2", "2", "1", "2", "?", "?", "?", "", "P12", "", "", "", "", "", "", "d", "4", "1", "Mme Fictive", "", "",
)  # fmt: skip
"""Line by line: a patient whom nobody could name, handed on."""

_NAMELESS = HANDED_ON[1 : HANDED_ON.index("d")]
DOUBTED = ("7", *_NAMELESS, *_NAMELESS, "d", "l 2", "4", "relu sur les bracelets", "", "")
"""Line by line: two such patients under one provisional number, said to be right."""


ASKED = ("8", "1", "p", "Inventé", "", "", "", "", "", "d", "1", "2", "cadre de garde", "")
"""Line by line: nobody told a physician, and the head nurse was told."""


def test_the_register_of_both_faces_writes_the_same_events_where_something_is_not_done_or_changed(
    tmp_path: Path,
) -> None:
    written = []

    async def act() -> None:
        async with running(tmp_path / "full") as pilot:
            here = await noted(pilot)
            await press(pilot, "n")
            await write(pilot, "pas de CD ici")
            await press(pilot, "e", "3", "enter", "2", "f5", "escape", "down", "enter", "i")
            await write(pilot, "imprimante en panne")
            await press(pilot, "x")
            await write(pilot, "saisi deux fois")
            written.append(facts(here.desk.journal.events(here.desk.session or "")))

    play(act)
    assert written[0] == through_plain(tmp_path / "plain", (*NOTED, *CHANGED))


def test_each_kind_of_fact_about_patients_is_written_by_both_faces(tmp_path: Path) -> None:
    """With the two tests beside, which hold the faces together."""
    written = [
        through_plain(tmp_path / str(number), typed)
        for number, typed in enumerate(((*NOTED, *SETTLED), (*NOTED, *CHANGED), STRUCK, HANDED_ON, DOUBTED, ASKED))
    ]
    kinds = {event[0] for events in written for event in events}
    assert {str(kind) for kind in REGISTER} <= kinds


def test_the_register_of_both_faces_writes_the_same_events(tmp_path: Path) -> None:
    written = []

    async def act() -> None:
        async with running(tmp_path / "full") as pilot:
            here = await enter(pilot, 6)
            await press(pilot, "p", "1", "1")
            await write(pilot, "Inventé")
            await press(pilot, "f5", "p", "2", "2", "1", "f5", "r")
            await announce_return(pilot, "CD, salle 2")
            await press(pilot, "d", "t", "home", "enter", "enter", "enter", "1")
            await press(pilot, "n")
            await write(pilot, "déjà fait")
            await press(pilot, "v", "escape", "enter", "d")
            await write(pilot, "essai")
            await press(pilot, "escape")
            assert isinstance(pilot.app.screen, RegisterScreen)
            written.append(facts(here.desk.journal.events(here.desk.session or "")))

    play(act)
    assert written[0] == through_plain(tmp_path / "plain", (*NOTED, *SETTLED))


NUMBERED = (
    "7", "p", "1", "1", "1", "Inventé", "", "", "", "", "", "", "", "", "re", "CD", "salle 2", "",
    "d", "1", "2", "3", "4", "1", "5", "4471", "", "u",
)  # fmt: skip
"""Typed line by line on case 4: a patient, the return announced, what is owed settled, the number, then undone."""


def test_the_number_of_the_recreated_request_comes_into_its_field_by_both_faces(tmp_path: Path) -> None:
    written = []

    async def act() -> None:
        async with running(tmp_path / "full") as pilot:
            here = await begin_patient(pilot)
            await write(pilot, "Inventé")
            await press(pilot, "f5", "r")
            await announce_return(pilot, "CD, salle 2")
            await press(pilot, "d", *["enter"] * 5, "1", "enter")
            assert "Accession Number définitif" in " ".join(screen_text(pilot).split())
            await write(pilot, "4471")
            line = here.desk.look().patients[0]
            assert line.fields == {"nom": "Inventé", "accession-final": "4471"}
            assert "Accession Number définitif 4471" in " ".join(screen_text(pilot).split())
            await press(pilot, "up", "z")
            assert here.desk.look().patients[0].fields == {"nom": "Inventé"}
            written.append(facts(here.desk.journal.events(here.desk.session or "")))

    play(act)
    assert written[0] == through_plain(tmp_path / "plain", NUMBERED)


def test_what_is_for_the_return_is_not_ticked_with_the_rest_while_the_outage_lasts(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await begin_patient(pilot)
            await write(pilot, "Inventé")
            await press(pilot, "f5", "d", *["enter"] * 9)
            line = here.desk.look().patients[0]
            assert [duty.status for duty in here.desk.look().duties if duty.phase != "return_to_normal"] == ["done"] * 3
            assert [step.status for step in line.steps] == ["open"] * 3
            assert "la panne dure encore" in screen_text(pilot)
            await press(pilot, "down", "enter")
            assert "vraiment déjà fait" in screen_text(pilot)
            await press(pilot, "enter")
            assert [step.status for step in here.desk.look().patients[0].steps] == ["open"] * 3
            await press(pilot, "enter", "1", "1")
            assert [step.status for step in here.desk.look().patients[0].steps] == ["done", "open", "open"]

    play(act)


def test_what_was_said_of_a_line_is_undone_where_it_is_seen(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "1", "1", "1", "f5", "d", "enter", "enter", "i")
            await write(pilot, "pièce d'identité perdue")
            assert "AB : pièce d'identité perdue" in screen_text(pilot)
            await press(pilot, "up", "z")
            assert [duty.status for duty in here.desk.look().duties[:3]] == ["done", "open", "open"]
            await press(pilot, "up", "z")
            assert [duty.status for duty in here.desk.look().duties[:3]] == ["open", "open", "open"]

    play(act)


def test_a_paper_sheet_is_typed_in_with_its_number_and_its_hour_first(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "f6")
            await write(pilot, "17")
            await write(pilot, "03h05")
            await press(pilot, "1", "1", "1")
            await write(pilot, "Inventé")
            await press(pilot, "f5")
            line = here.desk.look().patients[0]
            assert (line.label, line.paper, here.view.hour(line.examined)) == ("P-017", True, "03:05")
            assert line.examined < here.desk.state.when(line.event)

    play(act)


def test_a_paper_sheet_without_its_hour_is_typed_in_and_marked(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "f6")
            await write(pilot, "17")
            await press(pilot, "f5")
            assert "Donner l'heure écrite sur la fiche papier, ou « ? » si elle n'y est pas." in screen_text(pilot)
            await write(pilot, "?")
            assert "Heure de l'examen heure inconnue" in " ".join(screen_text(pilot).split())
            await press(pilot, "f5")
            line = here.desk.look().patients[0]
            assert (line.label, line.draft, line.hour_unknown) == ("P-017", False, True)
            await press(pilot, "d", "enter")
            assert "Examen fait à : heure inconnue" in " ".join(screen_text(pilot).split())
            await press(pilot, "e", "1", "f5")
            line = here.desk.look().patients[0]
            assert (line.facts, line.hour_unknown) == ({"origin": "externe", "unit": "autre"}, True)

    play(act)


def test_not_knowing_is_an_answer_to_every_choice(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            await press(pilot, "p", "0", "2", "0", "2")
            await write(pilot, "?")
            await write(pilot, "?")
            await write(pilot, "?")
            await press(pilot, "0", "f5")
            line = here.desk.look().patients[0]
            assert line.facts == {"exam": "autre", "identity": "inconnue"}
            assert line.fields == dict.fromkeys(("nom", "prenom", "naissance", "sexe"), "inconnu")
            assert {duty.key: duty.sure for duty in here.desk.look().duties}["film"] is False

    play(act)


def test_what_an_entry_says_already_is_shown_and_kept_by_enter_and_emptied_by_a_hyphen(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await begin_patient(pilot)
            await write(pilot, "Inventé")
            await write(pilot, "Essai")
            await press(pilot, "up", "up")
            assert "⏎ garde « Inventé »" in screen_text(pilot)
            await press(pilot, "enter")
            await write(pilot, "-")
            await press(pilot, "f5")
            assert here.desk.look().patients[0].fields == {"nom": "Inventé"}

    play(act)


def test_completing_a_line_begins_with_what_is_lacking(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await begin_patient(pilot)
            await write(pilot, "Inventé")
            await press(pilot, "f5", "d", "enter", "e")
            await write(pilot, "Essai")
            await press(pilot, "f5")
            assert here.desk.look().patients[0].fields == {"nom": "Inventé", "prenom": "Essai"}

    play(act)


def test_a_name_pasted_over_two_lines_is_kept_whole(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await begin_patient(pilot)
            pilot.app.screen.query_one("#words", Input).post_message(events.Paste("Jean-Loup\rD'Inventé\t[RADI]"))
            await press(pilot, "enter", "f5")
            assert here.desk.look().patients[0].fields == {"nom": "Jean-Loup D'Inventé [RADI]"}

    play(act)


def test_two_versions_of_a_line_are_said_above_it_and_the_one_chosen_stays(tmp_path: Path) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await begin_patient(pilot)
            await write(pilot, "Inventé")
            await press(pilot, "f5")
            line = here.desk.look().patients[0]
            seen = line.latest.id if line.latest is not None else None
            for name in ("Premier", "Second"):
                here.desk.do(want.CorrectPatient(line.id, line.facts, fields={"nom": name}, seen=seen))
            await press(pilot, "y")
            assert "A-01 : deux versions, à comparer dans le registre" in screen_text(pilot)
            await press(pilot, "1", "enter")
            assert "DEUX VERSIONS : choisir celle qui reste" in screen_text(pilot)
            assert "Nom de naissance : Premier" in screen_text(pilot)
            await press(pilot, "enter")
            assert here.desk.look().patients[0].conflict == ()
            assert here.desk.look().patients[0].fields == {"nom": "Premier"}
            assert "DEUX VERSIONS" not in screen_text(pilot)

    play(act)


def test_no_letter_of_a_long_register_is_hidden_by_the_scroll_bar_and_the_return_is_counted_by_step(
    tmp_path: Path,
) -> None:
    async def act() -> None:
        async with running(tmp_path) as pilot:
            here = await enter(pilot, 7)
            everything = {"origin": "service", "exam": "autre", "unit": "réanimation adulte", "identity": "connue"}
            for number in range(12):
                here.desk.do(want.AddPatient(everything, fields={"nom": f"N{number}"}))
            await press(pilot, "d")
            rows = pilot.app.screen.query_one(ItemList)
            assert rows.virtual_size.height > rows.size.height
            assert rows.virtual_size.width == rows.scrollable_content_region.width - 1, "a column is free before it"
            assert {line for line in screen_text(pilot).splitlines() if line.endswith("· saisi")} == set()
            await press(pilot, "t")
            assert "Au retour : identité 0/12 · demande 0/12 · images 0/12" in screen_text(pilot)

    play(act)
