"""`python -m pannesi`."""

from pannesi.cli import main

main()
