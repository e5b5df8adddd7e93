"""Looking things up in what was built: on which page, slide or section words stand."""

from themeloom.published.library import Library, Published, finished_files
from themeloom.published.stretches import Stretch

__all__ = ["Library", "Published", "Stretch", "finished_files"]
