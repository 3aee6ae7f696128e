"""What a key does on the screen of a session."""
