"""What each command does and prints, once its arguments are parsed."""
