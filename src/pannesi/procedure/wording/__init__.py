"""A procedure in words and drawings, apart from any session."""
