"""The journal in one SQLite file: its tables, rows, backup, errors, and reading it when damaged."""
