"""Help for authors: a starting site, JSON schemas, and the explanation of each key."""
