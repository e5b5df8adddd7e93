"""Papers as PDF: whether every page can be read."""
