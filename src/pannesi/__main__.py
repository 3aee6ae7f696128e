"""The way in, as `pannesi` and as `python -m pannesi`. Which version runs is said before anything else is loaded."""

import sys


def main() -> None:
    """Says the version where that alone is asked, else runs the program; exits."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from pannesi.support.version import version_line

        try:
            sys.stdout.write(version_line() + "\n")
            sys.stdout.flush()
        except (OSError, AttributeError):  # nobody reads it, or there is no output at all
            from pannesi.support.errors import OUTPUT_CLOSED

            sys.stdout = None
            sys.exit(OUTPUT_CLOSED)
        return
    from pannesi.cli.main import main as run

    run()


if __name__ == "__main__":
    main()
