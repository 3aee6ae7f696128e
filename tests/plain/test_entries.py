"""Every way into the procedure is walked to a closed session by somebody who knows nothing but the screen."""

from __future__ import annotations

from datetime import timedelta

import pytest

from pannesi.support import errors as exits
from tests.support.plain_playing import NIGHT, Reader, shipped, stage_of, state_of, station_of

ENTRIES = [str(entry.number) for entry in shipped().site.entries]


@pytest.mark.parametrize("way", ["first", "last", "unsure"])
@pytest.mark.parametrize("entry", [*ENTRIES, "0"])
def test_each_entry_reaches_a_closed_session_without_documentation(entry: str, way: str) -> None:
    station = station_of()
    reader = Reader(station, entry, way)
    assert reader.run() == exits.OK
    assert stage_of(station) == "closed"
    closing = state_of(station).closing
    assert closing is not None
    nothing_known = (entry, way) == ("0", "unsure")
    assert closing.payload["forced"] is nothing_known, "a search that found no case wants a motive, nothing else does"


@pytest.mark.parametrize("entry", ENTRIES)
def test_each_entry_reaches_a_closed_session_by_day_too(entry: str) -> None:
    station = station_of(now=NIGHT + timedelta(hours=8))
    Reader(station, entry).run()
    assert stage_of(station) == "closed"
