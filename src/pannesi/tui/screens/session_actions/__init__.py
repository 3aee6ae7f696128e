"""The handlers of the session screen: what each command does."""
