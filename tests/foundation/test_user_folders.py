"""The user's folders, found without loading platformdirs, are those that it finds."""

from __future__ import annotations

from pathlib import Path

import platformdirs
import pytest

from pannesi.support.user_folders import user_cache_folder, user_data_folder

VARIABLES = ("HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")


@pytest.mark.parametrize(
    "given",
    [
        {"HOME": "/home/nobody"}, {"HOME": "/home/nobody/"}, {"HOME": "/"}, {"HOME": ""}, {},
        {"HOME": "/home/nobody", "XDG_DATA_HOME": "/data", "XDG_CACHE_HOME": "/cache/"},
        {"HOME": "/home/nobody", "XDG_DATA_HOME": "", "XDG_CACHE_HOME": " "},
        {"HOME": "/home/nobody", "XDG_DATA_HOME": "relative", "XDG_CACHE_HOME": "~/cache"},
        {"HOME": "/home/nobody", "XDG_DATA_HOME": "/données/$USER", "XDG_CACHE_HOME": "/a b"},
        {"HOME": "/home/nobody", "XDG_DATA_HOME": " /data", "XDG_CACHE_HOME": "//cache"},
    ],
    ids=str,
)  # fmt: skip
def test_they_are_those_of_platformdirs(given: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name in VARIABLES:
        monkeypatch.delenv(name, raising=False)
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    assert user_data_folder() == Path(platformdirs.user_data_dir("pannesi", appauthor=False))
    assert user_cache_folder() == Path(platformdirs.user_cache_dir("pannesi", appauthor=False))
