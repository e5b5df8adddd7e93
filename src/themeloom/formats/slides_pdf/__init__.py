"""Slides as PDF: whether every slide can be read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from themeloom.core.errors import raise_all
from themeloom.formats.base import Maker, Making
from themeloom.formats.slides import SlidesCheck

if TYPE_CHECKING:
    from themeloom.documents.document import Document

#: As a document names it that Quarto renders.
_OURS = "themeloom-slides-typst"


def _judge(document: Document, making: Making) -> SlidesCheck:
    return SlidesCheck(document, making.path.name)


def _after_quarto(making: Making, _epoch: int) -> None:
    """Look at the slides of a PDF that a document asks for in our format for slides."""
    if making.document and making.is_of(_OURS):
        raise_all(_judge(making.document, making).errors(making.path.read_bytes(), None))


MAKERS = {"slides-pdf": Maker(judge=_judge, after_quarto=_after_quarto)}
