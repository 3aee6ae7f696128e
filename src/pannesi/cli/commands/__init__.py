"""The commands, a module for each group. Each parses, calls its use case, and gives an exit code."""
