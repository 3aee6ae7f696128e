"""The binder of the shipped site: PDF and HTML, cold (its own process) and warm (in one that printed before).

Cold is compared with an interpreter that only imports what the command cannot do without; warm with the least that
could give the same words: Typst setting them as plain paragraphs, Jinja listing them. The report of a night with many
patients is held against seconds.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typst
from jinja2 import Environment

from bench.bench_register import register_of
from bench.measure import Figure, compare
from pannesi.documents.binder.binder import binder_of
from pannesi.documents.formats.html import html_bytes
from pannesi.documents.formats.pdf import pdf_bytes
from pannesi.procedure.loading.loader import load_site
from pannesi.procedure.loading.site_choice import shipped_folder

PATIENTS, ROUNDS = 40, 5
WITHIN = 2.0
"""Seconds within which a report is to be written."""
_PARAGRAPHS = b'#for one in json(bytes(sys.inputs.at("page"))) { par(one) }'


def figures() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as scratch:
        yield from _cold(Path(scratch))
        yield from _report(Path(scratch))
    yield from _warm()


def _cold(scratch: Path) -> Iterator[Figure]:
    def run(*arguments: str) -> None:
        subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def printed(name: str, *options: str) -> None:
        run("-m", "pannesi", "print", "--force", "--data", str(scratch), "--out", str(scratch / name), *options)

    yield compare(
        "pannesi print, PDF, cold / import typer, pydantic, yaml, typst",
        lambda: printed("a.pdf"),
        lambda: run("-c", "import typer, pydantic, yaml, typst"),
        rounds=7,
    )
    yield compare(
        "pannesi print --html, cold / import typer, pydantic, yaml, jinja2",
        lambda: printed("a.html", "--html"),
        lambda: run("-c", "import typer, pydantic, yaml, jinja2"),
        rounds=7,
    )


def _report(scratch: Path) -> Iterator[Figure]:
    """The report of a night with many patients, in each form, by the command."""
    register_of(PATIENTS, scratch / "night")
    for form in ("pdf", "html", "md", "json"):
        taken = list[float]()
        for number in range(ROUNDS):
            arguments = ["report", "2", "--format", form, "--patients", "--out", str(scratch / f"{number}.{form}")]
            started = time.perf_counter()
            subprocess.run(
                [sys.executable, "-m", "pannesi", *arguments, "--data", str(scratch / "night")], check=True,
                stdout=subprocess.DEVNULL,
            )  # fmt: skip
            taken.append(time.perf_counter() - started)
        name = f"report of {PATIENTS} patients as {form}, cold / {WITHIN} s"
        yield Figure(name, statistics.median(taken), WITHIN, 1.0)


def _warm() -> Iterator[Figure]:
    site = load_site(shipped_folder()).site
    assert site is not None
    told = binder_of(site)
    words = list(_texts(told))
    fonts = typst.Fonts(include_system_fonts=False)
    plain = Environment(autoescape=True).from_string("{% for one in words %}<p>{{ one }}</p>{% endfor %}")
    yield compare(
        "binder as PDF, warm / its words as paragraphs by Typst",
        lambda: pdf_bytes(binder_of(site)),
        lambda: typst.compile(_PARAGRAPHS, font_paths=fonts, sys_inputs={"page": json.dumps(words)}),
    )
    yield compare(
        "binder as HTML, warm / its words as paragraphs by Jinja",
        lambda: html_bytes(binder_of(site)),
        lambda: plain.render(words=words),
    )


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key != "qr":
                yield from _texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, str) and value:
        yield value
