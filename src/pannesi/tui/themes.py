"""Our own themes: dark, light, high contrast. The styles of lines are in `ink`."""

from __future__ import annotations

from textual.theme import Theme

THEMES = (
    Theme(
        "pannesi-sombre", primary="#8ab8ff", secondary="#7ddc9b", warning="#ffc861", error="#ff8a80", accent="#8ab8ff",
        foreground="#e6e6e6", background="#10131a", surface="#161b24", panel="#1d2430", dark=True,
    ),
    Theme(
        "pannesi-clair", primary="#0b4fb3", secondary="#0f6b35", warning="#7a4d00", error="#a50e0e", accent="#0b4fb3",
        foreground="#1c1f24", background="#fbfbf8", surface="#f1f2ee", panel="#e6e8e2", dark=False,
    ),
    Theme(
        "pannesi-contraste", primary="#66ccff", secondary="#00ff7f", warning="#ffd400", error="#ff6e6e",
        accent="#66ccff", foreground="#ffffff", background="#000000", surface="#000000", panel="#000000", dark=True,
    ),
)  # fmt: skip
