"""A line of the procedure in words: its card, its frame, its place among the others."""
