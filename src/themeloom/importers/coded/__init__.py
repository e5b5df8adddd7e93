"""What was coded with other tools: read as it is, anchored by its words, kept in `coding/`."""
