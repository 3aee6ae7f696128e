"""The session at work, in words: its state, what is in force, what stands beside."""
