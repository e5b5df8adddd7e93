"""What finished files say: one reader for checks, `verify`, `trace` and the pages."""
