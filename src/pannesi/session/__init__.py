"""The pure core of one session (one outage): events, the state they fold to, and the walk through the procedure."""
