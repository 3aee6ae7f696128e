"""The binder: every case on paper, for the night when no screen works."""
