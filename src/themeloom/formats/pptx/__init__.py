"""PowerPoint: the reference deck, and everything on a slide in its place and size."""
