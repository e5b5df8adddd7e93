"""Reporting guidelines: what they ask for, and where a study's texts answer it."""
