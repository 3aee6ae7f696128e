"""What all other packages use: errors, text, clock, terminal, files. Nothing here knows of procedures or sessions."""
