"""The commands, a module a group: each parses, calls and gives an exit code; what they do is imported when needed."""
