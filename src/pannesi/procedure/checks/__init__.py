"""What is wrong, doubtful or missing in the files of a site."""
