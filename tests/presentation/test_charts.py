"""Charts made of characters: they fit, and nothing that happened is drawn as nothing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from pannesi.presentation.figures.bar_charts import FULL, HALF, ChartBar, text_bars, text_columns
from pannesi.support.console import replacement_for

ROWS = st.lists(
    st.builds(ChartBar, st.text("abcé", max_size=50), st.floats(0, 1e6), st.just("1 h 00")), max_size=8
)  # fmt: skip


@given(ROWS, st.integers(50, 120))
def test_bars_fit_and_a_length_that_is_not_nought_is_seen(rows: list[ChartBar], width: int) -> None:
    drawn = text_bars(rows, width)
    assert all(len(line) <= width for line in drawn)
    bars = [line for line in drawn if line.endswith("1 h 00")]
    for row, line in zip(rows, bars, strict=True):
        assert (FULL in line or HALF in line) == (row.length > 0)
    words = "".join(line.split(FULL)[0].split(HALF)[0].split("1 h 00")[0] for line in drawn)
    assert words.replace(" ", "") == "".join(row.label for row in rows)


def test_a_label_too_long_for_its_column_goes_on_below_its_bar() -> None:
    """A title that is cut names another outage: `Dysfonctionnement du RIS` is not `… du RIS et du PACS`."""
    rows = [ChartBar("Dysfonctionnement du RIS et du PACS", 60, "0 h 01"), ChartBar("PACS", 30, "0 h 00")]
    assert [line.replace(FULL, "#").replace(HALF, "#") for line in text_bars(rows, 50)] == [
        "Dysfonctionnement du RIS ################## 0 h 01",
        "et du PACS",
        "PACS                     ######### 0 h 00",
    ]


@given(st.lists(st.integers(0, 40), max_size=24))
def test_columns_have_their_counts_above_them_and_their_numbers_below(counts: list[int]) -> None:
    drawn = text_columns(counts)
    assert bool(drawn) == any(counts)
    columns = [[row[place * 3 : place * 3 + 3].strip() for row in drawn] for place in range(len(counts))]
    for number, (count, column) in enumerate(zip(counts, columns, strict=True)):
        if drawn:
            assert column[-1] == str(number)
            assert [cell for cell in column[:-1] if cell][:1] == ([str(count)] if count else [])
            assert all(cell == FULL * 2 for cell in [cell for cell in column[:-1] if cell][1:])
    heights = {count: sum(map(bool, column)) for count, column in zip(counts, columns, strict=True)}
    assert all(heights[less] <= heights[more] for less in heights for more in heights if less < more)


def test_a_count_that_would_touch_its_neighbour_is_not_drawn_rather_than_cut() -> None:
    assert text_columns([99, 1])
    assert text_columns([100, 1]) == []
    assert text_columns([20_000]) == []


def test_bars_have_stand_ins_where_the_terminal_lacks_them() -> None:
    assert replacement_for(FULL) == "#"
    assert replacement_for(HALF) == "="
