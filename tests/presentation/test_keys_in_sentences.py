"""Every key that a sentence written in the code names is a key of the screen on which it is said."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from pannesi.plain.repl import find_command
from pannesi.presentation.commands import general
from tests.support.all_commands import ON
from tests.support.project_files import ROOT

SOURCE = ROOT / "src" / "pannesi"
KEY = re.compile(r"(?<![\w'’«%{:])(?:[A-Z]|F\d{1,2}|Tab|Ctrl\+[A-Z]|\^[A-Z])(?![\w'’.°-])")
"""A key of the full screen, as sentences write it."""
IN_A_PROMPT = ("F5", "Ctrl+C")
"""Keys that a form offers beside its field, and one that is named since it does nothing."""
SCREENS: dict[str, tuple[str, ...]] = {
    "presentation/home": ("home",),
    "presentation/session_lists/past_session_side": ("past_session",),
    "presentation/patients/patient_form": ("patient_form",),
    "presentation/closing/closing_side": ("session", "patient_line"),
    "presentation/text/key_names": ("session", "register", "patient_line"),
    "presentation/patients/duty_questions": ("patient_line",),
    "presentation/calls/noted_numbers": ("redlines",),
    "presentation/learning/redlines": ("redlines",),
    "tui/app": ("home", "session"),
    "tui/drawing/line_frame": ("session",),
    "tui/program": ("patient_form",),
    "tui/screens/doubts": (),
    "tui/screens/patient_form": ("patient_form",),
    "tui/screens/patient_line": ("patient_line",),
    "tui/screens/patient_line_items": ("patient_line", "patient_form"),
    "tui/screens/incident_review": ("review", "sessions"),
    "tui/screens/incident_review_items": ("review", "sessions"),
    "tui/screens/redlines": ("redlines",),
    "tui/screens/session_actions": ("session",),
    "tui/screens/session_base": ("session",),
    "tui/drawing/side_column": ("session",),
    "tui/drawing/status_area": ("session",),
}
"""The screens on which the sentences of a module, or of a folder, are said."""
LEADS_TO: dict[str, tuple[str, ...]] = {
    "tui/screens/doubts": ("patient_line",),
    "tui/screens/comparison": ("patient_line",),
    "tui/screens/forgotten": ("sessions", "past_session", "session"),
}
"""Those to which a sentence says that a key leads, where it is pressed there."""
TYPED = re.compile(
    r"(?:écrire|Écrire|[Tt]aper|Refaire|comme|devant,) ([a-z!]{1,6})(?= |,|\.|$)"
    r"|(?<![\w'’{])([a-z!]{1,3})(?= (?:pour|et son numéro|et un numéro|et le numéro|la montre|le montre|les montre|montre|"
    r"annule|donne|\{label\}|\{number\}|\{last\}|2 |12))"
)
"""What a sentence of the line-by-line face says that can be typed."""
NOT_TYPED = (
    "ou",
    "et",
    "en",
    "de",
    "un",
    "ou",
    "du",
    "par",
    "que",
    "ce",
    "mot",
    "la",
    "le",
    "les",
    "a",
    "y",
    "1",
    "ligne",
    "numéro",
)
OF_LISTS: dict[str, tuple[str, ...]] = {"plain/actions/duties": ("v", "dis", "l", "n", "i"), "plain/home": ("s", "c", "q", "t"),
            "plain/prompts": ("o",), "plain/patient_form": ("p",), "plain/letter_hints": ("oui", "non")}  # fmt: skip
"""What is typed at a list, a question or home, and is no command of a session."""


def sentences(path: Path) -> Iterator[str]:
    """The sentences of a module that a person reads."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("_", "N_", "n_"):
            for given in node.args:
                if isinstance(given, ast.Constant) and isinstance(given.value, str):
                    yield re.sub(r"\{[^}]*:[^}]*\}", "", given.value)


def modules(*folders: str) -> Iterator[tuple[str, Path]]:
    """The modules below folders, each by its name from the package."""
    for folder in folders:
        for path in sorted((SOURCE / folder).rglob("*.py")):
            yield path.relative_to(SOURCE).with_suffix("").as_posix(), path


def named_in_full_screen() -> list[tuple[str, str, str]]:
    """The keys that sentences of the full screen name: module, key and sentence. One word alone is a key's own name."""
    return [
        (name, key, words)
        for name, path in modules("tui", "presentation")
        if not name.startswith("presentation/commands")
        for words in sentences(path)
        if " " in words
        for key in KEY.findall(words)
    ]


def of_module(name: str, table: dict[str, tuple[str, ...]]) -> tuple[str, ...]:
    """What a table says of a module or of the folder that it is in."""
    return next((said for place, said in table.items() if name == place or name.startswith(f"{place}/")), ())


def test_sentences_of_the_full_screen_name_only_keys_of_their_screen() -> None:
    named = named_in_full_screen()
    assert len(named) > 20
    for name, key, words in named:
        screens = (*of_module(name, SCREENS), *of_module(name, LEADS_TO))
        assert screens, f"say on which screen this is said: {name}: {words}"
        keys = {command.key for screen in screens for command in ON[screen]}
        keys |= {command.key for command in general.EVERYWHERE} | set(IN_A_PROMPT)
        assert _written(key) in keys or key in keys, (name, key, words)


def _written(key: str) -> str:
    return key.replace("Ctrl+", "^")


def named_in_plain() -> list[tuple[str, str, str]]:
    """What sentences of the line-by-line face say that can be typed: module, what is typed, sentence."""
    return [
        (name, typed, words)
        for name, path in modules("plain")
        for words in sentences(path)
        for found in TYPED.findall(words)
        for typed in found
        if typed and typed not in NOT_TYPED
    ]


def test_sentences_line_by_line_name_only_what_can_be_typed() -> None:
    named = named_in_plain()
    assert len(named) > 30
    for name, typed, words in named:
        whole = {"plus": "plus tard", "au": "au retour"}.get(typed, typed)
        assert typed in of_module(name, OF_LISTS) or find_command(whole) is not None, (name, typed, words)


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("Z : annuler ceci", ["Z"]),
        ("F3 donne les numéros", ["F3"]),
        ("À l'heure", []),
        ("L'autre, N° 3", []),
        ("Tab", ["Tab"]),
    ],
)
def test_a_key_is_told_from_a_letter(words: str, keys: list[str]) -> None:
    assert KEY.findall(words) == keys
