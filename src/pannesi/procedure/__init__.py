"""The written procedure of a hospital: contacts, hours, cases and annexes, loaded from YAML into immutable values."""
