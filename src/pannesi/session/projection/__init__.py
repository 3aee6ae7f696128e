"""Projections of the state of a session: rows of lines, standing orders, closing blocks, what to do next."""
