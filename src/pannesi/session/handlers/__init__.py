"""From what somebody wants to the events that record it, or to a refusal."""
