"""The handlers of the line-by-line face: what each command does."""
