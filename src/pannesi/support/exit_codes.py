"""Every exit code of the program, in one place."""

from __future__ import annotations

OK = 0
PROBLEMS = 1
"""Something is wrong: a site with errors, a journal that cannot be read or is broken, a failure of ours."""
USAGE = 2
"""What was asked for cannot be understood, or names nothing that exists."""
SIGNALLED = 128
"""A signal ended it: this and its number."""
HUNG_UP = 129
"""The terminal is gone."""
INTERRUPTED = 130
"""Ctrl-C."""
OUTPUT_CLOSED = 141
"""Nobody reads the output any more."""
TERMINATED = 143
"""Asked to end by the system, as when the machine is shut down."""
