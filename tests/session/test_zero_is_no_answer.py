"""A zero says « je ne sais pas » everywhere: where words are asked for, it is none."""

from __future__ import annotations

import pytest

from pannesi.session import actions as want
from pannesi.session.event_writer import Refused, is_zero
from pannesi.support.errors import Declined
from pannesi.tui.prompt import Prompt
from tests.support.building import start
from tests.support.shipped_site import shipped


@pytest.mark.parametrize(("words", "zero"), [("0", True), (" 00 ", True), ("", False), ("10", False), ("0 vu", False)])
def test_only_zeros_are_a_zero(words: str, zero: bool) -> None:
    assert is_zero(words) is zero


def test_it_is_neither_what_was_seen_nor_a_reason_nor_a_name() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    message, call = played.line("message-panne").key, played.line("prevenir-informatique").key
    visit = played.look().current_cases[0]
    for intent in (
        want.Settle(*message, "0"), want.Settle(*message, "0", by_other=True), want.NotNeeded(*message, "0"),
        want.CouldNot(*call, "00"), want.AnnounceReturn(visit, "0"), want.Close("0"),
    ):  # fmt: skip
        with pytest.raises(Refused, match=r"0 » ne (dit pas ce qui a été vu|suffit pas)"):
            played.do(intent)
    played.do(want.Settle(*message, "vu à 0 h 10"))


def test_the_prompt_declines_it_at_once_where_it_asks_for_words_and_takes_it_where_a_number_is_asked() -> None:
    given: list[str] = []
    for _time in range(2):
        with pytest.raises(Declined, match="« 0 » ne dit rien ici"):
            Prompt("Ce qui a été vu", given.append, ("message affiché",), doubts=True).answer("0")
    Prompt("Numéro", given.append).answer("0")
    assert given == ["0"]
