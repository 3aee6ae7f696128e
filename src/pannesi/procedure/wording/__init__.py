"""A procedure as text and graphs, apart from any session."""
