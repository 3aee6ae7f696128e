"""The command line: what is typed after `pannesi`, and which face is opened."""
