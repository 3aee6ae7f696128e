"""Who lands where the procedure says nothing is told so, with whom to ask."""

from __future__ import annotations

from pannesi.session import actions as want
from pannesi.session.projection.missing_guidance import Unwritten, unwritten
from tests.procedure.test_coverage import shipped
from tests.support.building import Played, site, start
from tests.support.session_sites import HOSPITAL


def archive(answer: str) -> Played:
    """Case 7 of the shipped procedure up to its degraded mode, whatever its first phase asks put aside."""
    played = start(shipped(), "cas-7", "cache-seul")
    played.do(want.Answer(*played.line("recents-visibles").key, "oui"))
    played.do(want.CouldNot(*played.line("ticket-philips").key, "personne"))
    played.do(want.Answer(*played.line("imadis-actif").key, answer))
    return played


def test_case_7_outside_the_activity_of_imadis_says_that_nothing_is_written() -> None:
    played = archive("non")
    (told,) = unwritten(played.site, played.look())
    assert told == Unwritten("L'archivage sur KRYPTON Philips ne fonctionne pas", "Référents RIS/PACS")


def test_where_something_is_written_or_a_question_is_open_nothing_is_said() -> None:
    for answer in ("oui", "ne-sait-pas"):
        played = archive(answer)
        assert unwritten(played.site, played.look()) == ()
    assert unwritten(HOSPITAL, start(HOSPITAL, "cas-3", "images").look()) == ()


def test_a_case_without_any_degraded_mode_says_so_even_if_nobody_is_named() -> None:
    bare = site(
        {
            "id": "cas",
            "symptoms": [{"id": "s", "label": "x", "system": "x"}],
            "return_to_normal": [{"id": "f", "do": "x"}],
        }
    )
    assert unwritten(bare, start(bare, "cas", "s").look()) == (Unwritten("cas", None),)


def test_both_faces_read_it_from_the_same_words() -> None:
    from pannesi.presentation.session_view import View
    from pannesi.presentation.status_band import to_remember

    played = archive("non")
    view = View(played.site, played.state, played.look(), None, "AB")
    assert any("À demander : Référents RIS/PACS" in line.words for line in to_remember(view))
