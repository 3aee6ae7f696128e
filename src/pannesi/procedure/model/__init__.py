"""The procedure as it was written: cases, lines, contacts; immutable."""
