"""What the facts of a session say: one class for each kind, by what they are about."""
