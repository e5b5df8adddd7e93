"""The type of every output: its faces, which scripts they cover, how wide they run, embedding."""
