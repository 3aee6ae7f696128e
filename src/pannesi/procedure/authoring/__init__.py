"""What helps an author write: JSON schemas, and the words that explain each key."""
