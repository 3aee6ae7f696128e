"""Past sessions: listing, searching, summaries, statistics and replay, without slowing the session at work."""
