"""Names that one file uses and another defines."""
