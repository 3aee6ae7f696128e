"""From the events of a session to what a person needs to see: the lines, the orders, what comes next."""
