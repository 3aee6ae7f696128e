"""The registry of commands: keys and words of both faces, help, when each applies. Pure: the faces bind handlers."""
