"""Checks of references by name, file by file."""
