"""A study as it was read: the nouns, the store, the sources, and finding words in them."""
