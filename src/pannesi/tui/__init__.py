"""The full-screen face: screens over one list drawn line by line, keys obeyed in turn, facts committed beside it."""
