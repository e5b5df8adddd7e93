"""Web pages, which pandoc writes with all that they need."""

from themeloom.formats.base import Maker

MAKERS = {"html": Maker()}
