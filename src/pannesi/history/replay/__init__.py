"""Replay: recorded sessions and scenarios played again on another version of the procedure, and what differs."""
