"""Web pages, which pandoc writes with all that they need."""

from themeloom.formats.base import Maker
from themeloom.formats.web import close_page, close_quartos

MAKERS = {"html": Maker(finish=close_page, after_quarto=close_quartos)}
