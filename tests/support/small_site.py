"""A small invented site with every kind of line, and files to put beside it."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from pannesi.procedure.checks.diagnostic import render_in_full
from pannesi.procedure.loading.loader import LoadedSite, load_files, load_site
from pannesi.procedure.model.procedure import Site

WHERE = Path(__file__).parents[1] / "data"
SMALL = WHERE / "small"
HEAD = "format: 1\nkind: case\nid: cas-9\nmark: 9\ntitle: Essai\nrecognise: Un essai.\n"
"""A case that refers to nothing: lines may be added below."""


def small(**changed: str | bytes | None) -> dict[str, bytes]:
    """The files of the small site; `contacts="…"` or `cas_9="…"` replaces or adds one, None takes it away."""
    files = dict(small_loaded().files)
    for name, content in changed.items():
        path = "contacts.yaml" if name == "contacts" else f"cases/{name.replace('_', '-')}.yaml"
        if content is None:
            del files[path]
        else:
            files[path] = content.encode() if isinstance(content, str) else content
    return files


@cache
def small_loaded() -> LoadedSite:
    """The small site, loaded, with its problems."""
    return load_site(SMALL)


def small_site() -> Site:
    """The small site, which has no problem."""
    site = small_loaded().site
    assert site is not None
    return site


def codes(loaded: LoadedSite) -> list[tuple[str, int | None, int | None, str]]:
    """Where and what the problems are, without their words."""
    return [(problem.path, problem.line, problem.column, problem.code) for problem in loaded.problems]


def with_file(path: Path) -> LoadedSite:
    """The small site with one more file of `cases/`; or these contacts, with one case that needs nobody."""
    content = path.read_bytes()
    if path.name.startswith("contacts"):
        return load_files({"contacts.yaml": content, "cases/cas-9.yaml": HEAD.encode()}, "x")
    return load_files({**small(), f"cases/{path.name}": content}, "x")


def bad_files() -> list[Path]:
    """Files that must be refused, each with what is to be said of it beside it (`.expected`)."""
    return sorted((*WHERE.glob("bad/*.yaml"), *WHERE.glob("hostile/refused/*.yaml")))


def printed(path: Path) -> str:
    """Every problem that a file brings, in full."""
    loaded = with_file(path)
    texts = {path: content.decode("utf-8", "replace") for path, content in loaded.files.items()}
    return "".join(f"{render_in_full(problem, texts[problem.path])}\n" for problem in loaded.problems)
