"""What the program does with a journal and a procedure, whatever face asks: one session, the station, whole files."""
