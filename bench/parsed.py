"""The baseline of reading a site: CSafeLoader parsing the same text, and pydantic validating our own trees."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import yaml

from pannesi.procedure.loading.validation import validated
from pannesi.procedure.loading.verbs import normalise_verbs
from pannesi.procedure.loading.yaml_reader import read
from pannesi.procedure.model.contacts import ContactsFile
from pannesi.procedure.model.units import Unit


def parsing(files: Mapping[str, bytes]) -> Callable[[], None]:
    """The baseline for these files; our trees are made beforehand, and not measured."""
    texts = [content.decode() for content in files.values()]
    trees = {}
    for path, content in files.items():
        tree, _problems = read(path, content)
        assert tree is not None
        if path != "contacts.yaml":
            normalise_verbs(path, tree)
        trees[path] = tree

    def parse() -> None:
        for text in texts:
            yaml.load(text, Loader=yaml.CSafeLoader)
        for path, tree in trees.items():
            validated(ContactsFile if path == "contacts.yaml" else Unit, tree)

    return parse
