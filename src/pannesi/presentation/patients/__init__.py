"""Patients in words: the register, the form, what is asked and what alarms."""
