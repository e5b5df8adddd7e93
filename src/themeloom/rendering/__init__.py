"""Turning documents into outputs: the built-in renderer, and Quarto."""
