"""The command line: parsing what follows `pannesi`, running commands, and opening an interactive face."""
