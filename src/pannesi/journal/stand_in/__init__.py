"""What stands in for a main journal that cannot be written or is damaged, and the way back."""
