"""Checks of the files of a site: errors, doubts and gaps, each as a `Problem` with its place."""
