"""What is learnt from a session, in words: incident reviews, redlines, lessons, exercises."""
