"""`pannesi check`, its proof of coverage, and `--watch`, on generated cases and on the shipped site."""

from __future__ import annotations

import statistics
import tempfile
import threading
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from bench.measure import Figure, compare
from bench.parsed import parsing
from pannesi.procedure.checks.coverage import prove_coverage
from pannesi.procedure.checks.site_check import check_folder, problems_of, without_garbage_collection
from pannesi.procedure.loading.file_watcher import draw_on_change
from pannesi.procedure.loading.loader import load_files, load_site
from pannesi.procedure.loading.site_choice import SiteFolder, shipped_folder

TODAY = date(2026, 11, 24)
_THINGS = ("scanner", "console", "graveur", "serveur", "dictaphone", "badge", "lecteur", "onduleur", "routeur", "écran")
_CONTACTS = """\
format: 1
site: Hôpital inventé
schedules:
  jour: {label: Jour, source: x, windows: [{days: [ouvrés], from: "08:00", to: "18:00"}]}
  nuit: {label: Nuit, source: x, outside: jour}
contacts:
  - {id: jour, name: De jour, hours: jour, source: x, channels: [{kind: phone, value: 01 00 00 00 00}]}
  - {id: nuit, name: De nuit, hours: nuit, source: x, channels: [{kind: phone, value: 01 00 00 00 01}]}
  - {id: relais, name: Relais, members: [jour, nuit], source: x, note: x}
"""


def generated(count: int) -> dict[str, bytes]:
    """A site of so many cases, each with its own ids and wording, about as long as a real one."""
    files = {"contacts.yaml": _CONTACTS.encode()}
    for number in range(count):
        files[f"cases/cas-{number}.yaml"] = _case(number).encode()
    return files


def _case(n: int) -> str:
    thing = f"{_THINGS[n % len(_THINGS)]} {n}"
    mark = f"{chr(65 + n // 100)}{n % 100}"
    lines = [
        "format: 1", "kind: case", f"id: cas-{n}", f"mark: {mark}", f"title: Panne du {thing}", "source: x",
        f"recognise: Le {thing} ne répond plus.", "symptoms:",
        f"  - {{id: s-{n}, label: Le {thing} est muet, system: {thing}, words: [muet {n}, panne {n}], source: x}}",
        "alert:",
        f"  - {{id: a-{n}, call: relais, label: Prévenir pour le {thing}, say: Le {thing} est en panne., critical: yes, source: x}}",
        f"  - id: b-{n}", f"    ask: Combien de {thing} ?", "    source: x", "    options:",
        f"      - {{id: un-{n}, label: Un seul}}", f"      - id: tous-{n}", "        label: Tous", "        lines:",
        f"          - {{id: c-{n}, do: Changer de {thing}, source: x}}",
        f"    unknown: [{{id: d-{n}, do: Compter les {thing}, source: x}}]",
        f"  - {{id: m-{n}, broadcast: panne-{n}, label: Message sur le {thing}, by: informatique, source: x}}",
        "degraded_mode:",
    ]  # fmt: skip
    for step in range(6):
        lines += [f"  - id: e-{n}-{step}", f"    do: Travailler sans le {thing}, geste {step}", "    source: x"]
        lines += [f"    detail: Ce que le geste {step} demande quand le {thing} manque."]
    lines += [
        f"  - {{id: q-{n}, verify: Le {thing} est-il revenu ?, source: x, no: [{{id: r-{n}, do: Attendre le {thing}, source: x}}]}}",
        f"  - {{id: w-{n}, standing: Sans le {thing} de nuit, when: {{open: nuit}}, source: x}}",
        "return_to_normal:",
        f"  - {{id: z-{n}, broadcast: fin-{n}, label: Fin pour le {thing}, closes: panne-{n}, source: x}}",
        f"  - {{id: y-{n}, do: Ressaisir ce que le {thing} n'a pas vu, critical: yes, source: x}}",
        "messages:",
        f"  panne-{n}: {{to: Tous, type: ⚠, title: Panne {n}, body: Le {thing} est en panne., source: x}}",
        f"  fin-{n}: {{to: Tous, type: ⓘ, title: Fin {n}, body: Le {thing} est revenu., source: x}}",
    ]
    return "\n".join(lines) + "\n"


def figures() -> Iterator[Figure]:
    def check(files: dict[str, bytes]) -> None:
        with without_garbage_collection():
            found = problems_of(load_files(files, "x"), TODAY, proof=False)
        assert not [one for one in found if one.severity == "error"]

    thousand, ten, hundred = generated(1000), generated(10), generated(100)

    def many(files: dict[str, bytes], times: int) -> None:
        for _time in range(times):
            check(files)

    yield compare(
        "check of 1,000 cases / CSafeLoader + pydantic", lambda: check(thousand), parsing(thousand), 2.0, rounds=3
    )
    yield compare(
        "check of 1,000 cases / of 10, 100 times", lambda: check(thousand), lambda: many(ten, 100), 1.3, rounds=3
    )

    shipped = load_site(shipped_folder())
    site = shipped.site
    assert site is not None
    yield compare(
        "proof of the shipped site / its plain check", lambda: prove_coverage(site),
        lambda: problems_of(load_files(shipped.files, "x"), TODAY, proof=False), 10.0,
    )  # fmt: skip
    small, large = load_files(ten, "x").site, load_files(hundred, "x").site
    assert small is not None
    assert large is not None
    yield compare(
        "proof of 100 cases / of 10, 10 times", lambda: prove_coverage(large), lambda: [prove_coverage(small) for _ in range(10)], 1.3, rounds=5
    )  # fmt: skip
    yield _save_to_redraw()


def _save_to_redraw() -> Figure:
    """From a file saved by rename to the problems redrawn, against one plain check."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        (folder / "cases").mkdir()
        for path, content in load_site(shipped_folder()).files.items():
            (folder / path).write_bytes(content)
        drawn, over = threading.Event(), threading.Event()

        def draw() -> None:
            check_folder(SiteFolder(folder), TODAY)
            drawn.set()

        def pause() -> None:
            if over.wait(0.05):
                raise KeyboardInterrupt

        def run() -> None:
            try:
                draw_on_change(folder, draw, pause)
            except KeyboardInterrupt:
                return

        thread = threading.Thread(target=run)
        thread.start()
        drawn.wait(10)
        times, plain = [], []
        case = folder / "cases" / "cas-3-pacs.yaml"
        for number in range(15):
            text = case.read_text("utf-8") + f"# {number}\n"
            drawn.clear()
            fresh = folder / "cases" / ".fresh"
            fresh.write_text(text, "utf-8")
            start = time.perf_counter()
            fresh.replace(case)
            drawn.wait(10)
            times.append(time.perf_counter() - start)
            start = time.perf_counter()
            check_folder(SiteFolder(folder), TODAY)
            plain.append(time.perf_counter() - start)
        over.set()
        thread.join()
    return Figure(
        "--watch, from save to redraw / one plain check", statistics.median(times), statistics.median(plain), 3.0
    )
