"""Word: what pandoc and Quarto leave open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.formats.base import Maker, Making
from themeloom.formats.office import finish_office

if TYPE_CHECKING:
    from collections.abc import Mapping


def _finish(making: Making) -> None:
    from themeloom.formats.docx.finish import finish_docx

    finish_docx(making.path, making.metadata, making.fonts)


def _after_quarto(making: Making, epoch: int) -> None:
    from themeloom.formats.docx.finish import for_reviewers, without_blanks

    def settle(parts: dict[str, bytes], metadata: Mapping[str, object]) -> None:
        without_blanks(parts)
        if metadata.get("review"):
            for_reviewers(parts, making.project.state / "styles" / "reference-review.docx")

    finish_office(making, epoch, _finish, settle)


MAKERS = {"docx": Maker(finish=_finish, after_quarto=_after_quarto)}
