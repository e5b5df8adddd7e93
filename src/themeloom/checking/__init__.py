"""Checking: one module per question; each yields findings and raises for none."""
