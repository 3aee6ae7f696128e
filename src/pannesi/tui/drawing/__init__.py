"""Values of the presentation drawn as items, boxes and columns of the screen."""
