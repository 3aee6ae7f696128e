"""The report of one session, and the files that it is written to."""
