"""The models of a procedure as immutable values: contacts, units, lines."""
