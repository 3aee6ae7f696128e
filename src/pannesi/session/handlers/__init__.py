"""Handlers: each turns an intent into drafts of events, or refuses it."""
