"""Exercises: who took part, which are due, what the facilitator is to tell."""
