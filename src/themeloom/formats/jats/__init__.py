"""JATS: what pandoc and Quarto leave open in an article, and the pictures beside it."""
