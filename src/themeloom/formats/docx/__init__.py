"""Word: what pandoc and Quarto leave open."""

from functools import partial

from themeloom.formats.base import Maker, Making
from themeloom.formats.docx.finish import finish_docx, for_reviewers, without_blanks
from themeloom.formats.office import finish_office
from themeloom.formats.pixels import prepare_office


def _finish(making: Making) -> None:
    finish_docx(making.path, making.metadata, making.fonts)


def _settle(making: Making, parts: dict[str, bytes]) -> None:
    without_blanks(parts)
    if making.metadata.get("review"):
        for_reviewers(parts, making.project.state / "styles" / "reference-review.docx")


MAKERS = {
    "docx": Maker(
        prepare=prepare_office,
        finish=_finish,
        after_quarto=partial(finish_office, finish=_finish, settle=_settle),
    )
}
