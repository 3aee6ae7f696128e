"""The themes of Textual: dark, light, high contrast, and one in the terminal's own colours, for any background. The
styles of text are in `styles`."""

from __future__ import annotations

from textual.theme import Theme

THEMES = (
    Theme(
        "pannesi-sombre", primary="#8ab8ff", secondary="#7ddc9b", warning="#ffc861", error="#ff8a80", accent="#8ab8ff",
        foreground="#e6e6e6", background="#10131a", surface="#161b24", panel="#1d2430", dark=True,
        variables={"text-disabled": "#a8b0b8",
                   "scrollbar": "#5a6b85", "scrollbar-hover": "#5a6b85", "scrollbar-active": "#5a6b85",
                   "scrollbar-background": "#10131a", "scrollbar-background-hover": "#10131a",
                   "scrollbar-background-active": "#10131a", "scrollbar-corner-color": "#10131a"},
    ),
    Theme(
        "pannesi-clair", primary="#0b4fb3", secondary="#0f6b35", warning="#7a4d00", error="#a50e0e", accent="#0b4fb3",
        foreground="#1c1f24", background="#fbfbf8", surface="#f1f2ee", panel="#e6e8e2", dark=False,
        variables={"text-disabled": "#505860",
                   "scrollbar": "#8a94a3", "scrollbar-hover": "#8a94a3", "scrollbar-active": "#8a94a3",
                   "scrollbar-background": "#fbfbf8", "scrollbar-background-hover": "#fbfbf8",
                   "scrollbar-background-active": "#fbfbf8", "scrollbar-corner-color": "#fbfbf8"},
    ),
    Theme(
        "pannesi-contraste", primary="#66ccff", secondary="#00ff7f", warning="#ffd400", error="#ff6e6e",
        accent="#66ccff", foreground="#ffffff", background="#000000", surface="#000000", panel="#595959", dark=True,
        variables={"text-disabled": "#e6e6e6",
                   "scrollbar": "#ffffff", "scrollbar-hover": "#ffffff", "scrollbar-active": "#ffffff",
                   "scrollbar-background": "#000000", "scrollbar-background-hover": "#000000",
                   "scrollbar-background-active": "#000000", "scrollbar-corner-color": "#000000"},
    ),
    Theme(
        "pannesi-ansi", ansi=True, primary="ansi_default", secondary="ansi_default", warning="ansi_yellow",
        error="ansi_red", success="ansi_green", accent="ansi_default", foreground="ansi_default",
        background="ansi_default", surface="ansi_default", panel="ansi_default", boost="ansi_default", dark=True,
        variables={
            "ansi-background": "ansi_default", "ansi-foreground": "ansi_default", "border": "ansi_default",
            "border-blurred": "ansi_default",
            "block-cursor-foreground": "ansi_default", "block-cursor-background": "ansi_default",
            "block-cursor-text-style": "reverse",
            "input-selection-background": "ansi_default",
            "input-selection-foreground": "ansi_default",
            "scrollbar": "ansi_default", "scrollbar-hover": "ansi_default", "scrollbar-active": "ansi_default",
            "scrollbar-background": "ansi_default", "scrollbar-background-hover": "ansi_default",
            "scrollbar-background-active": "ansi_default", "scrollbar-corner-color": "ansi_default",
        },
    ),
)  # fmt: skip
