"""A recorded session played again on a procedure: what would differ today."""
