"""Tables for a spreadsheet: the patient register, sessions, calls, what was due."""
