"""Loading and validating the shipped site, against CSafeLoader parsing it and pydantic validating our own tree."""

from __future__ import annotations

from collections.abc import Iterator

import yaml
from pydantic import TypeAdapter

from bench.measure import Figure, compare
from pannesi.shipped import shipped_folder
from pannesi.site.contacts import ContactsFile
from pannesi.site.load import load_files, load_site
from pannesi.site.normalise import normalise
from pannesi.site.units import Unit
from pannesi.site.yaml import read


def figures() -> Iterator[Figure]:
    files = load_site(shipped_folder()).files
    adapter: TypeAdapter[object] = TypeAdapter(Unit)
    texts = [content.decode() for content in files.values()]
    trees = {}
    for path, content in files.items():
        tree, _problems = read(path, content)
        assert tree is not None
        if path != "contacts.yaml":
            normalise(path, tree)
        trees[path] = tree

    def baseline() -> None:
        for text in texts:
            yaml.load(text, Loader=yaml.CSafeLoader)
        for path, tree in trees.items():
            (ContactsFile.model_validate if path == "contacts.yaml" else adapter.validate_python)(tree)

    yield compare(
        "shipped site loaded / CSafeLoader + pydantic", lambda: load_files(files, "x"), baseline, 1.5, rounds=31
    )
