"""Posters: what they ask for, and whether they can be read."""
