"""PowerPoint: what pandoc and Quarto leave open, and whether everything fits on its slide."""

from functools import partial

from themeloom.formats.base import Maker, Making
from themeloom.formats.office import finish_office
from themeloom.formats.pixels import prepare_office


def _finish(making: Making) -> None:
    # What finishes decks takes modules of this folder, which is loaded before them.
    from themeloom.formats.slides import finish_slides

    finish_slides(making)


def _settle(making: Making, parts: dict[str, bytes]) -> None:
    """Give a deck the theme of its brand, if Quarto took that of the project."""
    from themeloom.core.office import read_package

    if making.look and (making.look / "reference.pptx").is_file():
        parts[_THEME] = read_package(making.look / "reference.pptx")[_THEME]


_THEME = "ppt/theme/theme1.xml"
MAKERS = {
    "pptx": Maker(
        prepare=prepare_office,
        finish=_finish,
        after_quarto=partial(finish_office, finish=_finish, settle=_settle),
    )
}
