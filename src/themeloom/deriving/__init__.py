"""Deriving: pure functions from the corpus and the store to tables and numbers."""
