"""Hash chains over events, and their verification with all that a journal holds."""
