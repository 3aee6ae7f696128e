"""Entry points are found by the words of tired people."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.model.units import UnwrittenTopic
from pannesi.procedure.search import find_entries, find_in_site, search_words
from pannesi.support.text_safety import fold_accents
from tests.support.plain_playing import shipped

SITE = shipped().site
ENTRIES = SITE.entries


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("images", 6), ("IMAGES", 6), ("imags", 6), ("je vois pas les images", 6), ("écran noir", 6), ("ecran noir", 6),
        ("dicter", 4), ("dictée", 4), ("micro", 4), ("planning", 3), ("plannig", 3), ("ris", 5),
        ("le ris et le pacs", 7), ("internet", 14), ("vueshare", 11), ("myvue", 12), ("datacenter", 13),
        ("etiquette pré numérotée", 1), ("cas 7", 13), ("message de rançon", 15), ("fichiers illisibles", 15),
        ("tout tombe à la fois", 15), ("cyberattaque", 15), ("rancon", 15), ("virus", 15), ("tout est en panne", 7),
    ],
)  # fmt: skip
def test_the_likeliest_entry_comes_first(typed: str, number: int) -> None:
    assert find_entries(ENTRIES, typed)[0].number == number


@pytest.mark.parametrize("typed", ["je ne sais pas", "aide", "aidez-moi", "m'aider à trouver", "trouver", "sais pas"])
def test_who_asks_for_help_is_not_led_to_the_card_of_an_attack(typed: str) -> None:
    assert find_entries(ENTRIES, typed) == ()


@pytest.mark.parametrize("typed", ["", "   ", "zzzz", "xylophone", "?!", "€"])
def test_nothing_is_found_where_nothing_is_like_it(typed: str) -> None:
    assert find_entries(ENTRIES, typed) == ()


@given(st.sampled_from(ENTRIES), st.data())
def test_any_word_of_a_label_finds_its_entry_in_any_case(entry: object, draw: st.DataObject) -> None:
    label = entry.symptom.label  # type: ignore[attr-defined]
    word = draw.draw(st.sampled_from(search_words(label)))
    shouted = word.upper() if draw.draw(st.booleans()) else word
    assert entry in find_entries(ENTRIES, shouted)


@given(
    st.sampled_from([word for entry in ENTRIES for word in search_words(entry.symptom.label) if len(word) >= 6]),
    st.data(),
)
def test_one_wrong_letter_in_a_long_word_is_forgiven(word: str, draw: st.DataObject) -> None:
    place = draw.draw(st.integers(1, len(word) - 1))
    letter = draw.draw(st.sampled_from(string.ascii_lowercase))
    typed = word[:place] + letter + word[place + 1 :]
    assert find_entries(ENTRIES, typed)


@given(st.text(max_size=4000))
def test_whatever_is_typed_gives_entries_of_the_list_each_once(typed: str) -> None:
    found = find_entries(ENTRIES, typed)
    assert len({entry.number for entry in found}) == len(found)
    assert all(entry in ENTRIES for entry in found)


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold_accents(fold_accents(text)) == fold_accents(text)


def test_accents_ligatures_and_case_are_one() -> None:
    assert fold_accents("Cœur ÉTÉ ŒDÈME") == fold_accents("coeur ete oedeme")


def test_a_word_that_is_spelt_right_is_no_misspelling_of_another() -> None:
    from tests.support.small_site import WHERE

    entries = load_site(WHERE / "autre-hopital").site.entries  # type: ignore[union-attr]
    for typed in ("Impossible de voir les images de radiologie", "images radiologie"):
        assert find_entries(entries, typed)[0].unit.id == "cas-1"
    assert find_entries(entries, "images cardiologie")[0].unit.id == "cas-2"


@pytest.mark.parametrize(
    ("typed", "topic", "near"),
    [
        ("mauvais patient", "mauvais-patient", []), ("Mauvais Patients", "mauvais-patient", []),
        ("doublon", "mauvais-patient", []), ("doublon patient", "mauvais-patient", []), ("doublom", "mauvais-patient", []),
        ("les images sont au mauvais nom", "mauvais-patient", []), ("worklist vide", "worklist-vide", [3, 5]),
        ("c'est lent", "lenteur", []), ("imprim", "impression", []), ("scanner en panne", "appareil", []),
        ("mot de passe", "mot-de-passe", []), ("CD", "graveur", []), ("coupure de courant", "electricite", []),
    ],
)  # fmt: skip
def test_what_is_written_nowhere_leads_to_no_entry_but_those_that_the_author_calls_near(
    typed: str, topic: str, near: list[int]
) -> None:
    result = find_in_site(SITE, typed)
    assert [each.id for each in result.unwritten] == [topic]
    assert [entry.number for entry in result.entries] == near
    assert result.only_unwritten


@pytest.mark.parametrize(
    ("typed", "topic", "first"),
    [("plus de réseau", "reseau", 14), ("le pacs est lent", "lenteur", 6), ("cd bloqué", "graveur", 5)],
)
def test_an_entry_that_has_the_words_too_stays_first_and_what_is_not_written_is_said(
    typed: str, topic: str, first: int
) -> None:
    result = find_in_site(SITE, typed)
    assert [each.id for each in result.unwritten] == [topic]
    assert result.entries[0].number == first
    assert not result.only_unwritten


@pytest.mark.parametrize(
    "typed",
    ["images", "patient", "scanner", "ris", "internet", "étiquette", "worklist", "compte rendu", "panne", "zzz", ""],
)
def test_words_of_entries_alone_never_say_that_something_is_not_written(typed: str) -> None:
    result = find_in_site(SITE, typed)
    assert result.unwritten == ()
    assert result.entries == find_entries(ENTRIES, typed)


@given(st.text(max_size=300))
def test_whatever_is_typed_each_entry_and_each_topic_comes_once_at_most(typed: str) -> None:
    result = find_in_site(SITE, typed)
    assert len({entry.number for entry in result.entries}) == len(result.entries)
    assert len({topic.id for topic in result.unwritten}) == len(result.unwritten)


@pytest.mark.parametrize("topic", SITE.unwritten, ids=lambda topic: topic.id)
def test_every_phrase_of_the_author_finds_its_topic(topic: UnwrittenTopic) -> None:
    for phrase in topic.words:
        assert topic in find_in_site(SITE, phrase).unwritten, phrase
