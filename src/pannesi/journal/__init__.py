"""Where the facts are kept: one interface, an SQLite file and its twin in memory, hash chains."""
