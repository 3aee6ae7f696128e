"""The binder: every case on paper, for an outage in which no screen works."""
