"""Running Python for readers: analysis notebooks, and cells within documents.

Importing this package is cheap: Jupyter's libraries and pandas are imported only
when a kernel has to start or a page has to be written.
"""
