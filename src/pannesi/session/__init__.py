"""What happens during an outage, as plain functions: events, their fold, and the walk through the procedure."""
