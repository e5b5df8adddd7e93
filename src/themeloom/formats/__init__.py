"""What finishes a file of each format, and what is checked in it."""
