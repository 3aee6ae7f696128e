"""Storage of events: the port (`store`), an SQLite and an in-memory implementation, hash chains, merging, recovery."""
