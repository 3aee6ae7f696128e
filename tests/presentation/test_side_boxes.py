"""The boxes of a second column: what they say of what the cursor is on, and how they are fitted into the height."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pannesi.history.learning.redlines import QueuedRedline, RedlineReply
from pannesi.history.session_summary import RaisedRedline, session_summary_of
from pannesi.presentation.calls.contact_side import calling_lines, contact_boxes
from pannesi.presentation.closing.closing_choices import ClosingAct, ToLine, ToPatients, ToReturn, closing_list
from pannesi.presentation.closing.closing_side import closing_boxes
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.learning.redlines import redline_boxes
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session_lists.past_session_side import fact_boxes, milestone_box, session_box
from pannesi.presentation.text.side_boxes import INNER, WIDTH, SideBox, drawn_boxes, labelled, said
from pannesi.procedure.availability.opening_hours import OpenState
from pannesi.procedure.availability.reachability import zone_of
from pannesi.procedure.availability.week_grid import ContactWeek, Stretch
from pannesi.session import actions as want
from pannesi.support.styled_text import StyledText
from pannesi.support.text_safety import cell_width, wrapped_lines
from tests.support.building import NIGHT, Played, start
from tests.support.shipped_site import shipped

DAYS = ("lun 23/11", "mar 24/11", "mer 25/11", "jeu 26/11", "ven 27/11", "sam 28/11", "dim 29/11")


def words(*boxes: SideBox) -> str:
    """What boxes say, each line once, without wrapping."""
    return " ".join(" ".join([box.title, *(line.plain.strip() for line in box.lines)]) for box in boxes)


def box_of(count: int, title: str = "Ce fait") -> SideBox:
    return SideBox(title, tuple(StyledText(f"ligne {number}") for number in range(count)))


@pytest.mark.parametrize("height", range(16))
def test_boxes_never_take_more_lines_than_there_are_and_say_what_is_cut(height: int) -> None:
    lines = drawn_boxes([box_of(3), box_of(6, "Ensuite")], height)
    shown = "\n".join(line.plain for line in lines)
    assert len(lines) <= height
    assert {line.width for line in lines} <= {0, WIDTH}
    assert shown.count("╭") == shown.count("╰"), "a box that begins is closed"
    if height >= 5:
        assert "ligne 2" in shown
    if "Ensuite" in shown and "ligne 5" not in shown:
        assert "…" in shown
    assert ("ligne 5" in shown) is (height >= 14)


def test_values_stand_under_themselves_and_what_has_no_words_is_left_out() -> None:
    lines = labelled([("heure", "24/11/2026 03:12"), ("rien", ""), ("par", "Inventée " * 8)])
    assert [line.plain[:6].strip() for line in lines] == ["heure", "par", "", ""]
    assert all(line.width <= INNER for line in lines)
    assert lines[2].plain.startswith(" " * 13 + "Inventée")


@pytest.mark.parametrize("text", ["🔥 feu 🔥🔥 au 🔥 PACS", "日本語のメッセージ 画像", "⚠️ PACS en panne ⚠️"])
@pytest.mark.parametrize("width", [8, 11, 20])
def test_no_line_is_wider_than_asked_where_letters_take_two_columns(text: str, width: int) -> None:
    lines = wrapped_lines(text, width)
    assert all(cell_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


@pytest.mark.parametrize("text", ["répond jusqu'à 08:00", "répond jusqu'au 25/12 à 08:00", "Hotline, dès 08:00"])
def test_no_line_ends_before_an_hour(text: str) -> None:
    for width in range(9, len(text) + 1):
        assert not any(line.startswith("08:00") for line in wrapped_lines(text, width)), width


def played_to_the_return() -> Played:
    played = start(shipped(), "cas-4", "ris-et-pacs")
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}))
    for visit in played.state.visits:
        played.do(want.AnnounceReturn(visit.id, "AB, poste 2"))
    return played


def seen(played: Played) -> View:
    return View(played.site, played.state, played.look(), None, "AB")


def test_a_fact_says_when_and_who_and_its_line_as_it_was_written() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    row = played.line("combien-de-postes")
    played.do(want.Answer(*row.key, "plusieurs"))
    writer = SentenceWriter(played.site, played.state, str)
    boxes = list(fact_boxes(writer, played.state.timeline[-1], zone_of(played.site.contacts)))
    assert "24/11/2026 03:14:00" in words(boxes[0])
    assert "AB" in words(boxes[0])
    assert "3.1 Un seul poste, ou plusieurs ?" in words(boxes[1])
    assert "– Plusieurs" in words(boxes[1])
    assert "ajout :" in words(boxes[1])
    opening = list(fact_boxes(writer, played.state.timeline[0], zone_of(played.site.contacts)))
    assert len(opening) == 1, "the opening is about no line"
    account = session_summary_of("s1", played.state, played.site, NIGHT + timedelta(hours=1))
    assert account is not None
    about = " ".join(words(session_box(account, writer, zone_of(played.site.contacts))).split())
    for part in ("vu Impossible de voir les images", "systèmes PACS", "clôture encore ouverte", "faits 2"):
        assert part in about
    assert "retour à la normale pas encore" in " ".join(words(milestone_box(account, writer)).split())


def test_what_prevents_closing_says_what_it_is_about_and_what_it_leads_to() -> None:
    played = played_to_the_return()
    view = seen(played)
    blocks = {block.row: block for block in view.walk.blocks if block.row is not None}
    message = next(key for key in blocks if "Message de fin" in str(blocks[key].text))
    said_there = words(*closing_boxes(view, ToLine(message)))
    assert "vu diffusé" in said_there
    assert "N non nécessaire" in said_there
    question = next(key for key in blocks if "Qu'est-ce qui est revenu" in blocks[key].text)
    assert "1 Le RIS et le PACS" in words(*closing_boxes(view, ToLine(question)))
    patient = view.walk.patients[0]
    of_patient = words(*closing_boxes(view, ToPatients(patient.id)))
    assert "identité pas notée" in of_patient
    assert "○ CD remis" in of_patient
    assert "A-01" in words(*closing_boxes(view, ToPatients(None)))
    assert "motif" in words(*closing_boxes(view, ClosingAct.CLOSE_WITH_REASON))
    for choice in (ToReturn("v"), *ClosingAct):
        assert words(*closing_boxes(view, choice)).startswith("⏎")
    assert [*closing_boxes(view, ToLine(("gone", "gone"))), *closing_boxes(view, ToPatients("gone"))] == []


def test_closing_offers_what_prevents_it_then_the_beginning_that_is_missing_then_closing_all_the_same() -> None:
    view = seen(played_to_the_return())
    title, entries = closing_list(view)
    assert title.startswith("Ce qui empêche de clore")
    choices = [choice for choice, _words in entries]
    assert len(choices) == len(set(choices)) == len(view.walk.blocks) + 2
    assert {type(choice) for choice in choices[:-2]} == {ToLine, ToPatients}
    assert choices[-2:] == [ClosingAct.SAY_BEGINNING, ClosingAct.CLOSE_WITH_REASON]


def test_a_redline_shows_the_line_as_it_is_today_or_that_it_is_gone() -> None:
    raised = RaisedRedline("e1", "v", "cas-3", "quels-examens", "wrong", "", "AB", NIGHT)
    queued = QueuedRedline("s1", False, raised, "3.4 …", ("cases/cas-3-pacs.yaml", 36, 9), None)
    site = shipped()
    assert "3.4 Les examens récents s'affichent-ils ?" in words(*redline_boxes(queued, site))
    assert "signalée aux sessions suivantes" in words(*redline_boxes(queued, site))
    answered = QueuedRedline("s1", False, raised, "", None, RedlineReply("corrected", "2", "", "CD", NIGHT))
    assert "n'est plus dite signalée" in words(*redline_boxes(answered, site))
    gone = RaisedRedline("e1", "v", "cas-3", "nulle-part", "wrong", "", "AB", NIGHT)
    assert "plus dans la procédure" in words(*redline_boxes(QueuedRedline("s1", True, gone, "", None, None), site))


def test_the_hours_of_a_contact_are_said_day_by_day_and_whoever_calls_it_by_number() -> None:
    site = shipped()
    edges: tuple[tuple[int, int, OpenState], ...] = (
        (0, 480, "closed"),
        (480, 540, "urgent-only"),
        (540, 1050, "open"),
        (1050, 1440, "unknown"),
    )
    day = tuple(Stretch(start, end, state) for start, end, state in edges)
    closed = (Stretch(0, 1440, "closed"),)
    week = ContactWeek("hotline-informatique", "Hotline", (day, day, day, day, day, closed, closed))
    hours, calling = contact_boxes(site, week, DAYS, 1)
    text = [line.plain for line in hours.lines]
    assert text[0] == "lun 23/11  urgences 08:00-09:00,"
    assert " ".join(words(hours).split()).count("09:00-17:30, pas écrit 17:30-24:00") == 5
    assert text[-1] == "dim 29/11  fermé"
    assert [line.plain[:9] for line in hours.lines if line.parts[0] == ("mar 24/11  ", "title")] == ["mar 24/11"]
    assert "3.6 Prévenir le service informatique" in words(calling), "it is called as a member of a group"
    assert words(SideBox("", tuple(calling_lines(site, "nulle-part")))).strip() == ""
    alike = ContactWeek("nulle-part", "Personne", (closed,) * 7)
    assert "chaque jour : fermé" in words(*contact_boxes(site, alike, DAYS, 1))
    assert "Aucune ligne" in words(*contact_boxes(site, alike, DAYS, 1))


def test_words_of_a_box_fit_between_its_edges() -> None:
    assert all(line.width <= INNER for line in said("mot " * 40, "title", "  "))
