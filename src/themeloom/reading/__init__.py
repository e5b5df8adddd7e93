"""Reading: the only code that opens `data-raw/` and `study.yml`."""
