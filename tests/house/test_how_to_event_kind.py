"""A kind of event is added as its page says, on a copy: two files; without its sentence, or the handler of an action, the
type checker says where."""

from __future__ import annotations

from pathlib import Path

from tests.support.working_copy import copied_with, edited, run_in, steps, type_errors

PAGE = "add-a-kind-of-event.md"
CLASS, SENTENCE = "src/pannesi/session/facts/session.py", "src/pannesi/presentation/facts/sentences.py"
HANDLERS, HANDLER = (
    "src/pannesi/session/handlers/dispatch.py",
    """\
        case want.Close():
            session.close(writer, intent)
""",
)
PLAYED = """
from pannesi.presentation.facts.timeline import SentenceWriter, group_of
from pannesi.session.claims import slot_key
from pannesi.session.free_text import may_name
from pannesi.session.labels import sign_of
from pannesi.session.state import fold
from tests.support.building import NIGHT, site, start
from pannesi.session.event_writer import ActContext, DraftWriter
from pannesi.session.facts.session import WeatherTold

played = start(site({"id": "cas-1", "symptoms": [{"id": "s", "label": "S", "system": "S"}]}), "cas-1", "s")
pen = DraftWriter(played.site, played.state, played.look(), ActContext("s1", NIGHT, "AB", played.ids))
for sky in ("gris", "clair"):
    played.take(played.stamp(pen.write(WeatherTold(sky=sky, degrees=4), text="un mot")))
event = played.events[-1]
tell = SentenceWriter(played.site, played.state, str)
print(tell.sentence(event), "|", group_of(tell, event), "|", sign_of(event), "|", may_name(event), "|", slot_key(event))
print(event.replaces == (played.events[-2].id,), event.body == WeatherTold(sky="clair", degrees=4), event.body.degrees)
print(sorted(event.payload))
"""
LATER = """
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.session.events import Event
from pannesi.session.state import fold
from tests.support.building import site

event = Event("e", "s", "w", 1, 1, "2026-11-24T02:12:00.000Z", "AB", "weather.told", {"sky": "gris"})
state = fold([event])
print(SentenceWriter(site(), state, str).sentence(event), "|", dict(event.payload), "|", list(state.unknown))
"""


def complaints(folder: Path) -> list[str]:
    """The files of the copy in which the type checker finds something."""
    said = type_errors(folder, "session", "presentation", "history")
    return sorted({line.split(":")[0] for line in said.splitlines() if ": error: " in line})


def test_two_files_add_a_kind_of_event_and_the_type_checker_asks_for_its_sentence(tmp_path: Path) -> None:
    assert set(steps(PAGE)) == {CLASS, SENTENCE}
    folder = copied_with(PAGE, tmp_path)
    assert complaints(folder) == []
    code, said = run_in(folder, "-c", PLAYED)
    assert (code, said.splitlines()) == (
        0,
        [
            "temps : clair : un mot | notes | ✓ | anybody | ('weather',)",
            "True True 4",
            "['act', 'degrees', 'sky']",
        ],
    )
    text = (folder / SENTENCE).read_text("utf-8")
    (folder / SENTENCE).write_text(text.replace("case of_session.WeatherTold():", "case of_session.Undone():"), "utf-8")
    with edited(folder, HANDLERS, HANDLER, ""):
        assert complaints(folder) == [SENTENCE, HANDLERS]
    with edited(folder, HANDLERS, HANDLER, HANDLER.replace("session.close", "session.note")):
        assert complaints(folder) == [SENTENCE, HANDLERS]


def test_a_program_that_does_not_know_the_kind_keeps_the_fact_and_shows_that_it_is_there() -> None:
    code, said = run_in(Path(__file__).parents[2], "-c", LATER)
    assert (code, said.strip()) == (0, "fait d'une version plus récente : weather.told | {'sky': 'gris'} | ['e']")
