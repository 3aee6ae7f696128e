"""What sessions taught: lessons, redlines, noted numbers, incident reviews."""
