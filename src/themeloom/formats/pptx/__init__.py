"""PowerPoint: what pandoc and Quarto leave open, and whether everything fits on its slide."""

from functools import partial

from themeloom.formats.base import Maker, Making
from themeloom.formats.office import finish_office
from themeloom.formats.pixels import prepare_office


def _finish(making: Making) -> None:
    # What finishes decks takes modules of this folder, which is loaded before them.
    from themeloom.formats.slides import finish_slides

    finish_slides(making.path, making.document, making.metadata, making.project)


MAKERS = {
    "pptx": Maker(
        prepare=prepare_office,
        finish=_finish,
        after_quarto=partial(finish_office, finish=_finish),
    )
}
