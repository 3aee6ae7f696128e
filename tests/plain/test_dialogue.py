"""What is typed comes in bounded and safe, whatever it is."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.plain.prompts import LONGEST, Dialogue, EndOfInput, input_lines, whole_number
from pannesi.support.console import Output
from pannesi.support.text_safety import typed_line


def dialogue(*lines: str) -> tuple[Dialogue, io.StringIO]:
    """A dialogue on lines, and what it wrote."""
    written = io.StringIO()
    return Dialogue(Output(written), lines), written


class Endless(io.StringIO):
    """A stream whose one line never ends soon; counts how much of it was asked for at a time."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self.left = size
        self.largest = 0

    def readline(self, size: int = -1) -> str:  # type: ignore[override]
        assert size >= 0, "a line must never be read whole"
        self.largest = max(self.largest, size)
        taken = min(size, self.left)
        self.left -= taken
        return "x" * taken


def test_an_endless_line_is_never_held_whole() -> None:
    stream = Endless(30_000_000)
    (line,) = input_lines(stream)
    assert len(line) == LONGEST + 2
    assert (stream.left, stream.largest <= 65_536) == (0, True)


def test_a_closed_or_absent_input_is_the_end_of_input() -> None:
    stream = io.StringIO("une ligne\n")
    stream.close()
    assert list(input_lines(stream)) == []
    assert list(input_lines(None)) == []


def test_letters_of_a_terminal_in_latin_1_are_taken_as_they_were_meant() -> None:
    stream = io.TextIOWrapper(io.BytesIO(b"caf\xe9 \xff\n"), encoding="utf-8", errors="strict")
    talk, _written = dialogue(*input_lines(stream))
    assert talk.ask("? ") == "café ÿ"


@given(st.text(max_size=200))
def test_whatever_is_typed_comes_in_on_one_line_and_safe(typed: str) -> None:
    talk, _written = dialogue(typed)
    taken = talk.ask("? ")
    assert taken == typed_line(typed.rstrip("\r\n")).strip()
    assert "\n" not in taken


def test_a_line_too_long_is_refused_and_asked_again() -> None:
    talk, written = dialogue("x" * (LONGEST + 1), "court")
    assert talk.ask("? ") == "court"
    assert "Texte trop long" in written.getvalue()


def test_the_longest_line_is_taken_whole() -> None:
    talk, _written = dialogue("x" * LONGEST + "\n")
    assert len(talk.ask("? ")) == LONGEST


def test_the_end_of_input_is_told_apart_from_an_empty_line() -> None:
    talk, _written = dialogue("")
    assert talk.ask("? ") == ""
    with pytest.raises(EndOfInput):
        talk.ask("? ")


def test_a_long_prompt_stands_above_the_line_to_type_on() -> None:
    talk, written = dialogue("ok")
    talk.ask("Une question si longue qu'elle ne tient pas avec sa réponse sur une seule ligne (Entrée : rien) : ")
    assert written.getvalue().endswith("\n? ")


def test_a_choice_is_asked_until_it_is_one() -> None:
    talk, written = dialogue("9", "deux", "0", "2")
    assert talk.choose("Lequel ?", [("a", "un"), ("b", "deux")], otherwise="rien") == "b"
    assert written.getvalue().count("Taper un numéro de 1 à 2") == 3


def test_an_empty_line_chooses_nothing() -> None:
    talk, _written = dialogue("")
    assert talk.choose("Lequel ?", [("a", "un")], otherwise="rien") is None


def test_long_choices_are_listed_one_a_line() -> None:
    talk, written = dialogue("1")
    talk.choose("Lequel ?", [("a", "un " * 30), ("b", "deux " * 30)], otherwise="rien")
    assert "\n  1 un" in written.getvalue()
    assert "\n  2 deux" in written.getvalue()


@pytest.mark.parametrize(("typed", "meant"), [("o", True), ("OUI", True), ("", False), ("n", False), ("Non", False)])
def test_only_yes_is_yes(typed: str, meant: bool) -> None:
    assert dialogue(typed)[0].confirm("Sûr ?") is meant


@pytest.mark.parametrize("typed", ["ok", "1", "infirmière", "i"])
def test_what_is_neither_yes_nor_no_is_asked_again(typed: str) -> None:
    talk, written = dialogue(typed, "oui")
    assert talk.confirm("Sûr ?") is True
    assert "Taper o pour oui" in written.getvalue()


def test_a_name_of_digits_only_is_doubted_and_asked_again() -> None:
    talk, written = dialogue("2600451278", "", "AB")
    assert talk.ask_name("Nom : ") == "AB"
    assert "« 2600451278 » n'est qu'un nombre : le garder ?" in written.getvalue()


def test_a_name_of_digits_only_can_be_kept() -> None:
    talk, _written = dialogue("4021", "o")
    assert talk.ask_name("Nom : ") == "4021"


def test_nobody_is_asked_where_a_file_is_read() -> None:
    talk = Dialogue(Output(io.StringIO()), ("4021",), echo=True)
    assert talk.ask_name("Nom : ") == "4021"


@pytest.mark.parametrize(
    ("typed", "number"), [("3", 3), ("03", 3), ("0000000003", None), ("2600451278", None), ("11111111", None)]
)
def test_a_label_scanned_is_no_number_of_a_list(typed: str, number: int | None) -> None:
    assert whole_number(typed, 5) == number
