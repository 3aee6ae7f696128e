"""pannesi: a terminal decision assistant for outages of a hospital's imaging information system."""

__version__ = "0.1.0"
BUILT = "2026-11-30"
"""The day of the newest entry of the changelog. Nothing in the program is younger; a clock that says less is wrong."""
