"""JATS: what pandoc and Quarto leave open in an article."""

from themeloom.formats.base import Maker, Making
from themeloom.formats.jats.finish import finish_jats, settle_article


def _finish(making: Making) -> None:
    finish_jats(making.path)


def _after_quarto(making: Making, _epoch: int) -> None:
    folder = making.path.relative_to(making.project.output).parent
    if settle_article(making.path, making.project.root / folder):
        finish_jats(making.path)


MAKERS = {"jats": Maker(finish=_finish, after_quarto=_after_quarto)}
