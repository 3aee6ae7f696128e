"""Hash chains over events, the clock that orders them, and their verification."""
