"""Contacts read alone are those of the whole site, and never taken where the whole site refuses them."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from pannesi.procedure.loading.contacts_only import contacts_in, load_contacts
from pannesi.procedure.loading.loader import load_files, load_site
from pannesi.procedure.loading.site_choice import shipped_folder
from tests.support.shipped_site import shipped

SHIPPED = {path: bytes(content) for path, content in load_site(shipped_folder()).files.items()}
BAD = sorted((Path(__file__).parents[1] / "data").rglob("*.yaml"))


def refused(content: bytes) -> bool:
    """Whether the whole site finds an error in its contacts."""
    loaded = load_files({**SHIPPED, "contacts.yaml": content}, "x")
    return any(one.path == "contacts.yaml" and one.severity == "error" for one in loaded.problems)


def test_the_shipped_contacts_are_the_same_either_way() -> None:
    assert load_contacts(shipped_folder()) == shipped().contacts


def test_a_folder_without_contacts_has_none(tmp_path: Path) -> None:
    assert load_contacts(tmp_path) is None


@pytest.mark.parametrize("path", BAD, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_bad_file_is_taken(path: Path) -> None:
    content = path.read_bytes()
    assert contacts_in(content) is None or not refused(content)


@settings(max_examples=150, deadline=None, phases=[Phase.explicit, Phase.generate])
@given(st.data())
def test_nothing_is_taken_that_the_whole_site_refuses(data: st.DataObject) -> None:
    lines = SHIPPED["contacts.yaml"].decode().split("\n")
    at = data.draw(st.integers(0, len(lines) - 1))
    how = data.draw(st.sampled_from(["drop", "double", "digit", "swap", "name"]))
    if how == "drop":
        del lines[at]
    elif how == "double":
        lines.insert(at, lines[at])
    elif how == "digit":
        lines[at] = lines[at].replace("0", data.draw(st.sampled_from(["O", "24:00", "", "x"])), 1)
    elif how == "name":
        lines[at] = lines[at].replace("-", "", 1).replace("informatique", "informatiqe")
    else:
        other = data.draw(st.integers(0, len(lines) - 1))
        lines[at], lines[other] = lines[other], lines[at]
    content = "\n".join(lines).encode()
    assert contacts_in(content) is None or not refused(content)
