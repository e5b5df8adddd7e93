"""What every output looks like, as data, and how it gets into the files that show it."""
