"""Reading `.qmd` documents: the only part of the package that knows Markdown."""
