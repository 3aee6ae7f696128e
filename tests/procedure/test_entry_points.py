"""The entries of the first screen: those of one system together, one number each, the same on paper and in `show`."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from pannesi.documents.binder.front_page import front_rows
from pannesi.plain.home import home_entries
from pannesi.procedure.loading.loader import load_files
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.wording.show_text import show_unit
from tests.support.plain_playing import shipped
from tests.support.small_site import small


def site_with(systems: list[list[str]]) -> Site:
    """A site with a case for each list, and in it an entry for each system."""
    files = {"contacts.yaml": small()["contacts.yaml"]}
    for at, of_case in enumerate(systems, start=1):
        entries = "".join(
            f"  - {{id: s{number}, label: Vu {at} {number}, system: {system}, source: x}}\n"
            for number, system in enumerate(of_case)
        )
        head = f"format: 1\nkind: case\nid: cas-{at}\nmark: {at}\ntitle: Essai\nrecognise: Un essai.\n"
        files[f"cases/cas-{at}.yaml"] = f"{head}symptoms:\n{entries}".encode()
    loaded = load_files(files, "x")
    assert loaded.site is not None, loaded.problems
    return loaded.site


SYSTEMS = st.lists(st.lists(st.sampled_from(["A", "B", "C", "D"]), min_size=1, max_size=4), min_size=1, max_size=6)


@given(SYSTEMS)
def test_entries_of_one_system_stand_together_where_its_first_one_stands(systems: list[list[str]]) -> None:
    entries = site_with(systems).entries
    assert [entry.number for entry in entries] == list(range(1, len(entries) + 1))
    runs = [system for system, _entries in itertools.groupby(entries, key=lambda entry: entry.symptom.system)]
    assert runs == list(dict.fromkeys(itertools.chain.from_iterable(systems)))
    assert {(entry.unit.id, entry.symptom.id) for entry in entries} == {
        (f"cas-{at}", f"s{number}") for at, of_case in enumerate(systems, start=1) for number in range(len(of_case))
    }
    for of_system in runs:
        order = [(entry.unit.id, entry.symptom.id) for entry in entries if entry.symptom.system == of_system]
        assert order == sorted(order), "the order of the files stays"


def test_screen_paper_and_show_number_them_alike() -> None:
    site = shipped().site
    numbers = {entry.number: entry.symptom.label for entry in site.entries}
    screen = [line.split(maxsplit=1) for line in (line[14:] for line in home_entries(site))]
    assert {int(number): label for number, label in screen if number != "0"} == numbers
    paper = [row for group in front_rows(site, {unit.id for unit in site.units}) for row in group["entries"]]
    assert {row["number"]: row["label"] for row in paper} == numbers
    for entry in site.entries:
        assert f"  {entry.number}  « {entry.symptom.label} »" in show_unit(site, entry.unit, width=1000)
