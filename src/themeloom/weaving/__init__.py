"""Weaving: what was derived → the files of `data-derived/`. Nothing else writes there."""
