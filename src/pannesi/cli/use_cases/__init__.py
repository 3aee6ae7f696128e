"""What each command says and does, once its arguments are read."""
