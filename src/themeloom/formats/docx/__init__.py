"""Word: the reference document, and what pandoc and Quarto leave open."""
