"""The parts of the account of one session: its lines, its patients, its durations. Pure functions."""
