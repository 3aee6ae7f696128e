"""What is left without being done is counted once: before closing, in the account and in the report it is one figure."""

from __future__ import annotations

import random
import re

import pytest

from pannesi.documents.report.session_report import report_page
from pannesi.history.session_record import SessionRecord
from pannesi.history.session_summary import session_summary_of
from pannesi.presentation.facts.timeline import SentenceWriter
from pannesi.presentation.session.session_view import View
from pannesi.presentation.session.status_band import nothing_to_do_lines
from pannesi.presentation.session_lists.session_summary import summary_json, summary_lines
from pannesi.procedure.model.procedure import EntryPoint
from pannesi.session import actions as want
from tests.support.building import Played, start
from tests.support.session_playing import intents_of_row, to_the_end, try_to
from tests.support.shipped_site import shipped


def number(pattern: str, words: str) -> int:
    found = re.search(pattern, words)
    return int(found[1]) if found else 0


def before_closing(played: Played) -> int:
    """The figure of the last screen."""
    view = View(played.site, played.state, played.look(), None, "AB")
    return number(r"(\d+) lignes? (?:est|sont) restée", "\n".join(nothing_to_do_lines(view)))


def in_account(played: Played) -> tuple[int, int]:
    """The figure of `pannesi session`, in words and as JSON."""
    account = session_summary_of(played.session, played.state, played.site, played.now)
    assert account is not None
    tell = SentenceWriter(played.site, played.state, lambda moment: "")
    words = "\n".join(said for _style, said in summary_lines(account, tell))
    counted = number(r"(?:pas fait, ou laissé|reste à faire(?:, ou laissé)?) \((\d+)\)", words)
    return counted, len(summary_json(account)["lines"]["left"])


def in_report(played: Played) -> tuple[int, int]:
    """The figure of the report's summary, and the rows of its table."""
    account = session_summary_of(played.session, played.state, played.site, played.now)
    assert account is not None
    page = report_page(SessionRecord(played.session, played.state, played.site, account, ""), patients=False)
    summary = "\n".join(f"{name} : {words}" for name, words in page.summary)
    counted = number(r"(\d+) pas faite", summary) or number(r"Reste à faire(?:, ou laissé)? : (\d+)", summary)
    rows = [len(one.rows) for one in page.sections if re.match("Pas fait, ou laissé|Reste à faire", one.title)]
    return counted, sum(rows)


def agree(played: Played, expected: int) -> None:
    assert {*in_account(played), *in_report(played)} == {expected}


def some_way(played: Played, dice: random.Random) -> None:
    """Forty acts, mostly at the next line, ends of annexes taken early; then the return."""
    for _act in range(40):
        walk = played.look()
        if walk.next is None:
            break
        ends = [row for row in walk.rows if row.line.verb == "outcome" and row.status == "open"]
        row = dice.choice(ends) if ends and dice.random() < 0.3 else walk.next
        intents = intents_of_row(row)
        next((one for one in dice.sample(intents, len(intents)) if try_to(played, one)), None)
    for visit in played.look().current_cases:
        try_to(played, want.AnnounceReturn(visit, "AB, salle 2"))


def unclosed(played: Played) -> Played:
    """The same session before its last fact, which closed it."""
    before = Played(played.site, now=played.now)
    for event in played.events[:-1]:
        before.take(event)
    return before


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("entry", shipped().entries, ids=lambda one: one.symptom.id)
def test_the_last_screen_the_account_and_the_report_agree(entry: EntryPoint, seed: int) -> None:
    played = start(shipped(), entry.unit.id, entry.symptom.id)
    some_way(played, random.Random(f"{entry.symptom.id} {seed}"))
    agree(played, len(played.look().left_undone))
    to_the_end(played)
    before = unclosed(played)
    shown = before_closing(before)
    assert before.look().stage == "to_close"
    agree(before, shown)
    agree(played, shown)


def test_a_step_left_by_ending_its_annex_is_counted_and_an_order_that_is_over_is_not() -> None:
    played = start(shipped(), "cas-1", "non-reconnue")
    visit = played.look().current_cases[0]
    played.do(want.Answer(visit, "etiquette", "pre-numerotee"))
    played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    played.do(want.Answer(visit, "etiquette-lue", "oui"))
    assert played.line("postes-radiologues").ended
    assert "postes-radiologues" not in {row.line.id for row in played.look().left_undone}
    fax = start(shipped(), "cas-6", "vueshare")
    fax.do(want.RunAnnex(*fax.line("vue-motion").key))
    fax.do(want.Conclude(*fax.line("fin").key))
    assert {"smartphone", "mot-de-passe", "tableau"} <= {row.line.id for row in fax.look().left_undone}
    agree(fax, len(fax.look().left_undone))


def test_what_a_forced_closing_overrode_is_left_undone_too() -> None:
    played = start(shipped(), "cas-3", "images-invisibles")
    played.do(want.Close("fin de service"))
    left = played.look().left_undone
    assert {"prevenir-informatique"} <= {row.line.id for row in left}
    agree(played, len(left))


def test_what_prevents_closing_is_never_told_as_settled_by_what_its_patients_were_given() -> None:
    """The images of each patient are reconciled, and yet its line is listed as preventing the closing."""
    played = start(shipped(), "cas-3", "images-invisibles")
    played.do(want.AddPatient({"origin": "externe", "exam": "coupe"}, fields={"nom": "INVENTÉE"}))
    for visit in played.look().current_cases:
        played.do(want.AnnounceReturn(visit, "AB, salle 2"))
    patient = played.look().patients[0]
    for duty in played.look().duties:
        try_to(played, want.SettleDuty(patient.id, duty.key))
    assert all(duty.status == "done" for duty in played.look().duties if duty.key == "reconciliation")
    walk = played.look()
    open_blocks = {block.row for block in walk.blocks if block.row is not None and walk.row(*block.row).is_open}  # type: ignore[union-attr]
    assert "reconcilier" in {line for _visit, line in open_blocks}
    assert open_blocks <= {row.key for row in walk.left_undone}
    played.do(want.Close("fin de service"))
    assert open_blocks <= {row.key for row in played.look().left_undone}
    agree(played, len(played.look().left_undone))
