"""The models as values: made, compared, changed into another, kept and read again."""

from __future__ import annotations

import json
import pickle

import pytest

from pannesi.procedure.loading.validation import ValidationError, as_plain_values, validated
from pannesi.procedure.model.contacts import ContactsFile, Window
from pannesi.procedure.model.introspection import model_fields
from pannesi.procedure.model.lines import Ask, Duty, PatientFacts, When
from pannesi.procedure.model.units import Case, Unit
from tests.support.small_site import small_site


def test_what_is_not_said_has_its_default_and_each_its_own() -> None:
    duty = Duty(key="cd")
    assert (duty.label, duty.when, duty.step) == (None, PatientFacts(), None)
    assert Duty(key="cd") == duty
    assert hash(Duty(key="cd")) == hash(duty)
    assert Duty(key="film") != duty
    assert PatientFacts() != When()


def test_a_value_made_by_hand_is_the_one_that_was_validated() -> None:
    read = validated(Duty, {"key": "cd", "when": {"origin": "externe"}})
    assert read == Duty(key="cd", when=PatientFacts(origin="externe"))
    assert hash(read) == hash(Duty(key="cd", when=PatientFacts(origin="externe")))


@pytest.mark.parametrize("given", [{}, {"key": "cd", "clef": "x"}])
def test_a_field_too_many_or_too_few_is_an_error_of_the_call(given: dict[str, str]) -> None:
    with pytest.raises(TypeError, match=r"clef|key"):
        Duty(**given)  # type: ignore[arg-type]


def test_another_with_some_fields_changed_leaves_the_first_as_it_was() -> None:
    duty = Duty(key="cd")
    assert duty.replace(label="CD gravé") == Duty(key="cd", label="CD gravé")
    assert duty.label is None
    with pytest.raises(TypeError, match="clef"):
        duty.replace(clef="x")


def test_every_value_of_a_site_is_the_same_after_it_was_kept() -> None:
    site = small_site()
    assert pickle.loads(pickle.dumps(site)) == site


def test_a_unit_as_plain_values_is_json_under_the_keys_of_its_model() -> None:
    for unit in small_site().units:
        assert list(as_plain_values(unit)) == [one.key for one in model_fields(type(unit)).values()]
        assert json.loads(json.dumps(as_plain_values(unit))) == as_plain_values(unit)


def test_an_author_writes_from_and_to() -> None:
    assert [one.key for one in model_fields(Window).values()] == ["days", "from", "to", "only", "assumed"]
    assert [one.required for one in model_fields(Window).values()] == [True, True, True, False, False]
    window = validated(Window, {"days": ["lundi"], "from": "08:00", "to": "24:00"})
    assert list(as_plain_values(window)) == ["days", "from", "to", "only", "assumed"]
    with pytest.raises(ValidationError):
        validated(Window, {"days": ["lundi"], "start": "08:00", "end": "24:00"})


def test_bounds_and_tags_hold() -> None:
    for model, wrong in (
        (Ask, {"verb": "ask", "id": "a", "value": "?", "options": [{"id": "x", "label": "X"}]}),
        (ContactsFile, {"format": "1", "site": ""}),
        (Case, {"format": "1", "kind": "case", "id": "É", "mark": "1", "title": "x", "recognise": "x"}),
        (Unit, {"format": "1", "kind": "cas", "id": "a", "mark": "1", "title": "x", "recognise": "x"}),
    ):
        with pytest.raises(ValidationError):
            validated(model, wrong)
