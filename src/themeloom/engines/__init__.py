"""How pandoc, Typst and Quarto are called, and what their messages mean."""
