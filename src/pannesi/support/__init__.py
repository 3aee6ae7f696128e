"""What every part stands on: errors, text, clock, terminal, files. It knows nothing of procedures or sessions."""
