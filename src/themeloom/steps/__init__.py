"""Building: from what was read to what is published, and the record of it."""
