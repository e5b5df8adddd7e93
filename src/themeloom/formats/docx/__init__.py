"""Word: what pandoc and Quarto leave open."""

from functools import partial

from themeloom.core.office import read_package
from themeloom.formats.base import Maker, Making
from themeloom.formats.docx.finish import finish_docx, for_reviewers, in_styles_of, without_blanks
from themeloom.formats.office import finish_office
from themeloom.formats.pixels import prepare_office


def _finish(making: Making) -> None:
    finish_docx(making.path, making.metadata, making.fonts)


_THEME = "word/theme/theme1.xml"


def _settle(making: Making, parts: dict[str, bytes]) -> None:
    without_blanks(parts)
    styles = making.look or making.project.state / "styles"
    if making.look:
        in_styles_of(parts, styles / "reference.docx")
        parts[_THEME] = read_package(styles / "reference.docx")[_THEME]
    if making.metadata.get("review"):
        for_reviewers(parts, styles / "reference-review.docx")


MAKERS = {
    "docx": Maker(
        prepare=prepare_office,
        finish=_finish,
        after_quarto=partial(finish_office, finish=_finish, settle=_settle),
    )
}
