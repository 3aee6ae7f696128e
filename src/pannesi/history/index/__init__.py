"""The index of sessions: an SQLite file made from the journal, and made again whenever it is lost."""
