"""What the hospital wrote: contacts, hours, cases and annexes, read from YAML into frozen values."""
