"""What every journal must do. Each store runs these same tests."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pannesi.journal.chain.hash_chain import START, event_hash
from pannesi.journal.store import Clash, Journal, NotWritten, SessionRemoved
from pannesi.session.facts.lines import RedlineRaised
from pannesi.session.facts.session import NoteWritten, SessionClosed
from tests.support.writers import Wall, draft, erasing, removing


class JournalContract:
    """Subclasses say how to make a fresh journal."""

    def make(self, writer: str = "w1", wall: Wall | None = None) -> Journal:
        """A fresh journal."""
        raise NotImplementedError

    def test_what_is_appended_is_read_back_in_order_with_its_text(self) -> None:
        journal = self.make()
        journal.append([draft("a", text="l'été, [RADI] \x1b"), draft("b", replaces=("a",))])
        first, second = journal.events("s1")
        assert (first.id, first.text, second.replaces) == ("a", "l'été, [RADI] \x1b", ("a",))
        assert (first.seq, second.seq, first.prev, second.prev) == (1, 2, START, first.hash)
        assert event_hash(second) == second.hash

    def test_the_same_draft_again_changes_nothing_and_returns_what_is_there(self) -> None:
        journal = self.make()
        once = journal.append([draft("a")])
        assert journal.append([draft("a"), draft("b")])[0] == once[0]
        assert [event.id for event in journal.events("s1")] == ["a", "b"]

    def test_chains_run_for_each_session_apart(self) -> None:
        journal = self.make()
        journal.append([draft("a", "s1"), draft("b", "s2"), draft("c", "s1")])
        assert [event.seq for event in journal.events("s1")] == [1, 2]
        assert [event.seq for event in journal.events("s2")] == [1]
        assert journal.verify() == ()

    def test_order_advances_though_the_wall_clock_goes_back(self) -> None:
        wall = Wall(step=-60_000)
        journal = self.make(wall=wall)
        for name in "abc":
            journal.append([draft(name)])
        assert [event.id for event in journal.events("s1")] == ["a", "b", "c"]
        assert journal.verify() == ()

    def test_the_first_value_of_a_clock_is_one_where_the_wall_clock_says_nothing_later(self) -> None:
        journal = self.make(wall=Wall(ms=-1, step=0))
        assert [event.hlc for event in journal.append([draft("a"), draft("b"), draft("c", "s2")])] == [1, 2, 1]

    def test_it_says_which_event_came_first_whatever_came_after(self) -> None:
        journal = self.make()
        assert journal.first_event_id() == ""
        journal.append([draft("b", "s2"), draft("a")])
        journal.append([draft("0")])
        assert journal.first_event_id() == "b"

    def test_facts_that_contradict_its_own_are_refused_in_words_and_it_stays_as_it_was(self) -> None:
        journal, other = self.make("w1"), self.make("w1")
        journal.append([draft("a")])
        other.append([draft("b")])
        with pytest.raises(Clash, match=r"Ces faits contredisent ceux du journal : .*\. Rien n'a été repris\."):
            journal.receive(*other.events_with_salts())
        assert [event.id for event in journal.events("s1")] == ["a"]

    def test_the_same_text_twice_has_two_digests_and_no_event_holds_it(self) -> None:
        journal = self.make()
        first, second = journal.append([draft("a", text="Inventé"), draft("b", text="Inventé")])
        assert first.payload["text"] != second.payload["text"]
        assert "Inventé" not in str(first.payload)

    def test_a_text_that_no_file_can_hold_is_refused_and_nothing_is_written(self) -> None:
        journal = self.make()
        with pytest.raises(NotWritten, match="caractères"):
            journal.append([draft("a"), draft("b", text="\ud800")])
        assert journal.events("s1") == ()
        journal.append([draft("c")])
        assert [event.id for event in journal.events("s1")] == ["c"]

    def test_sessions_are_listed_the_latest_first(self) -> None:
        journal = self.make()
        journal.append([draft("a", "s1")])
        journal.append([replace(draft("b", "s2"), at="2026-11-25T02:12:00.000Z"), draft("c", "s1")])
        assert [(row.id, row.events) for row in journal.sessions()] == [("s2", 1), ("s1", 2)]

    def test_the_tail_holds_what_came_after_a_mark_and_no_more(self) -> None:
        journal = self.make()
        journal.append([draft("a")])
        mark = journal.mark()
        assert journal.tail(mark).events == ()
        journal.append([draft("b", "s2"), draft("c")])
        tail = journal.tail(mark)
        assert [event.id for event in tail.events] == ["b", "c"]
        assert tail.mark == journal.mark()

    def test_what_one_gives_another_receives_with_chains_and_texts_whole(self) -> None:
        ours, theirs = self.make("w1"), self.make("w2")
        ours.append([draft("a", text="mot"), draft("b", "s2")])
        theirs.append([draft("c")])
        events, salts = ours.events_with_salts("s1")
        assert theirs.receive(events, salts) == 1
        assert theirs.receive(events, salts) == 0
        assert {event.id: event.text for event in theirs.events("s1")} == {"a": "mot", "c": None}
        assert theirs.verify() == ()

    @settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.differing_executors])
    @given(st.lists(st.sampled_from(["w1", "w2", "w3"]), min_size=1, max_size=8), st.randoms(use_true_random=False))
    def test_merging_in_any_order_and_repetition_gives_the_same_events(self, writers: list[str], dice) -> None:  # type: ignore[no-untyped-def]
        sources = {name: self.make(name) for name in ("w1", "w2", "w3")}
        for number, name in enumerate(writers):
            sources[name].append([draft(f"e{number}", text=f"t{number}")])
        gifts = [source.events_with_salts() for source in sources.values()]
        ends = []
        for number in range(2):
            dice.shuffle(gifts)
            target = self.make(f"t{number}")
            for events, salts in [*gifts, *gifts]:
                shuffled = list(events)
                dice.shuffle(shuffled)
                target.receive(shuffled, salts)
            assert target.verify() == ()
            ends.append([(event.id, event.text, event.hash) for event in target.events("s1")])
        assert ends[0] == ends[1]
        assert len(ends[0]) == len(writers)

    def test_a_site_is_kept_once_under_its_digest(self) -> None:
        journal = self.make()
        journal.keep_site("d1", {"contacts.yaml": b"x", "cases/a.yaml": b"\xff"})
        journal.keep_site("d1", {"contacts.yaml": b"other"})
        assert journal.site("d1") == {"contacts.yaml": b"x", "cases/a.yaml": b"\xff"}
        assert journal.site("d2") is None

    def test_the_last_valid_site_of_a_folder_is_remembered(self) -> None:
        journal = self.make()
        assert journal.last_site("/a") is None
        for digest in ("d1", "d2", "d2"):
            journal.remember_site("/a", digest)
        journal.remember_site("/b", "d3")
        assert (journal.last_site("/a"), journal.last_site("/b")) == ("d2", "d3")

    def test_an_erased_text_is_gone_and_the_chain_holds(self) -> None:
        journal = self.make()
        journal.append([draft("a", text="mot"), draft("b", text="autre")])
        journal.append([erasing("a")])
        assert [event.text for event in journal.events("s1")] == [None, "autre"]
        assert set(journal.events_with_salts()[1]) == {"b"}
        assert journal.verify() == ()

    def test_an_erased_text_does_not_come_back_with_an_older_copy(self) -> None:
        journal, copy = self.make("w1"), self.make("w2")
        journal.append([draft("a", text="mot")])
        copy.receive(*journal.events_with_salts())
        journal.append([erasing("a")])
        assert journal.receive(*copy.events_with_salts()) == 0
        assert journal.events("s1")[0].text is None

    def test_an_erasure_that_arrives_from_elsewhere_erases_here(self) -> None:
        journal, copy = self.make("w1"), self.make("w2")
        journal.append([draft("a", text="mot")])
        copy.receive(*journal.events_with_salts())
        journal.append([erasing("a")])
        copy.receive(*journal.events_with_salts())
        assert copy.events("s1")[0].text is None
        assert copy.verify() == ()

    def test_an_erasure_that_arrives_before_the_text_still_wins(self) -> None:
        journal, other = self.make("w1"), self.make("w2")
        journal.append([draft("a", text="mot")])
        before = journal.events_with_salts()
        other.append([erasing("a")])
        other.receive(*before)
        assert [(event.id, event.text) for event in other.events("s1")] == [("a", None)]

    def test_a_text_that_was_missing_is_taken_in_when_it_is_the_one(self) -> None:
        journal, copy = self.make("w1"), self.make("w2")
        journal.append([draft("a", text="mot")])
        events, salts = journal.events_with_salts()
        copy.receive(events, {})
        assert copy.events("s1")[0].text is None
        copy.receive([replace(events[0], text="faux")], salts)
        assert copy.events("s1")[0].text is None
        copy.receive([replace(events[0], text=None)], salts)
        assert (copy.events("s1")[0].text, copy.events_with_salts()[1]) == (None, {})
        assert copy.receive(events, salts) == 0
        assert copy.events("s1")[0].text == "mot"

    def test_a_removed_session_is_gone_and_does_not_come_back(self) -> None:
        journal, copy = self.make("w1"), self.make("w2")
        journal.append([draft("a", text="mot"), draft("b", "s2")])
        copy.receive(*journal.events_with_salts())
        journal.append([removing("s1")])
        assert [row.id for row in journal.sessions()] == ["s2"]
        assert journal.receive(*copy.events_with_salts()) == 0
        with pytest.raises(SessionRemoved, match="Cette session a été supprimée"):
            journal.append([draft("c")])
        assert journal.events("s1") == ()
        assert journal.verify() == ()
        journal.append([draft("d", "s2")])
        assert copy.receive(*journal.events_with_salts()) == 2
        assert [row.id for row in copy.sessions()] == ["s2"]

    def test_the_desk_itself_is_never_removed(self) -> None:
        journal = self.make()
        journal.append([removing("poste"), removing("s1")])
        assert [event.id for event in journal.events("poste")] == ["removing-poste", "removing-s1"]

    def test_marks_still_lead_on_after_a_removal(self) -> None:
        journal = self.make()
        journal.append([draft("a"), draft("b", "s2")])
        mark = journal.mark()
        journal.append([removing("s1"), draft("c", "s2")])
        assert [event.id for event in journal.tail(mark).events][-1] == "c"
        assert journal.tail(journal.mark()).events == ()
        assert journal.sessions_since(0, 100)[1] == journal.mark()

    def test_free_texts_are_read_a_stretch_at_a_time_and_only_those_of_some_kinds(self) -> None:
        journal = self.make()
        journal.append([draft("a", text="un"), draft("b"), draft("c", "s2", text="deux"), draft("d", text="trois")])
        journal.append([replace(draft("e", text="cri"), kind=RedlineRaised.kind), erasing("d")])
        said = [journal.texts_since(mark, 2, {str(NoteWritten.kind)}) for mark in range(0, journal.mark(), 2)]
        assert said == [(("s1", "un"),), (("s2", "deux"),), ()]
        assert journal.texts_since(0, 100, {str(RedlineRaised.kind), str(SessionClosed.kind)}) == (("s1", "cri"),)

    def test_the_words_of_some_events_are_read_without_those_erased(self) -> None:
        journal = self.make()
        journal.append([draft("a", text="un"), draft("b", text="deux"), draft("c", "s2", text="trois"), draft("d")])
        journal.append([erasing("b")])
        assert journal.texts_of("s1", ["a", "b", "c", "d", "e"]) == {"a": "un"}
        assert journal.texts_of("s1", []) == {}

    def test_verifying_tells_how_far_it_is(self) -> None:
        journal = self.make()
        journal.append([draft("a"), draft("b", "s2")])
        read: list[int] = []
        journal.verify(read.append)
        assert read[-1] == 2
