"""Colours: for full colour, for 16 colours, for none."""
