"""The baseline of reading a site: CSafeLoader parsing the same text, and pydantic validating our own trees."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import yaml

from pannesi.site.contacts import ContactsFile
from pannesi.site.normalise import normalise
from pannesi.site.units import Unit
from pannesi.site.validation import validated
from pannesi.site.yaml import read


def parsing(files: Mapping[str, bytes]) -> Callable[[], None]:
    """The baseline for these files; our trees are made beforehand, and not measured."""
    texts = [content.decode() for content in files.values()]
    trees = {}
    for path, content in files.items():
        tree, _problems = read(path, content)
        assert tree is not None
        if path != "contacts.yaml":
            normalise(path, tree)
        trees[path] = tree

    def parse() -> None:
        for text in texts:
            yaml.load(text, Loader=yaml.CSafeLoader)
        for path, tree in trees.items():
            validated(ContactsFile if path == "contacts.yaml" else Unit, tree)

    return parse
