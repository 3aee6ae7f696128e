"""Whom to call, and what to say: contacts and numbers in words."""
