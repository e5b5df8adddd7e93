"""PowerPoint: what pandoc and Quarto leave open, and whether everything fits on its slide."""

from themeloom.formats.base import Maker, Making
from themeloom.formats.office import finish_office


def _finish(making: Making) -> None:
    from themeloom.formats.slides import finish_slides

    finish_slides(making.path, making.document, making.metadata, making.fonts)


def _after_quarto(making: Making, epoch: int) -> None:
    finish_office(making, epoch, _finish)


MAKERS = {"pptx": Maker(finish=_finish, after_quarto=_after_quarto)}
