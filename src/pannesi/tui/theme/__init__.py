"""Colours, for full colour, 16 colours and none."""
