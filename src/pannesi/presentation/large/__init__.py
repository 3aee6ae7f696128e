"""The current act in large letters, to be read at two metres."""
