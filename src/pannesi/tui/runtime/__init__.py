"""What keeps the full screen responsive: keys in turn, commits beside the screen, imports ahead."""
