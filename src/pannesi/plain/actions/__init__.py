"""What a command does in the line-by-line face."""
