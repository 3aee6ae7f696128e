"""Who lands where the procedure says nothing is told so, with whom to ask."""

from __future__ import annotations

import pytest

from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.status_band import nothing_to_do_lines, reminder_lines, state_parts
from pannesi.session import actions as want
from pannesi.session.projection.missing_guidance import (
    CaseWithoutGuidance,
    cases_without_guidance,
    rows_ruling_out_outage,
)
from tests.support.building import Played, site, start
from tests.support.session_playing import usual_sending_works
from tests.support.session_sites import HOSPITAL
from tests.support.shipped_site import shipped


def archive(answer: str) -> Played:
    """Case 7 of the shipped procedure up to its degraded mode, whatever its first phase asks put aside."""
    played = start(shipped(), "cas-7", "cache-seul")
    played.do(want.Answer(*played.line("recents-visibles").key, "oui"))
    played.do(want.CouldNot(*played.line("ticket-philips").key, "personne"))
    played.do(want.Answer(*played.line("imadis-actif").key, answer))
    return played


def test_case_7_outside_the_activity_of_imadis_says_that_nothing_is_written() -> None:
    played = archive("non")
    (told,) = cases_without_guidance(played.site, played.look())
    assert told == CaseWithoutGuidance("L'archivage sur KRYPTON Philips ne fonctionne pas", "Référents RIS/PACS")


def test_where_something_is_written_or_a_question_is_open_nothing_is_said() -> None:
    for answer in ("oui", "ne-sait-pas"):
        played = archive(answer)
        assert cases_without_guidance(played.site, played.look()) == ()
    assert cases_without_guidance(HOSPITAL, start(HOSPITAL, "cas-3", "images").look()) == ()


def test_a_case_without_any_degraded_mode_says_so_even_if_nobody_is_named() -> None:
    bare = site(
        {
            "id": "cas",
            "symptoms": [{"id": "s", "label": "x", "system": "x"}],
            "return_to_normal": [{"id": "f", "do": "x"}],
        }
    )
    assert cases_without_guidance(bare, start(bare, "cas", "s").look()) == (CaseWithoutGuidance("cas", None),)


def test_both_faces_read_it_from_the_same_words() -> None:
    played = archive("non")
    view = View(played.site, played.state, played.look(), None, "AB")
    assert any("À demander : Référents RIS/PACS" in line.words for line in reminder_lines(view))


@pytest.mark.parametrize("answer", ["a-faire", "ne-sait-pas"])
def test_where_the_usual_sending_works_after_all_nothing_is_called_unwritten_and_what_is_left_is_said(
    answer: str,
) -> None:
    played = start(shipped(), "cas-5", "images-non-recues")
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "secours-fait", answer))
    assert rows_ruling_out_outage(played.site, played.look()) == ()
    played = usual_sending_works(answer)
    walk = played.look()
    assert (walk.stage, cases_without_guidance(played.site, walk)) == ("waiting", ())
    view = View(played.site, played.state, walk, None, "AB")
    assert not any("NON ÉCRIT" in words for words in reminder_lines(view))
    assert list(nothing_to_do_lines(view)) == [
        "L'envoi habituel marche : la suite du Cas N°5 ne s'applique pas.",
        "Il reste à l'annoncer : r. Sans l'annoncer, cl clôt avec un motif.",
    ]
    assert "RETOUR À ANNONCER" in state_parts(view)


def test_a_backup_that_works_is_an_outage_that_lasts() -> None:
    played = start(shipped(), "cas-5", "images-non-recues")
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "secours-fait", "a-faire"))
    played.do(want.RunAnnex(visit, "secours"))
    annex = played.line("arrivent").visit
    played.do(want.Answer(annex, "serie-recue", "non"))
    played.do(want.Settle(annex, "renvoyer-toutes"))
    played.do(want.Called(annex, "appeler-imadis", "imadis-images", "reached"))
    played.do(want.Answer(annex, "arrivent", "oui"))
    played.do(want.Conclude(annex, "fin-reussi"))
    assert rows_ruling_out_outage(played.site, played.look()) == ()
    assert cases_without_guidance(played.site, played.look()) == ()
