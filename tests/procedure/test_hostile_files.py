"""A nasty site that is nevertheless text: it loads, and says what it says to the letter."""

from __future__ import annotations

import pytest

from pannesi.procedure.gaps import gaps_of
from pannesi.procedure.loading.loader import LoadedSite, load_files, load_site
from pannesi.procedure.model.lines import Ask, Call
from pannesi.procedure.model.procedure import Site
from pannesi.procedure.wording.show_text import show_site
from tests.support.small_site import HEAD, WHERE, small

NASTY = WHERE / "hostile/loads"


@pytest.fixture(scope="module")
def loaded() -> LoadedSite:
    return load_site(NASTY)


@pytest.fixture(scope="module")
def site(loaded: LoadedSite) -> Site:
    assert loaded.problems == ()
    assert loaded.site is not None
    return loaded.site


def test_markup_placeholders_and_commands_are_read_to_the_letter(site: Site) -> None:
    (unit,) = site.units
    assert site.contacts.site == "[/x] [RADI] [@click=app.quit] {0} %s $HOME `id` ${HOME}"
    assert unit.title == "[/x] [RADI] [@click=app.quit] {0} %s $HOME"
    assert unit.recognise == "M[RADI|NUCL]DWSXXX"
    assert unit.source == "C:\\Windows ../../etc/passwd \"quotes\" 'apostrophes'"
    assert site.message("no", "on").body == "{body} [RADI] \\e[31m \\u202e %s"
    assert site.contacts.units == ("[/x]", "{0}")


def test_digits_and_words_that_yaml_would_change_stay_as_written(site: Site) -> None:
    (contact,) = site.contacts.contacts
    values = [channel.value for channel in contact.channels]
    assert values == ["0153622400", "1.10", "*3200", "+33 1 53 62 24 00", None, "https://exemple.fr/?q=[x]&y={0}%20"]
    references = [(reference.label, reference.value) for reference in contact.references]
    assert references == [("1_000", "0o17"), ("19:30", "1e3"), ("y", ".inf")]
    assert (contact.source, site.contacts.gaps[0].id, site.contacts.gaps[0].source) == ("2026-11-24", "no", "off")
    (unit,) = site.units
    assert unit.symptoms[0].words == ("null-part", "true", "no", "~user", "1.0")
    assert [place.line.id for place in site.places.values()] == ["yes", "0153622400", "1-10", "off"]


def test_a_text_in_several_lines_keeps_its_lines_its_tab_and_its_blanks(site: Site) -> None:
    call = site.places["no", "yes"].line
    assert isinstance(call, Call)
    assert call.say == "Première ligne {say}\n  en retrait\tavec une tabulation\n\n[/] après une ligne vide\n"


def test_signs_accents_and_composed_characters_pass(site: Site) -> None:
    assert site.units[0].symptoms[0].label.endswith("ⓘ ⚠ ⚠️ œ æ ﬁ 漢字 e\u0301 👩‍⚕️")
    asked = site.places["no", "1-10"].line
    assert isinstance(asked, Ask)
    assert [option.label for option in asked.options] == ["null", "{1}"]


def test_it_can_be_shown_and_its_gaps_told_without_harm(site: Site, loaded: LoadedSite) -> None:
    text = show_site(site)
    for words in ("[@click=app.quit]", "M[RADI|NUCL]DWSXXX", "{body} [RADI]", "%s%s%s%s", "$(reboot)"):
        assert words in text
    assert [gap.message for gap in gaps_of(site, loaded.trees)][-1] == "@SUM(1+1)"


def test_texts_just_under_the_limit_load_whole() -> None:
    title, body = "é" * 4000, "à " * 1999 + "fi"
    files = small(cas_9=HEAD.replace("Essai", title) + f"messages: {{m: {{body: '{body}'}}}}\n")
    loaded = load_files(files, "x")
    assert loaded.site is not None
    unit = loaded.site.unit_by_id["cas-9"]
    assert unit.title == title
    assert unit.messages["m"].body == body


def test_a_text_over_the_limit_is_refused_where_it_begins() -> None:
    (problem,) = load_files(small(cas_9=HEAD.replace("Essai", "é" * 4001)), "x").problems
    assert (problem.line, problem.column, problem.code) == (5, 8, "P209")
