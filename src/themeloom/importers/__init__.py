"""Files as other tools write them, and what becomes of them: plain files of `data-raw/`."""
