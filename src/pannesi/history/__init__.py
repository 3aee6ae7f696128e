"""Looking back: the sessions of a journal, found and told without slowing the one at work."""
