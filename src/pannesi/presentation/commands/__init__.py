"""The registry of commands of both faces: keys, words, help, and when each applies. The faces bind the handlers."""
