"""Retention: how long free texts and sessions are kept, and which may be erased; the journal does the erasing."""
