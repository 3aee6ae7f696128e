"""Recorded facts in words: sentences, the timeline, the hours of an outage, the chain."""
