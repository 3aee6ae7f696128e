"""Closing a session, in words: what prevents it, what stays undone."""
