"""Sessions carried from one journal to another: files, merging."""
