"""The line-by-line face: numbered choices and short words, readable aloud, scriptable from standard input."""
