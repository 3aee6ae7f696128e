"""Every exit code of the program, in one place."""

from __future__ import annotations

OK = 0
PROBLEMS = 1
"""Something is wrong: a site with errors, a journal that is damaged or cannot be read, a failure of the program."""
USAGE = 2
"""The command line cannot be understood, or names something that does not exist."""
SIGNALLED = 128
"""Ended by a signal, whose number is added to this."""
HUNG_UP = 129
"""SIGHUP: the terminal is gone."""
INTERRUPTED = 130
"""SIGINT: Ctrl-C."""
OUTPUT_CLOSED = 141
"""SIGPIPE: the output has no reader any more."""
TERMINATED = 143
"""SIGTERM, as when the machine is shut down."""
