"""The patients of a session: what was noted, what is owed, what is doubtful."""
