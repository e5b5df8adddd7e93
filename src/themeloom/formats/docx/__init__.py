"""Word: what pandoc and Quarto leave open."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from themeloom.core.errors import ThemeloomError, raise_all
from themeloom.core.office import read_package
from themeloom.formats.base import Maker
from themeloom.formats.blocks import TABLE, blocks_of, letters
from themeloom.formats.docx.finish import finish_docx, for_reviewers, in_styles_of, without_blanks
from themeloom.formats.office import finish_office
from themeloom.formats.pixels import prepare_office

if TYPE_CHECKING:
    from collections.abc import Sequence

    from themeloom.formats.base import Making


def _finish(making: Making) -> None:
    crowded = finish_docx(making.path, making.metadata, making.fonts)
    raise_all(_without_room(making, cells) for cells in crowded)


def _without_room(making: Making, cells: Sequence[str]) -> ThemeloomError:
    """A table that nobody could read, where it stands in the document."""
    document, said = making.document, [one for one in map(letters, cells) if one]
    blocks = list(blocks_of(document, making.project.evidence)) if document else []
    block = max(blocks, key=lambda one: sum(cell in one.letters for cell in said), default=None)
    return ThemeloomError(
        f"{making.path.name}: a table has more columns than its page has room for, "
        "even in small type and hyphenated",
        TABLE,
        file=block.place.file if block else making.path.name,
        line=block.place.line if block else None,
    )


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
