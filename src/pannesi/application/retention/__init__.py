"""How long words and sessions are kept, and how they go: policy, above the store that carries it out."""
