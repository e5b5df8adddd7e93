"""JATS: what pandoc and Quarto leave open in an article, and the pictures beside it."""

from themeloom.formats.base import Maker, Making


def _finish(making: Making) -> None:
    from themeloom.formats.jats.finish import finish_jats

    finish_jats(making.path)


def _after_quarto(making: Making, _epoch: int) -> None:
    from themeloom.formats.jats.finish import settle_article

    folder = making.path.relative_to(making.project.output).parent
    if settle_article(making.path, making.project.root / folder):
        _finish(making)


MAKERS = {"jats": Maker(finish=_finish, after_quarto=_after_quarto)}
