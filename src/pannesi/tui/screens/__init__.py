"""Home, guide, sessions, contacts, help: one screen a file."""
