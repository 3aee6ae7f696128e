"""`python -m pannesi`."""

from pannesi.cli.main import main

main()
