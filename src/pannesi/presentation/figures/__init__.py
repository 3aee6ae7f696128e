"""Figures in words: tables and charts of a period."""
