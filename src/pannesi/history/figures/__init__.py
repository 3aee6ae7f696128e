"""The figures of a period: durations, delays, calls, patients. Pure but for SQL."""
