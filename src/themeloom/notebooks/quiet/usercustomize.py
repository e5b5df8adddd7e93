"""Nothing: it stands in the way of what whoever runs a notebook has Python run at each start."""
